"""The HTTP side door: what a test in the same process does with methods, a harness does with JSON over `/_side/…`.

`POST /_side/<verb>` with a JSON object answers a JSON object. Ids are numbers. A mistake answers 400 with its sentence.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

from aiohttp import web

from tests.servers.discord.refusals import RefusedError
from tests.servers.discord.side_judge import JUDGE_VERBS
from tests.servers.discord.side_verbs import FAULT_VERBS, PEOPLE_VERBS, WORLD_VERBS

if TYPE_CHECKING:
    from tests.servers.discord.server import DiscordServer

VERBS = WORLD_VERBS | PEOPLE_VERBS | FAULT_VERBS | JUDGE_VERBS


def side_door(server: DiscordServer) -> list[web.RouteDef]:
    """The route of the side door."""

    async def answer(request: web.Request) -> web.Response:
        verb = VERBS.get(request.match_info["verb"])
        if verb is None:
            return _reply(404, {"error": f"no such verb; known: {', '.join(sorted(VERBS))}"})
        try:
            asked = json.loads(await request.read() or b"{}")
            return _reply(200, verb(server, asked))
        except RefusedError as refused:
            return _reply(400, {"error": f"refused: {refused.row.message}", "code": refused.row.code})
        except (KeyError, ValueError, TypeError) as wrong:
            return _reply(400, {"error": f"{type(wrong).__name__}: {wrong}"})

    return [web.post("/_side/{verb}", answer)]


def _reply(status: int, found: object) -> web.Response:
    return web.Response(status=status, body=json.dumps(found).encode(), content_type="application/json")
