"""Small exports in each form. Everybody in them is invented."""

from __future__ import annotations

from typing import Any


def telegram_message(number: int, text: object = "Hoi", **more: object) -> dict[str, Any]:
    """One message as Telegram Desktop writes it."""
    return {
        "id": number,
        "type": "message",
        "date": "2026-11-20T10:15:00",
        "date_unixtime": str(1_795_166_100 + number),
        "from": "Noor",
        "from_id": "user5001",
        "text": text,
        "text_entities": [{"type": "plain", "text": str(text)}],
        **more,
    }


def telegram_chat(*messages: dict[str, Any], form: str = "private_supergroup") -> dict[str, Any]:
    """One chat as result.json holds it."""
    return {"name": "Klantgroep Utrecht", "type": form, "id": 1234567890, "messages": list(messages)}


def telegram_account(*chats: dict[str, Any]) -> dict[str, Any]:
    """A whole account, with what stands around the chats."""
    return {
        "about": "Export of an account",
        "personal_information": {"user_id": 1, "first_name": "Bo"},
        "contacts": {"about": "…", "list": [{"first_name": "Kim", "date": "2026-01-01T00:00:00"}]},
        "chats": {"about": "…", "list": list(chats)},
        "left_chats": {"about": "…", "list": []},
    }


def discord_message(number: int, content: str = "Hoi", **more: object) -> dict[str, Any]:
    """One message as DiscordChatExporter writes it."""
    return {
        "id": str(900_000_000_000_000_000 + number),
        "type": "Default",
        "timestamp": "2026-11-20T11:15:00.5+01:00",
        "timestampEdited": None,
        "isPinned": False,
        "content": content,
        "author": {
            "id": "700",
            "name": "noor_v",
            "discriminator": "0000",
            "nickname": "Noor",
            "isBot": False,
            "roles": [],
        },
        "attachments": [],
        "embeds": [],
        "stickers": [],
        "reactions": [],
        "mentions": [],
        **more,
    }


def discord_export(*messages: dict[str, Any], channel: dict[str, Any] | None = None) -> dict[str, Any]:
    """One channel's export."""
    return {
        "guild": {"id": "10", "name": "Polderlink"},
        "channel": channel
        or {"id": "20", "type": "GuildTextChat", "categoryId": "19", "category": "Klanten", "name": "hulp"},
        "dateRange": {"after": None, "before": None},
        "messages": list(messages),
        "messageCount": len(messages),
    }
