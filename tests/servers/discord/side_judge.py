"""Verbs of the side door that read the judge's book and what stands in the channels."""

from __future__ import annotations

from dataclasses import asdict
from typing import TYPE_CHECKING

if TYPE_CHECKING:
    from collections.abc import Callable

    from tests.servers.discord.interactions import Interaction
    from tests.servers.discord.server import DiscordServer
    from tests.servers.discord.state import Json, Message


def message_json(message: Message) -> Json:
    """A message as the judge sees it."""
    return {
        "id": message.id,
        "channel": message.channel_id,
        "author": message.author_id,
        "text": message.content,
        "at": message.at,
        "edited_at": message.edited_at,
        "reply_to": message.reply_to,
        "nonce": message.nonce,
        "embeds": message.embeds,
        "components": message.components,
        "thread": message.thread_id,
        "ephemeral_for": message.ephemeral_for,
        "pinged": asdict(message.pinged),
    }


def interaction_json(interaction: Interaction) -> Json:
    """An interaction as the judge sees it; its token stays here."""
    return {
        "id": interaction.id,
        "kind": interaction.kind,
        "user": interaction.user_id,
        "channel": interaction.channel_id,
        "message": interaction.message_id,
        "answered_with": interaction.answered_with,
        "original": interaction.original_id,
        "hidden": interaction.hidden,
        "followups": interaction.followups,
        "modal": interaction.modal,
    }


def _accepted(server: DiscordServer, asked: Json) -> Json:
    since = asked.get("since", 0)
    return {"accepted": [asdict(row) for row in server.journal.accepted[since:]]}


def _replies(server: DiscordServer, asked: Json) -> Json:
    counted = server.journal.replies()
    channel = asked.get("channel")
    rows = [
        {"channel": where, "reply_to": reply_to, "count": count}
        for (where, reply_to), count in counted.items()
        if channel in {None, where}
    ]
    return {"replies": rows, "repeated": len(server.journal.repeated)}


def _messages(server: DiscordServer, asked: Json) -> Json:
    held = server.world.channels[asked["channel"]].messages.values()
    after = asked.get("after", 0)
    return {"messages": [message_json(message) for message in held if message.id > after]}


def _shown_to(server: DiscordServer, asked: Json) -> Json:
    return {"messages": [message_json(message) for message in server.shown_to(server.world.users[asked["user"]])]}


def _interaction(server: DiscordServer, asked: Json) -> Json:
    return interaction_json(next(i for i in server.interactions.values() if i.id == asked["interaction"]))


def _threads(server: DiscordServer, asked: Json) -> Json:
    return {
        "threads": [
            {
                "id": c.id,
                "name": c.name,
                "parent": c.parent_id,
                "archived": c.thread.archived,
                "locked": c.thread.locked,
            }
            for c in server.world.threads_of(asked["guild"])
            if c.thread is not None
        ]
    }


def _status(server: DiscordServer, _: Json) -> Json:
    hub, journal = server.hub, server.journal
    return {
        "connected": sum(1 for session in hub.sessions.values() if session.line is not None),
        "sessions": len(hub.sessions),
        "identified": server.gateway.identified,
        "resumed": server.gateway.resumed,
        "accepted": len(journal.accepted),
        "repeated": len(journal.repeated),
        "calls": [{"route": route, "status": status, "count": n} for (route, status), n in journal.calls.items()],
        "unknown_calls": journal.unknown_calls,
        "misbehaved": [{"kind": kind, "route": route} for kind, route in server.misbehaviour.done],
    }


def _reset(server: DiscordServer, asked: Json) -> Json:
    server.journal.clear()
    server.misbehaviour.clear()
    if asked.get("world"):
        server.forget_everything()
    return {}


JUDGE_VERBS: dict[str, Callable[[DiscordServer, Json], Json]] = {
    "accepted": _accepted,
    "replies": _replies,
    "messages": _messages,
    "shown_to": _shown_to,
    "interaction": _interaction,
    "threads": _threads,
    "status": _status,
    "reset": _reset,
}
