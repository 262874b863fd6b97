"""`wegwijzer cases`: what it lists, shows and exports, what it never shows, and whether it sees that the audit trail was touched."""

from __future__ import annotations

import asyncio
import csv
import io
import json
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

import pytest
from sqlalchemy import text

from bot.cli.cases_row import COLUMNS, harmless
from bot.core.cases import State
from bot.core.clocks import ClockEvent, ClockVerb
from bot.core.intake import Answered
from bot.core.messages import Place
from bot.core.promises.keeping import GivenPromise, PromiseState
from bot.ports import Member, Relayed
from bot.store import open_store
from tests.store.people import NOW, a_case, a_job, at, seen, sql

if TYPE_CHECKING:
    from collections.abc import Callable
    from pathlib import Path

    from bot.ports import Ledger
    from tests.cli.conftest import Said

pytestmark = pytest.mark.thorough

HERE = Place("sandbox", "klantgroep")
SECRETS = ("Sanne Canarie", "77001", "m-4711", "m-4712", "staff-9001")
"""A customer's name, the platform's ids of a customer, of messages and of a member of staff."""


class Bench:
    """A brand's store, and the commands on it."""

    def __init__(self, wegwijzer: Callable[..., Said], brand: Path, url: str) -> None:
        self._wegwijzer, self._brand, self.url = wegwijzer, brand, url

    def __call__(self, *words: object) -> Said:
        return self._wegwijzer("cases", *words, "--config", self._brand, WEGWIJZER_STORE_URL=self.url)

    def json(self, *words: object) -> Any:
        said = self(*words, "--json")
        return json.loads(said.out)

    def write(self, work: Callable[[Ledger], object]) -> None:
        """As the bot would; it is made when it is not there."""

        async def run() -> None:
            store = await open_store(self.url)
            await store.write(work)
            await store.close()

        asyncio.run(run())

    def rows(self, file: Path, delimiter: str = ",") -> list[dict[str, str]]:
        return list(csv.DictReader(io.StringIO(file.read_text(encoding="utf-8-sig"), newline=""), delimiter=delimiter))


@pytest.fixture(params=["sqlite", pytest.param("postgres", marks=pytest.mark.postgres)])
def cases(request: pytest.FixtureRequest, wegwijzer: Callable[..., Said], brand: Path, tmp_path: Path) -> Bench:
    brand.write_text(
        brand.read_text(encoding="utf-8").replace("id: klantgroep,", "id: klantgroep, name: Klantgroep,"),
        encoding="utf-8",
    )
    on_postgres = request.param == "postgres"
    url = (
        cast("str", request.getfixturevalue("postgres_store_url"))
        if on_postgres
        else f"sqlite+aiosqlite:///{tmp_path}/x.db"
    )
    return Bench(wegwijzer, brand, url)


def some(ledger: Ledger) -> None:
    """Five cases, of which two have ended, in two channels."""
    other = Place("telegram", "-1001")
    ledger.save_cases(
        [
            a_case("a", place=HERE, topic="billing", masked="dubbel afgeschreven", opened=at(days=-3)),
            a_case("b", place=HERE, topic="outage", state=State.HANDED_OVER, severity=2, opened=at(days=-2)),
            a_case(
                "c", place=other, topic="billing", state=State.CLAIMED, owner="s1", owner_name="Bo", opened=at(days=-1)
            ),
            a_case("d", place=HERE, topic="billing", state=State.SOLVED, updated=at(hours=2)),
            a_case("e", place=other, topic="service", state=State.DISMISSED),
        ]
    )


def numbers(rows: list[dict[str, Any]]) -> list[int]:
    return [int(row["number"]) for row in rows]


def test_a_brand_whose_bot_never_ran_is_told_so(wegwijzer: Callable[..., Said], brand: Path) -> None:
    code, out, err = wegwijzer("cases", "list", "--config", brand)
    assert (code, out) == (1, "")
    assert "the bot makes it when it first runs" in err
    assert len(err.splitlines()) == 1


