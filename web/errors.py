"""From the project's errors to HTTP: one table."""

from starlette.requests import Request
from starlette.responses import JSONResponse, Response

from core.errors import CrsError, EmptyLayerError, TrameError, UnknownLayerError, UnknownOperationError

STATUS: dict[type[TrameError], int] = {
    UnknownLayerError: 404,
    EmptyLayerError: 404,
    UnknownOperationError: 404,
    CrsError: 422,
    TrameError: 500,
}
"""Status by error; a kind that is not listed takes that of its nearest ancestor."""


def status_of(error: TrameError) -> int:
    """Status that answers an error."""
    return next(STATUS[kind] for kind in type(error).__mro__ if kind in STATUS)


async def answer(request: Request, error: TrameError) -> Response:  # noqa: ARG001 - Starlette's signature
    """Turn an error into its status and its sentence."""
    return JSONResponse({"error": type(error).__name__, "message": str(error)}, status_code=status_of(error))
