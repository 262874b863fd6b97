"""The demo's page: a public channel, the staff channel, and why. Works with plain forms; a small script keeps it up to date."""

from __future__ import annotations

from collections import OrderedDict
from dataclasses import dataclass, replace
from hashlib import blake2b
from typing import TYPE_CHECKING
from urllib.parse import urlencode

from starlette.applications import Starlette
from starlette.exceptions import HTTPException
from starlette.middleware import Middleware
from starlette.middleware.trustedhost import TrustedHostMiddleware
from starlette.responses import HTMLResponse, JSONResponse, PlainTextResponse, RedirectResponse, Response
from starlette.routing import Mount, Route
from starlette.staticfiles import StaticFiles

from bot.console.shell import STATIC, KeepToItself, environment
from bot.console.stage import BadRequest
from bot.console.words import LANGUAGES, TEXTS

if TYPE_CHECKING:
    from collections.abc import Callable

    from jinja2 import Environment
    from starlette.requests import Request

    from bot.console.stage import Scene, Stage, Why

SPEEDS = (1, 4, 16, 60)
"""The speeds that have a button."""
PARTS = ("controls", "tally", "public", "talks", "staff", "why")
"""The pieces of the page that are brought up to date, each in a template of its own."""
TABS = ("public", "staff", "why")
THEMES = ("light", "dark")
_VISITORS = 8
"""For so many ways of looking the parts are kept as they were rendered last."""
_FORM_LIMIT = 64 * 1024
_YEAR = 365 * 24 * 3600


@dataclass(frozen=True, slots=True)
class View:
    """How one visitor looks at it: from cookies and the address."""

    language: str
    theme: str
    tab: str
    intro: bool
    message: str
    """The message whose *why* is shown."""
    reply: str
    """The message that the visitor is replying to."""
    speaker: str
    clerk: str
    """The member of staff that he speaks as."""
    draft: str
    order: str = ""
    """What he is about to write in the staff channel."""
    way: str = ""
    """The way into a private talk that the visitor chose."""
    talk: str = ""
    """Whose private talk is unfolded."""

    @classmethod
    def of(cls, request: Request) -> View:
        """Read a request; anything unknown counts as not given."""
        query, cookies = request.query_params, request.cookies

        def one_of(value: str | None, known: tuple[str, ...], otherwise: str) -> str:
            return value if value is not None and value in known else otherwise

        return cls(
            language=one_of(cookies.get("lang"), LANGUAGES, _spoken(request.headers.get("accept-language", ""))),
            theme=one_of(cookies.get("theme"), THEMES, ""),
            tab=one_of(query.get("tab"), TABS, TABS[0]),
            intro=cookies.get("intro") != "off",
            message=query.get("m", ""),
            reply=query.get("reply", ""),
            speaker=query.get("as", cookies.get("speaker", "sanne")),
            clerk=cookies.get("clerk", ""),
            draft=query.get("draft", ""),
            order=query.get("order", ""),
            way=query.get("way", ""),
            talk=query.get("talk", ""),
        )


def _spoken(header: str) -> str:
    """The first of our languages that a browser asks for, else the first we have."""
    asked = (part.split(";")[0].strip().lower()[:2] for part in header.split(","))
    return next((language for language in asked if language in LANGUAGES), LANGUAGES[0])


