"""Failures that no Bot API server makes by itself: pages of somebody's web server, broken answers, calls without a token."""

from __future__ import annotations

import logging
from typing import Any

import pytest
from telegram.error import TelegramError

from bot.ports import Busy, ChatError, Gone, NotSent, Refused, Revoked, Unreachable, Unsure
from handlers.telegram import refusals
from handlers.telegram.door import Door, Taken, translated
from tests.handlers.telegram.odd_server import answering

TOKEN = "7000000001:CANARY-token"


async def failing(root: str, *, twice: bool = False, token: str = TOKEN) -> ChatError:
    door = Door(token, root)
    await door.open()
    try:
        with pytest.raises(ChatError) as raised:
            await door.call("sendMessage", {"chat_id": 1, "text": "CANARY"}, twice=twice)
    finally:
        await door.close()
    assert "CANARY" not in str(raised.value)
    assert raised.value.__cause__ is None
    return raised.value


PAGE = "<html>CANARY</html>"
REFUSED = '{"ok":false,"error_code":%d,"description":"%s"}'


@pytest.mark.parametrize(
    ("status", "body", "kind"),
    [
        (200, PAGE, Unsure),
        (200, "[]", Unsure),
        (200, '{"ok":true}', Unsure),
        (200, "", Unsure),
        (302, PAGE, Unsure),
        (404, PAGE, Unreachable),
        (404, REFUSED % (404, "Not Found"), Revoked),
        (401, REFUSED % (401, "Unauthorized"), Revoked),
        (400, REFUSED % (400, "Logged out"), Revoked),
        (401, PAGE, Unreachable),
        (409, REFUSED % (409, "Conflict: terminated by other getUpdates request"), Taken),
        (413, PAGE, Refused),
        (429, PAGE, Busy),
        (429, REFUSED % (429, "Too Many Requests"), Busy),
        (500, REFUSED % (500, "Internal Server Error: restart"), Unsure),
        (503, PAGE, Unsure),
        (504, PAGE, Unsure),
        (418, PAGE, Unsure),
        (400, "[]", Refused),
        (403, REFUSED % (403, "Forbidden: something new 'CANARY'"), Refused),
    ],
)
async def test_every_kind_of_answer_has_its_meaning(status: int, body: str, kind: type[ChatError]) -> None:
    async with answering(status, body, "text/html" if body == PAGE else "application/json") as root:
        error = await failing(root)
    assert type(error) is kind or (kind is Refused and isinstance(error, Refused))


async def test_a_429_without_a_number_still_waits() -> None:
    async with answering(429, PAGE, "text/html") as root:
        error = await failing(root)
    assert isinstance(error, Busy)
    assert error.retry_after == 5


@pytest.mark.parametrize("token", ["", "geen token", "7000000001", "1:a/../../x", "1:a\n"])
async def test_what_cannot_be_a_token_is_not_sent_anywhere(token: str) -> None:
    assert isinstance(await failing("http://127.0.0.1:9", token=token), Revoked)


async def test_an_address_that_is_none_is_unreachable() -> None:
    assert isinstance(await failing("http://127.0.0.1:99999"), Unreachable)


async def test_an_error_of_the_library_that_nobody_knows_is_in_doubt() -> None:
    assert isinstance(translated(TelegramError("CANARY")), Unsure)
    assert isinstance(translated(TelegramError("CANARY"), twice=True), Unreachable)


@pytest.mark.parametrize(
    ("words", "what"),
    [
        ("Bad Request: message to be replied not found", "message"),
        ("Bad Request: replied message not found", "message"),
        ("Bad Request: message to edit not found", "message"),
        ("Bad Request: message thread not found", "thread"),
        ("Bad Request: TOPIC_CLOSED", "thread"),
        ("Bad Request: TOPIC_DELETED", "thread"),
        ("Bad Request: TOPIC_ID_INVALID", "thread"),
        ("Bad Request: chat not found", "channel"),
        ("Bad Request: group chat was deactivated", "channel"),
        ("Forbidden: bot was kicked from the supergroup chat", "channel"),
        ("Forbidden: bot is not a member of the supergroup chat", "channel"),
        ("Forbidden: the group chat was deleted", "channel"),
        ("Forbidden: bot was blocked by the user", "user"),
        ("Forbidden: user is deactivated", "user"),
        ("Forbidden: bot can't initiate conversation with a user", "user"),
    ],
)
def test_words_that_say_what_is_gone(words: str, what: str) -> None:
    made: NotSent = refusals.forbidden(words) if words.startswith("Forbidden") else refusals.bad_request(words)
    assert isinstance(made, Gone)
    assert made.what == what


async def test_libraries_that_write_addresses_or_words_to_the_log_are_silent(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.DEBUG)
    answer: dict[str, Any] = {"ok": True, "result": {"message_id": 1}}
    async with answering(200, str(answer).replace("'", '"').replace("True", "true")) as root:
        door = Door(TOKEN, root)
        await door.open()
        assert await door.call("sendMessage", {"chat_id": 1, "text": "CANARY"}) == {"message_id": 1}
        await door.close()
    async with answering(200, PAGE, "text/html") as root:
        await failing(root)
    assert "CANARY" not in caplog.text