def test_an_empty_store_explains_itself(cases: Bench, tmp_path: Path) -> None:
    cases.write(lambda ledger: ledger.save_cases([]))
    assert cases("list").out.startswith("no cases yet: one begins when")
    said = cases("list", "--json")
    assert (said.code, json.loads(said.out)) == (0, [])
    assert "no cases yet" in said.err
    said = cases("export", tmp_path / "none.csv")
    assert (said.code, said.out) == (0, f"0 cases written to {tmp_path}/none.csv\n")
    assert "no cases yet" in said.err
    assert (tmp_path / "none.csv").read_text(encoding="utf-8").split(",")[0] == "number"
    assert "is empty" in cases("verify").out


@pytest.mark.parametrize(
    ("options", "wanted"),
    [
        ((), [5, 4, 3, 2, 1]),
        (("--limit", 2), [5, 4]),
        (("--open",), [3, 2, 1]),
        (("--state", "solved"), [4]),
        (("--state", "solved", "--state", "HEARD"), [4, 1]),
        (("--state", "solved", "--open"), []),
        (("--topic", "billing", "--open"), [3, 1]),
        (("--channel", "klantgroep"), [4, 2, 1]),
        (("--channel", "telegram:-1001"), [5, 3]),
        (("--channel", "Breda"), []),
        (("--since", "2026-03-01"), [5, 4, 3]),
        (("--since", "2026-03-01", "--until", "2026-03-01"), [3]),
        (("--until", "2026-02-28T15:00:00+01:00"), [1]),
        (("--until", "2026-02-28T15:01"), [2, 1]),
    ],
)
def test_filters_narrow_the_list(cases: Bench, options: tuple[object, ...], wanted: list[int]) -> None:
    cases.write(some)
    assert numbers(cases.json("list", *options)) == wanted


def test_a_day_begins_at_midnight_by_the_brands_clock(cases: Bench) -> None:
    late = NOW.replace(hour=23, minute=30)  # 00:30 on 3 March in Amsterdam
    cases.write(lambda ledger: ledger.save_case(a_case("a", opened=late)))
    assert numbers(cases.json("list", "--since", "2026-03-03")) == [1]
    assert cases.json("list", "--until", "2026-03-02") == []


def test_the_list_is_one_line_a_case_and_says_how_many_it_leaves_out(cases: Bench) -> None:
    cases.write(some)
    lines = cases("list", "--limit", 3).out.splitlines()
    assert [line.split()[0] for line in lines] == ["case", "#0005", "#0004", "#0003", "3"]
    assert lines[3].split()[:7] == ["#0003", "2026-03-01", "15:00", "claimed", "billing", "1", "-1001"]
    assert lines[4] == "3 of 5 cases; --limit 0 shows all"
    assert len(cases("list").out.splitlines()) == 6


def test_a_filter_that_fits_nothing_says_what_there_is(cases: Bench) -> None:
    cases.write(some)
    out = cases("list", "--topic", "biling").out
    assert out == "none of the 5 cases fits. Topics: billing 3, outage 1, service 1.\n"
    assert "Channels of the configuration: Klantgroep." in cases("list", "--channel", "Breda").out