class _Pages:
    """The handlers of the routes."""

    def __init__(self, stage: Stage) -> None:
        self.stage = stage
        self.templates: Environment = environment()
        self._made: OrderedDict[View, tuple[Scene, Why | None, dict[str, str]]] = OrderedDict()

    def _render(self, template: str, view: View, scene: Scene, why: Why | None) -> str:
        texts = TEXTS[view.language]
        return self.templates.get_template(template).render(view=view, scene=scene, why=why, t=texts, speeds=SPEEDS)

    async def _parts(self, view: View) -> tuple[Scene, Why | None, dict[str, str]]:
        scene = await self.stage.scene()
        why = await self.stage.why(view.message) if view.message else None
        # Most looks find nothing new but the time; what hangs on the time in a part hangs on its minutes.
        shown = replace(scene, clock=replace(scene.clock, now=scene.clock.now.replace(second=0, microsecond=0)))
        made = self._made.get(view)
        if made is None or made[:2] != (shown, why):
            made = (shown, why, {part: self._render(f"{part}.html", view, shown, why) for part in PARTS})
            self._made[view] = made
        self._made.move_to_end(view)
        while len(self._made) > _VISITORS:
            self._made.popitem(last=False)
        return scene, why, made[2]

    async def page(self, request: Request) -> Response:
        """The whole page."""
        self.stage.looked_at()
        view = View.of(request)
        scene, why, parts = await self._parts(view)
        template = self.templates.get_template("page.html")
        stamps = {part: stamp(text) for part, text in parts.items()}
        html = template.render(
            view=view, scene=scene, why=why, t=TEXTS[view.language], parts=parts, stamps=_joined(stamps)
        )
        return HTMLResponse(html)

    async def state(self, request: Request) -> Response:
        """The parts that differ from what the visitor has (`since`), and the time."""
        view = View.of(request)
        scene, _, parts = await self._parts(view)
        had = dict(zip(PARTS, request.query_params.get("since", "").split("."), strict=False))
        stamps = {part: stamp(text) for part, text in parts.items()}
        changed = {part: text for part, text in parts.items() if had.get(part) != stamps[part]}
        return JSONResponse(
            {
                "since": _joined(stamps),
                "clock": f"{scene.clock.now:%H:%M:%S}",
                "parts": changed,
                "secrets": [{"number": one.number, "name": one.name, "text": one.text} for one in scene.secrets],
            }
        )

    # what people do ----------------------------------------------------------------------------------------------------------
    async def say(self, request: Request) -> Response:
        """Speak in public."""
        form = await _form(request)
        return self._done(
            request, form, lambda: self.stage.say(form["who"], form["text"], form["reply_to"]), speaker=form["who"]
        )

    async def thread(self, request: Request) -> Response:
        """Speak as staff, in a case's thread or in the staff channel itself."""
        form = await _form(request)
        return self._done(
            request,
            form,
            lambda: self.stage.say_to_staff(form["who"], form["text"], form["thread"]),
            clerk=form["who"],
        )

    async def change(self, request: Request) -> Response:
        """Change one's own message, or take it away."""
        form = await _form(request)
        who, message = form["who"], form["message"]
        if form["do"] == "remove":
            return self._done(request, form, lambda: self.stage.remove(who, message))
        return self._done(request, form, lambda: self.stage.change(who, message, form["text"]))

    async def press(self, request: Request) -> Response:
        """Press a button."""
        form = await _form(request)
        kept = {name: form["who"] for name in ("speaker", "clerk") if name == form["as"]}
        return self._done(request, form, lambda: self.stage.press(form["who"], form["message"], form["data"]), **kept)

    async def enter(self, request: Request) -> Response:
        """Follow a way into a private talk as a customer."""
        form = await _form(request)
        form["talk"] = form["who"]
        return self._done(request, form, lambda: self.stage.enter(form["who"], form["way"]), speaker=form["who"])

    async def private(self, request: Request) -> Response:
        """Speak in one's private talk."""
        form = await _form(request)
        form["talk"] = form["who"]
        return self._done(request, form, lambda: self.stage.say_in_private(form["who"], form["text"]))

    async def clock(self, request: Request) -> Response:
        """Play, pause, another speed, or the next message."""
        form = await _form(request)
        match form["do"]:
            case "play":
                return self._done(request, form, self.stage.play)
            case "pause":
                return self._done(request, form, self.stage.pause)
            case "next":
                return self._done(request, form, self.stage.next_message)
            case speed:
                return self._done(request, form, lambda: self.stage.play(_speed(speed)))

    async def look(self, request: Request) -> Response:
        """Language, theme, whether the explanation is shown, who speaks, and who presses the buttons of staff."""
        form = await _form(request)
        kept = {name: form[name] for name in ("lang", "theme", "intro", "clerk") if form[name]}
        if form["who"]:
            kept["speaker"] = form["who"]
        return self._done(request, form, lambda: None, **kept)

    @staticmethod
    def _done(request: Request, form: _Form, do: Callable[[], object], **cookies: str) -> Response:
        """Do it and answer: a script gets 204 or the mistake in words, a plain form goes back to the page."""
        scripted = request.headers.get("accept") == "application/json"
        texts = TEXTS[View.of(request).language]
        try:
            do()
        except BadRequest as error:
            text = texts[str(error)]
            if scripted:
                return JSONResponse({"error": text}, 422)
            return PlainTextResponse(f"{texts['error']}: {text}\n", 422)
        if scripted:
            response = Response(status_code=204)
        else:
            back = {key: form[key] for key in ("m", "tab", "talk") if form[key]}
            response = RedirectResponse(f"/?{urlencode(back)}" if back else "/", 303)
        for name, value in cookies.items():
            response.set_cookie(name, value[:40], max_age=_YEAR, httponly=True, samesite="strict")
        return response


class _Form(dict[str, str]):
    """The fields of a form; one that is not there is empty."""

    def __missing__(self, key: str) -> str:
        return ""


async def _form(request: Request) -> _Form:
    async with request.form(max_files=0, max_fields=20, max_part_size=_FORM_LIMIT) as form:
        return _Form({key: value for key, value in form.items() if isinstance(value, str)})


def _speed(text: str) -> float:
    try:
        return float(text)
    except ValueError:
        raise BadRequest("error_speed") from None


def stamp(text: str) -> str:
    """A short name for a text, so that a visitor can say what he has."""
    return blake2b(text.encode(), digest_size=6).hexdigest()


def _joined(stamps: dict[str, str]) -> str:
    return ".".join(stamps[part] for part in PARTS)


async def _lost(request: Request, error: Exception) -> Response:
    status = error.status_code if isinstance(error, HTTPException) else 500
    return PlainTextResponse(f"{TEXTS[View.of(request).language]['error_form']}\n", status)


def demo_app(stage: Stage) -> Starlette:
    """The demo's page over a stage."""
    pages = _Pages(stage)
    return Starlette(
        routes=[
            Route("/", pages.page),
            Route("/state", pages.state),
            Route("/say", pages.say, methods=["POST"]),
            Route("/thread", pages.thread, methods=["POST"]),
            Route("/press", pages.press, methods=["POST"]),
            Route("/enter", pages.enter, methods=["POST"]),
            Route("/private", pages.private, methods=["POST"]),
            Route("/change", pages.change, methods=["POST"]),
            Route("/clock", pages.clock, methods=["POST"]),
            Route("/look", pages.look, methods=["POST"]),
            Mount("/static", StaticFiles(directory=STATIC)),
        ],
        middleware=[
            # Another name in the Host header is a page elsewhere that had its own name point here.
            Middleware(TrustedHostMiddleware, allowed_hosts=["127.0.0.1", "localhost"], www_redirect=False),
            Middleware(KeepToItself),
        ],
        exception_handlers={HTTPException: _lost},
    )
