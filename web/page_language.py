"""The page says which language it is in: Streamlit's own always says English, which screen readers then speak."""

from urllib.parse import parse_qs

from starlette.types import ASGIApp, Message, Receive, Scope, Send

_SAID = b'<html lang="en"'


class PageLanguage:
    """Middleware that names the language of the reader in the page that carries all others.

    Parameters
    ----------
    app
        What answers.
    usual
        Language of the installation, two letters.
    parameter
        Name in the address that asks for another one.
    languages
        Those that may be asked for.
    """

    def __init__(self, app: ASGIApp, usual: str, parameter: str, languages: tuple[str, ...]) -> None:
        self._app = app
        self._usual = usual
        self._parameter = parameter
        self._languages = languages

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request; two letters take the place of two, so that nothing else in the answer changes."""
        if scope["type"] != "http":
            await self._app(scope, receive, send)
            return
        said = b'<html lang="%s"' % self._language(scope).encode()
        page = False

        async def name(message: Message) -> None:
            nonlocal page
            if message["type"] == "http.response.start":
                headers = dict(message["headers"])
                plain = b"content-encoding" not in headers
                page = plain and headers.get(b"content-type", b"").startswith(b"text/html")
            elif page and message["type"] == "http.response.body":
                message = {**message, "body": message.get("body", b"").replace(_SAID, said, 1)}
            await send(message)

        await self._app(scope, receive, name)

    def _language(self, scope: Scope) -> str:
        asked = parse_qs(scope["query_string"].decode("latin-1")).get(self._parameter, [""])[-1]
        return asked if asked in self._languages else self._usual
