"""No token, no customer's words and no personal data in any line: canaries that would sing."""

from __future__ import annotations

import asyncio
import io
import json
import logging
import sys
from typing import TYPE_CHECKING

import pytest

from bot import log
from tests.faults.bots import ROOT
from tests.servers.telegram import TelegramServer
from tests.story.telegram.stage import GRACE, HARD, WIFI, stage

if TYPE_CHECKING:
    from collections.abc import Iterator
    from pathlib import Path

    from tests.story.telegram.stage import TelegramStage

pytestmark = pytest.mark.thorough

WORDS = "kanariegeel"
IBAN, PHONE, MAIL = "NL91ABNA0417164300", "06-12345678", "kanarie@voorbeeld.example"
NAME, STAFF_WORDS, TEMPLATE = "Kanarina", "kanarieantwoord", "7000000001:AAkanarieKanarieKanarieKanarie12345"
SPOKEN = (WORDS, IBAN, "0417164300", PHONE, "12345678", MAIL, NAME, STAFF_WORDS)


@pytest.fixture
def everything() -> Iterator[io.StringIO]:
    """All that is said by any logger at DEBUG, through the bot's own set-up, and a plain look at every record as well."""
    root, before = logging.getLogger(), logging.getLogger().handlers[:]
    level, told = root.level, io.StringIO()
    stderr, sys.stderr = sys.stderr, told
    log.set_up("debug", [TEMPLATE])
    sys.stderr = stderr
    try:
        yield told
    finally:
        root.handlers[:] = before
        root.setLevel(level)


async def _stormy(on: TelegramStage) -> list[str]:
    """A conversation with every kind of trouble in it; returns the secrets that it made."""
    on.sanne.json["first_name"] = on.mo.json["first_name"] = NAME
    message = await on.says(on.sanne, f"{WIFI} {WORDS} {IBAN} {PHONE} {MAIL}")
    hard = await on.says(on.mo, f"{HARD} {WORDS}")
    on.server.misbehave("drop", method="sendMessage", chat_id=on.group.id)
    await on.wait(GRACE)
    card = await on.card(hard)
    query = on.server.press(on.noor, on.desk, card["message_id"], f"w:answer:{(await on.case(hard)).id}")
    await on.settle()
    await on.writes(on.noor, f"Beste, {STAFF_WORDS}", card)
    for fault in ("502", "429", "cut"):
        on.server.misbehave(fault, method="sendMessage", seconds=1)
        await on.says(on.mo, f"nog iets {WORDS}", reply_to=on.public()[-1])
        await on.wait(60)
    on.server.erase(on.group, message)
    on.server.raw_update(
        {"message": {"message_id": "x", "text": WORDS, "chat": {"id": on.group.id, "type": "supergroup"}}}
    )
    on.server.raw_update({"hologram": {"chat": {"id": on.group.id, "type": "supergroup"}, "beam": WORDS}})
    on.server.delete_topic(on.desk, card["message_thread_id"])
    await on.says(on.mo, f"hallo? {WORDS}", reply_to=on.public()[-1])
    await on.wait(60)
    on.server.kick(on.group, on.account, on.noor)
    await on.settle()
    return [on.account.token, query]


async def test_a_stormy_conversation_leaves_no_word_and_no_secret_in_the_log(
    tmp_path: Path, everything: io.StringIO
) -> None:
    async with stage(tmp_path) as on:
        secrets = await _stormy(on)
        await on.wait(600)
    said = everything.getvalue()
    assert "staff thread is gone" in said, "the log was not heard at all"
    assert [canary for canary in (*SPOKEN, *secrets) if canary in said] == []


