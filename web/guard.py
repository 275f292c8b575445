"""The one guard before every route that shows data: it says who asks, and turns away who may not."""

from collections.abc import Awaitable, Callable

from starlette.requests import Request
from starlette.responses import Response

from core.actor import LOCAL, Actor

Guarded = Callable[[Request, Actor], Awaitable[Response]]
Endpoint = Callable[[Request], Awaitable[Response]]


def actor_of(request: Request) -> Actor:  # noqa: ARG001 - a signed-in installation reads the session here
    """Who sends a request: the local person, as long as an installation has no sign-in."""
    return LOCAL


def guarded(handler: Guarded) -> Endpoint:
    """Wrap a handler so that it is told who asks; no route that shows data is without it."""

    async def endpoint(request: Request) -> Response:
        return await handler(request, actor_of(request))

    endpoint.__name__ = handler.__name__
    endpoint.guarded = True  # type: ignore[attr-defined]
    return endpoint
