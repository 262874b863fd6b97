"""What every page of the console shares: templates, static files, and the headers that keep a page to itself."""

from __future__ import annotations

from pathlib import Path
from typing import TYPE_CHECKING
from urllib.parse import urlsplit

from jinja2 import Environment, FileSystemLoader, StrictUndefined
from starlette.datastructures import Headers, MutableHeaders
from starlette.responses import PlainTextResponse

from bot.console.card_view import card_view, words_text
from bot.console.words import day, number

if TYPE_CHECKING:
    from starlette.types import ASGIApp, Message, Receive, Scope, Send

HERE = Path(__file__).resolve().parent
STATIC = HERE / "static"
POLICY = "default-src 'self'; base-uri 'none'; form-action 'self'; frame-ancestors 'none'; object-src 'none'"
_HEADERS = {
    "content-security-policy": POLICY,
    "x-content-type-options": "nosniff",
    "referrer-policy": "same-origin",
    "cross-origin-opener-policy": "same-origin",
    "cross-origin-resource-policy": "same-origin",
    "cache-control": "no-store",
}


def environment() -> Environment:
    """The templates; everything is escaped, and a name that is not given is an error."""
    made = Environment(
        loader=FileSystemLoader(HERE / "templates"),
        autoescape=True,
        undefined=StrictUndefined,
        trim_blocks=True,
        lstrip_blocks=True,
    )
    made.globals.update(card_view=card_view, day=day, number=number, words_text=words_text, safe_link=safe_link)
    return made


def safe_link(url: str) -> str:
    """The address when it may stand in a page, else empty: the web or a message on this page, never a script."""
    return url if url.startswith(("https://", "http://", "#message/")) else ""


class KeepToItself:
    """Middleware: the headers of every answer, and no write that another site's page asks for."""

    def __init__(self, app: ASGIApp) -> None:
        """`app` answers."""
        self.app = app

    async def __call__(self, scope: Scope, receive: Receive, send: Send) -> None:
        """Answer one request."""
        if scope["type"] != "http":
            await self.app(scope, receive, send)
            return

        async def with_headers(message: Message) -> None:
            if message["type"] == "http.response.start":
                headers = MutableHeaders(scope=message)
                for name, value in _HEADERS.items():
                    headers.setdefault(name, value)
            await send(message)

        if scope["method"] not in {"GET", "HEAD"} and self._foreign(Headers(scope=scope)):
            await PlainTextResponse("This form belongs to another site.\n", 403)(scope, receive, with_headers)
            return
        await self.app(scope, receive, with_headers)

    @staticmethod
    def _foreign(headers: Headers) -> bool:
        """Whether a browser says that the form stands elsewhere; programs that say nothing are let through."""
        if headers.get("sec-fetch-site", "same-origin") not in {"same-origin", "none"}:
            return True
        origin = headers.get("origin")
        return origin is not None and urlsplit(origin).netloc != headers.get("host")
