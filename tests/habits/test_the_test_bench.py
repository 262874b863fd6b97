"""The promises of tests/conftest.py: nothing beyond this machine, real PostgreSQL, skips that are counted."""

import asyncio
import socket

import pytest
from playwright.async_api import async_playwright
from pytest_socket import SocketConnectBlockedError
from sqlalchemy import text
from sqlalchemy.ext.asyncio import create_async_engine

from tests.needs import CHROMIUM_FLAGS, closing_lines, find_chromium, required


def test_a_test_cannot_reach_beyond_this_machine() -> None:
    # 192.0.2.0/24 is reserved for documentation (RFC 5737): nothing answers there.
    with socket.socket() as line, pytest.raises(SocketConnectBlockedError):
        line.connect(("192.0.2.1", 80))


async def test_loopback_is_open() -> None:
    async def greet(_reader: asyncio.StreamReader, writer: asyncio.StreamWriter) -> None:
        writer.write(b"hello")
        writer.close()
        await writer.wait_closed()

    server = await asyncio.start_server(greet, "127.0.0.1", 0)
    async with server:
        reader, writer = await asyncio.open_connection(*server.sockets[0].getsockname())
        assert await reader.read() == b"hello"
        writer.close()
        await writer.wait_closed()


async def _tables(address: str) -> int:
    engine = create_async_engine(address)
    try:
        async with engine.begin() as connection:
            await connection.execute(text("CREATE TABLE note (id integer)"))
            count = await connection.scalar(text("SELECT count(*) FROM pg_tables WHERE schemaname = 'public'"))
            assert isinstance(count, int)
            return count
    finally:
        await engine.dispose()


@pytest.mark.parametrize("_time", ["first", "second"])
async def test_each_test_gets_an_empty_postgres_of_its_own(postgres_url: str, _time: str) -> None:
    assert await _tables(postgres_url) == 1


async def test_a_real_chromium_draws_a_page(chromium_path: str) -> None:
    async with async_playwright() as playwright:
        browser = await playwright.chromium.launch(executable_path=chromium_path, args=list(CHROMIUM_FLAGS))
        page = await browser.new_page()
        await page.set_content("<button onclick=\"this.textContent = 'heard'\">say</button>")
        await page.click("button")
        assert await page.inner_text("button") == "heard"
        await browser.close()


def test_require_names_needs_that_may_not_be_missing() -> None:
    assert required({"REQUIRE": "browser, postgres"}) == {"browser", "postgres"}
    assert required({}) == set()
    with pytest.raises(pytest.UsageError, match="not coffee"):
        required({"REQUIRE": "coffee"})


def test_the_closing_line_counts_the_skips_of_each_need() -> None:
    reasons = ["Skipped: needs browser: none found", "Skipped: needs browser: none found", "Skipped: another reason"]
    assert closing_lines(reasons) == ["2 browser tests skipped: none found"]


def test_no_chromium_is_found_where_none_is(tmp_path_factory: pytest.TempPathFactory) -> None:
    assert find_chromium(str(tmp_path_factory.mktemp("empty"))) is None