@pytest.mark.parametrize(
    ("words", "said"),
    [
        (("list", "--state", "shut"), "write one of: heard, asked, answered"),
        (("list", "--since", "gisteren"), "write a day as 2026-11-20"),
        (("list", "--until", "9999-12-31"), "write a day as 2026-11-20"),
        (("show", "999"), "there is no case '999'"),
        (("show", "9" * 40), "there is no case"),
        (("export", "cases.xlsx"), "ends neither in .csv nor in .jsonl"),
        (("export", "cases.csv", "--delimiter", "ab"), "write ',' or ';'"),
        (("export", "nowhere/cases.csv"), "name a file that can be written"),
        (("verify", "--holds", "abc"), "give the 64 signs"),
    ],
)
def test_a_wrong_word_is_answered_in_one_line(
    cases: Bench, words: tuple[str, ...], said: str, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.chdir(tmp_path)
    cases.write(some)
    before = sorted(tmp_path.iterdir())
    code, out, err = cases(*words)
    assert (code, out) == (2, "")
    assert said in err
    assert len(err.splitlines()) == 1
    assert [file for file in tmp_path.iterdir() if file not in before and "x.db" not in file.name] == []


def a_life(ledger: Ledger) -> None:
    """A case in which much happened."""
    customer = ledger.customer("sandbox", "77001", "Sanne Canarie").id
    staff = ledger.customer("sandbox", "staff-9001", "Bo").id
    ledger.staff_seen(Member(staff, "sandbox", "Bo"), NOW)
    case = a_case(
        "f00",
        customer=customer,
        said="m-4711",
        place=HERE,
        state=State.CLAIMED,
        topic="billing",
        severity=2,
        masked="dubbel afgeschreven van [IBAN]",
        why="says that money was taken twice",
        answer="m-4712",
        answered=at(minutes=1),
        reply="nl/billing#1",
        owner=staff,
        owner_name="Bo",
        private=True,
        private_channel="77001",
        last_message="m-4711",
    )
    ledger.save_case(case)
    ledger.remember(
        [
            seen("m-4711", place=HERE, author=customer, masked="dubbel afgeschreven", case="f00"),
            seen(
                "m-4711",
                place=HERE,
                author=customer,
                masked="dubbel afgeschreven!",
                case="f00",
                version=1,
                at=at(minutes=2),
            ),
            seen("m-4712", place=HERE, author="", role="self", masked="Hoi", case="f00", posted=True, at=at(minutes=1)),
            seen("m-4713", place=HERE, author="x9", masked="hier ook", case="f00", at=at(minutes=3)),
        ]
    )
    ledger.audit("bot", "answered", "f00", at(minutes=1))
    ledger.audit("x9", "member_answered", "f00", at(minutes=3))
    ledger.audit(staff, "claim", "f00", at(minutes=5))
    ledger.audit(staff, "claim", "another", at(minutes=5))
    ledger.save_relay(Relayed("f00", "m-99", 0, "sandbox:staf", HERE, "m-98", at(minutes=6)))
    ledger.note("f00", staff, "belt morgen terug", at(minutes=7))
    ledger.save_promise(
        GivenPromise("p1", "f00", staff, "morgen voor 12:00", at(minutes=8), at(hours=21), PromiseState.OPEN)
    )
    ledger.add_clock_events("f00", [ClockEvent(NOW, ClockVerb.COMPLAINT), ClockEvent(at(minutes=6), ClockVerb.ANSWER)])
    timer = {"kind": "timer", "case": "f00", "due": at(hours=3)}
    ledger.add_jobs([a_job("t1", "t1", payload={"what": "silence"}, **timer)], NOW)


def test_the_life_of_a_case_is_told_in_the_order_in_which_it_happened(cases: Bench) -> None:
    cases.write(a_life)
    out = cases("show", "#0001").out
    life = [line.split()[2:] for line in out.partition("life\n")[2].partition("\n\n")[0].splitlines()]
    assert life == [["customer", "opened"], ["bot", "answered"], ["somebody", "member_answered"], ["Bo", "claim"]]
    assert out.startswith("#0001 · claimed · billing · severity 2 · nl · Klantgroep (sandbox)\n")
    for fact in (
        "owner: Bo",
        "staff answered: 2026-03-02 15:06:00",
        "first_answer  met",
        "solution  ",
        'open  due 2026-03-03 12:00:00  "morgen voor 12:00"  Bo',
        "silence  due 2026-03-02 18:00:00",
        "2026-03-02 15:00:00  customer        dubbel afgeschreven! (edited)",
        "2026-03-02 15:01:00  bot             Hoi",
        "2026-03-02 15:03:00  somebody        hier ook",
        "2026-03-02 15:07:00  Bo              belt morgen terug",
        "what was said there is not kept",
    ):
        assert fact in out


def test_the_life_of_a_case_as_json(cases: Bench) -> None:
    cases.write(a_life)
    life = cases.json("show", "f00")
    assert list(life) == ["case", "events", "clocks", "promises", "timers", "messages", "notes"]
    assert [(one["what"], one["who"], one["name"]) for one in life["events"]][-1] == ("claim", "staff", "Bo")
    assert life["case"]["staff_answered"] == "2026-03-02T15:06:00+01:00"
    assert life["case"]["messages"] == 1  # an edit is no second one, and who joined in is somebody else
    assert (life["clocks"][0]["clock"], life["clocks"][0]["state"]) == ("first_answer", "met")
    assert life["promises"][0] | {"made": ""} == {
        "state": "open",
        "made": "",
        "due": "2026-03-03T12:00:00+01:00",
        "ended": None,
        "words": "morgen voor 12:00",
        "who": "staff",
        "name": "Bo",
    }


def test_no_name_of_a_customer_and_no_id_of_a_platform_comes_out(cases: Bench, tmp_path: Path) -> None:
    cases.write(a_life)
    told = [
        cases(*words).out
        for words in (("list",), ("list", "--json"), ("show", "1"), ("show", "1", "--json"), ("verify",))
    ]
    for name in ("all.csv", "all.jsonl"):
        assert cases("export", tmp_path / name).code == 0
        told.append((tmp_path / name).read_text(encoding="utf-8"))
    assert [secret for secret in SECRETS for one in told if secret in one] == []


def test_nothing_of_a_case_that_began_in_private_comes_out_but_that_there_is_one(cases: Bench, tmp_path: Path) -> None:
    place = Place("telegram", "77001")
    case = a_case(
        "p", place=place, private=True, private_channel="77001", masked="mijn geheim", said="noor 14:00 (in private)"
    )
    cases.write(lambda ledger: ledger.save_case(case))
    cases("export", tmp_path / "p.jsonl")
    told = cases("list").out + cases("show", "1").out + cases("show", "1", "--json").out
    told += (tmp_path / "p.jsonl").read_text(encoding="utf-8")
    assert '"channel": "private"' in told
    assert "77001" not in told
    assert "geheim" not in told


def test_a_customers_name_is_covered_wherever_it_stands(cases: Bench, tmp_path: Path) -> None:
    def work(ledger: Ledger) -> None:
        customer = ledger.customer("sandbox", "u1", "Sanne Canarie").id
        case = a_case("n", customer=customer, said="m1", masked="Groet, Sanne", why="says Canarie")
        ledger.save_case(replace(case, said="bot 14:02: Hoi Sanne, ik ben de bot van Polderlink"))

    cases.write(work)
    cases("export", tmp_path / "n.jsonl")
    told = cases("list").out + cases("show", "1").out + (tmp_path / "n.jsonl").read_text(encoding="utf-8")
    assert "Hoi [naam/name], ik ben" in told
    assert [leak for leak in ("Sanne", "Canarie") if leak in told] == []


def test_what_an_older_version_did_not_mask_is_masked_on_its_way_out(cases: Bench, tmp_path: Path) -> None:
    case = a_case("a", masked="bel 06-12345678", why="says 06-12345678", said="jan@polderlink.example")
    cases.write(lambda ledger: ledger.save_case(case))
    cases.write(lambda ledger: ledger.note("a", "s1", "IBAN NL91ABNA0417164300", NOW))
    cases("export", tmp_path / "a.jsonl")
    told = cases("list").out + cases("show", "1").out + (tmp_path / "a.jsonl").read_text(encoding="utf-8")
    assert "[tel.]" in told
    assert [leak for leak in ("12345678", "jan@", "0417164300") if leak in told] == []


def test_a_customers_words_cannot_steer_the_terminal(cases: Bench) -> None:
    cases.write(lambda ledger: ledger.save_case(a_case("a", masked="rood\x1b[31m\x07 en \u202eomgekeerd\nregel")))
    for words in (("list",), ("show", "1")):
        out = cases(*words).out
        assert not any(sign in out for sign in "\x1b\x07\u202e")
        assert "rood" in out


EVIL = '=HYPERLINK("http://evil.example";"klik")'


def test_an_export_is_one_row_a_case_whose_cells_no_spreadsheet_runs(cases: Bench, tmp_path: Path) -> None:
    texts = [EVIL, "+31 is duur", "-5 euro", "@SUM(A1)", "\t=1", "\r=1", 'regel\n=1+1\nen "citaat", ja', "gewoon"]
    cases.write(lambda ledger: ledger.save_cases([a_case(f"c{n}", masked=one) for n, one in enumerate(texts)]))
    assert cases("export", tmp_path / "a.csv").code == 0
    assert cases("export", tmp_path / "a.jsonl").code == 0
    lines = (tmp_path / "a.csv").read_text(encoding="utf-8").splitlines()
    assert len(lines) == 1 + len(texts)
    rows = cases.rows(tmp_path / "a.csv")
    assert tuple(rows[0]) == COLUMNS
    cells = [cell for row in rows for cell in row.values()]
    assert [cell for cell in cells if cell[:1] in {"=", "+", "-", "@", "\t", "\r"}] == []
    assert rows[0]["text"] == "'" + EVIL
    assert rows[7]["text"] == "gewoon"
    kept = [json.loads(line) for line in (tmp_path / "a.jsonl").read_text(encoding="utf-8").splitlines()]
    assert [row["text"] for row in kept] == texts
    assert tuple(kept[0]) == COLUMNS


@pytest.mark.parametrize(
    ("text", "harmless_text"),
    [
        ("", ""),
        ("twee + twee = vier", "twee + twee = vier"),
        ("=1", "'=1"),
        ("  =1", "'  =1"),
        ("\uff1d1", "'\uff1d1"),
        ('"=1"', '\'"=1"'),
        ("hoi;=1+1;", "hoi;'=1+1;"),
        ('hoi;"=1&"', 'hoi;\'"=1&"'),
        ("hoi, =1", "hoi,' =1"),
        ("a\tb", "a\tb"),
        ("\ta", "'\ta"),
        ("a\r\n=1", "a =1"),
    ],
)
def test_a_cell_is_made_harmless_for_any_separator(text: str, harmless_text: str) -> None:
    assert harmless(text) == harmless_text


def answered(ledger: Ledger) -> None:
    """Two answers in the first case, one of which a spreadsheet would run."""
    some(ledger)
    ledger.save_answer(Answered("a", "order", "=HYPERLINK(1)", fits=False, at=at(hours=1)))
    ledger.save_answer(Answered("a", "since", "maandag; +31 is geen begin", fits=True, at=at(hours=2)))


def test_what_a_customer_answered_in_the_intake_comes_out_in_the_row_of_his_case(cases: Bench, tmp_path: Path) -> None:
    cases.write(answered)
    cases("export", tmp_path / "x.csv")
    rows = cases.rows(tmp_path / "x.csv")
    assert len(rows) == 5
    assert rows[0]["intake"] == "order: =HYPERLINK(1), since: maandag;' +31 is geen begin"
    assert [row["intake"] for row in rows[1:]] == [""] * 4
    cases("export", tmp_path / "x.jsonl")
    kept = [json.loads(line) for line in (tmp_path / "x.jsonl").read_text(encoding="utf-8").splitlines()]
    assert kept[0]["intake"] == {"order": "=HYPERLINK(1)", "since": "maandag; +31 is geen begin"}
    assert kept[1]["intake"] == {}
    said = cases("show", 1).out
    assert 'order: "=HYPERLINK(1)" (another form than asked for)' in said
    assert 'since: "maandag; +31 is geen begin"' in said


def test_an_export_for_excel_begins_with_a_mark_and_takes_its_separator(cases: Bench, tmp_path: Path) -> None:
    cases.write(some)
    file = tmp_path / "excel.CSV"
    assert cases("export", file, "--bom", "--delimiter", ";", "--open").out == f"3 cases written to {file}\n"
    assert file.read_bytes().startswith(b"\xef\xbb\xbfnumber;id;")
    assert numbers(cases.rows(file, ";")) == [1, 2, 3]
    cases("export", tmp_path / "plain.csv")
    assert (tmp_path / "plain.csv").read_bytes().startswith(b"number,")


def test_an_export_replaces_an_older_one_and_only_its_owner_reads_it(cases: Bench, tmp_path: Path) -> None:
    file = tmp_path / "a.csv"
    file.write_text("an older export", encoding="utf-8")
    cases.write(some)
    assert cases("export", file, "--since", "soon").code == 2
    assert file.read_text(encoding="utf-8") == "an older export"
    assert cases("export", file).code == 0
    assert len(cases.rows(file)) == 5
    assert file.stat().st_mode & 0o077 == 0
    assert [left.name for left in tmp_path.iterdir() if left.name.startswith(".a.csv")] == []


def test_many_pages_come_out_in_order_and_without_a_hole(cases: Bench, tmp_path: Path) -> None:
    def work(ledger: Ledger) -> None:
        ledger.save_cases([a_case(f"c{n}", topic="billing" if n % 3 else "outage") for n in range(1_203)])
        answer = seen("m-1", place=HERE, author="s1", role="staff", case="c1202", at=at(minutes=4))
        ledger.remember([answer, seen("m-2", place=HERE, case="c1202", at=at(minutes=1))])

    cases.write(work)
    file = tmp_path / "a.jsonl"
    cases("export", file, "--topic", "billing")
    rows = [json.loads(line) for line in file.read_text(encoding="utf-8").splitlines()]
    assert numbers(rows) == [n + 1 for n in range(1_203) if n % 3]
    assert numbers(cases.json("list")) == list(range(1_203, 0, -1))
    last = cases.json("list", "--limit", 2)[1]
    assert (last["number"], last["messages"], last["staff_answered"]) == (1_202, 0, None)
    newest = cases.json("list", "--limit", 1)[0]
    assert (newest["messages"], newest["staff_answered"]) == (1, "2026-03-02T15:04:00+01:00")


def some_lines(ledger: Ledger) -> None:
    for n in range(4):
        ledger.audit("bot", f"did {n}", "a", at(minutes=n))


def test_a_whole_audit_trail_is_called_whole_and_its_last_hash_can_be_kept(cases: Bench) -> None:
    cases.write(some_lines)
    said = cases.json("verify")
    assert (said["whole"], said["lines"], said["broken"], len(said["hash"])) == (True, 4, None, 64)
    assert cases("verify").out.startswith(f"the audit trail is whole: 4 lines; the last hash is {said['hash']}\n")
    cases.write(some_lines)
    later = cases("verify", "--holds", said["hash"])
    assert (later.code, "whole: 8 lines" in later.out) == (0, True)


@pytest.mark.parametrize(
    ("forgery", "whole", "broken"),
    [
        ("UPDATE audit SET what = 'x' WHERE id = 1", 0, 1),
        ("UPDATE audit SET who = 's9' WHERE id = 3", 2, 3),
        ("UPDATE audit SET at = at + 1 WHERE id = 4", 3, 4),
        ("DELETE FROM audit WHERE id = 2", 1, 3),
    ],
)
def test_a_trail_that_was_touched_breaks_where_it_was(cases: Bench, forgery: str, whole: int, broken: int) -> None:
    cases.write(some_lines)
    cases.write(lambda ledger: sql(ledger).execute(text(forgery)))
    said = cases("verify")
    assert said.code == 1
    assert f"line {broken} (which says 2026-03-02T15:0{broken - 1}:00+01:00) does not follow" in said.out
    found = cases.json("verify")
    assert (found["whole"], found["lines"], found["broken"]) == (False, whole, broken)


def test_a_trail_that_was_cut_off_shows_against_a_hash_that_was_kept(cases: Bench) -> None:
    cases.write(some_lines)
    kept = cases.json("verify")["hash"]
    cases.write(lambda ledger: sql(ledger).execute(text("DELETE FROM audit WHERE id > 2")))
    assert cases("verify").code == 0
    said = cases("verify", "--holds", kept)
    assert said.code == 1
    assert f"no line has the hash {kept}" in said.out
    assert cases.json("verify", "--holds", kept)["not_held"] == [kept]


def test_a_running_bot_does_not_stand_in_the_way(cases: Bench, tmp_path: Path) -> None:
    async def running() -> list[int]:
        bot = await open_store(cases.url)
        try:
            await bot.write(a_life)
            words = (("list",), ("show", "1"), ("export", tmp_path / "a.csv"), ("verify",))
            return [(await asyncio.to_thread(cases, *each)).code for each in words]
        finally:
            await bot.close()

    assert asyncio.run(running()) == [0, 0, 0, 0]


@pytest.mark.parametrize("command", ["list", "show", "export", "verify"])
def test_help_has_an_example(wegwijzer: Callable[..., Said], command: str) -> None:
    assert f"wegwijzer cases {command}" in wegwijzer("cases", command, "--help").out