async def test_an_error_that_quotes_a_customer_is_logged_without_its_words(
    tmp_path: Path, everything: io.StringIO
) -> None:
    async with stage(tmp_path) as on:
        case = await on.says(on.mo, HARD)
        assert case

        async def fails() -> None:
            raise ValueError(f"cannot take {WORDS} of {IBAN}")

        for told in (logging.getLogger("wegwijzer.judge"), logging.getLogger("sqlalchemy.pool")):
            try:
                await fails()
            except ValueError:
                told.exception("it failed")
        task = asyncio.create_task(fails())
        await asyncio.wait({task})
        # What asyncio says of a task whose error nobody asked for.
        logging.getLogger("asyncio").error("Task exception was never retrieved\nfuture: %r", task)
        task.exception()
    said = everything.getvalue()
    assert said.count("ValueError") >= 2
    assert "never retrieved" in said
    assert [canary for canary in SPOKEN if canary in said] == []


def test_secrets_are_covered_wherever_they_stand(everything: io.StringIO) -> None:
    shaped = "123456789:AAGkanarieKanarieKanarieKanarieKanar"
    logging.getLogger("wegwijzer").warning("a %s b %s", TEMPLATE, {"token": shaped})
    logging.getLogger("httpx").error("POST https://api.example/bot%s/getMe", shaped)
    assert TEMPLATE not in everything.getvalue()
    assert shaped not in everything.getvalue()
    assert everything.getvalue().count("[secret]") == 3


CONFIG = """\
brand: {{name: Polderlink, domains: [polderlink.example], languages: [nl]}}
platforms: {{telegram: {{mode: polling, api_url: "{url}", pace: false}}}}
channels: [{{platform: telegram, id: "{group}", answer: all, grace: 0, precision: 0.9}}]
staff: {{telegram: {{id: "{desk}"}}}}
policy: {{undo: 0, opening: "00:00", closing: "23:59"}}
store: {{url: "sqlite+aiosqlite:///{folder}/real.db"}}
replies: {root}/replies
"""


async def _start(folder: Path, token: str) -> asyncio.subprocess.Process:
    command = [sys.executable, "-m", "bot", "run", "--config", str(folder / "config.yaml"), "--log-level", "debug"]
    environment = {"PATH": "/usr/bin:/bin", "WEGWIJZER_TELEGRAM_TOKEN": token}
    return await asyncio.create_subprocess_exec(*command, cwd=ROOT, env=environment, stderr=asyncio.subprocess.PIPE)


async def test_a_real_process_says_nothing_of_what_people_say_and_ends_in_one_line_when_its_token_is_revoked(
    tmp_path: Path,
) -> None:
    async with TelegramServer() as server:
        account = server.add_bot(token=TEMPLATE, username="polderlink_bot", reads_all=True)
        sanne, noor = server.add_user(NAME), server.add_user("Noor")
        group = server.add_supergroup("Klanten", members=[sanne])
        desk = server.add_forum("Staf", admins=[noor, account])
        text = CONFIG.format(url=server.url, group=group.id, desk=desk.id, folder=tmp_path, root=ROOT)
        (tmp_path / "config.yaml").write_text(text, encoding="utf-8")
        bot = await _start(tmp_path, account.token)
        try:
            await server.until(lambda: account.queue.poll is not None, seconds=40)
            second = await _start(tmp_path, account.token)
            message = server.say(group, sanne, f"{HARD} {WORDS} {IBAN} {PHONE} {MAIL}")["message_id"]
            server.raw_update({"message": {"chat": {"id": group.id, "type": "supergroup"}, "text": WORDS}})
            await server.until(lambda: server.judge.counts()[group.id, message] == 1, seconds=20)
            await server.until(lambda: bool(server.judge.calls("createForumTopic")), seconds=20)
            _, refused = await asyncio.wait_for(second.communicate(), 40)
            assert (second.returncode, refused.decode().count("\n")) == (1, 1)
            assert "already works on the store" in refused.decode()
            server.revoke()
            _, told = await asyncio.wait_for(bot.communicate(), 20)
        finally:
            for process in (bot, second):
                if process.returncode is None:
                    process.kill()
                    await process.wait()
    said = told.decode()
    assert bot.returncode == 1
    assert said.splitlines()[-1].startswith("stopped: Telegram does not accept the token")
    assert said.count("does not accept the token") == 1
    assert "Traceback" not in said
    assert [canary for canary in (*SPOKEN, TEMPLATE, json.dumps(WORDS)) if canary in said] == []
