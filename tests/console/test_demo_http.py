"""The demo's page as a program sees it: over real HTTP on loopback, from a process of its own."""

from __future__ import annotations

import json
import re
import signal
import subprocess
import time
from typing import TYPE_CHECKING

import pytest

from bot.cli.demo import run_demo
from tests.console.running import ROOT, Demo

if TYPE_CHECKING:
    from pathlib import Path


PATIENCE = 20.0
"""Seconds; what is waited for comes within one on an idle machine."""


def test_every_answer_keeps_the_page_to_itself(demo: Demo) -> None:
    for path in ("/", "/state?since=", "/static/demo.js", "/nowhere"):
        _, _, headers = demo.send(path)
        assert headers["content-security-policy"].startswith("default-src 'self';"), path
        assert "unsafe" not in headers["content-security-policy"]
        assert headers["x-content-type-options"] == "nosniff"


def test_the_page_has_no_script_or_style_in_itself(demo: Demo) -> None:
    _, html, _ = demo.send("/")
    assert "<style" not in html
    assert ' style="' not in html
    assert " onclick=" not in html
    assert html.count("<script") == html.count('<script src="/static/')


@pytest.mark.parametrize("headers", [{"Origin": "https://elsewhere.example"}, {"Sec-Fetch-Site": "cross-site"}])
def test_a_form_of_another_site_is_refused(demo: Demo, headers: dict[str, str]) -> None:
    status, _, _ = demo.send("/say", headers, who="sanne", text="van elders", reply_to="")
    assert status == 403
    assert "van elders" not in demo.state()["parts"]["public"]


def test_another_host_name_is_refused(demo: Demo) -> None:
    assert demo.send("/", {"Host": "rebound.example"})[0] == 400


def test_a_plain_form_goes_back_to_the_page_with_what_was_looked_at(demo: Demo) -> None:
    status, _, headers = demo.send("/clock", do="4", m="m001", tab="why")
    assert status == 303
    assert headers["location"] == "/?m=m001&tab=why"


@pytest.mark.parametrize(
    ("path", "form", "says"),
    [
        ("/say", {"who": "sanne", "text": "   "}, "Write something first."),
        ("/say", {"who": "wegwijzer", "text": "ik ben de bot"}, "Choose who speaks."),
        ("/say", {"who": "sanne", "text": "x" * 4097}, "too long"),
        ("/say", {"who": "sanne", "text": "ja", "reply_to": "m999"}, "not there any more"),
        ("/thread", {"who": "noor", "text": "ja", "thread": "t00000"}, "not there any more"),
        ("/thread", {"who": "sanne", "text": "/zaak #message/x/m001"}, "Only staff write here."),
        ("/press", {"who": "noor", "message": "m001", "data": "w:solve:x"}, "not there any more"),
        ("/change", {"who": "noor", "message": "m001", "text": "anders"}, "your own message only"),
        ("/change", {"who": "noor", "message": "m001", "do": "remove"}, "your own message only"),
        ("/change", {"who": "piet", "message": "m999", "text": "anders"}, "not there any more"),
        ("/clock", {"do": "0"}, "from 1 to 600"),
        ("/clock", {"do": "fast"}, "from 1 to 600"),
        ("/clock", {"do": "nan"}, "from 1 to 600"),
    ],
)
def test_what_cannot_be_done_is_said_in_words(demo: Demo, path: str, form: dict[str, str], says: str) -> None:
    demo.send("/say", who="sanne", text="Dag allemaal.", reply_to="")
    there = re.search(r'data-message="(\w+)"', shown(demo, "public", "Dag allemaal."))
    assert there is not None
    form = {name: there[1] if value == "m001" else value for name, value in form.items()}
    status, body, _ = demo.send(path, {"Accept": "application/json", "Accept-Language": "en"}, **form)
    assert status == 422
    assert says in json.loads(body)["error"]


def test_the_longest_message_is_taken_whole(demo: Demo) -> None:
    text = "\U0001f600" + "a" * 4095
    assert demo.send("/say", who="emma", text=text)[0] == 303
    assert text in demo.state()["parts"]["public"]


def test_customer_text_stays_text(demo: Demo) -> None:
    text = "<b>vet</b> {{7*7}} @everyone [x](javascript:1)"
    assert demo.send("/say", who="henk", text=text)[0] == 303
    shown = demo.state()["parts"]["public"]
    assert "&lt;b&gt;vet&lt;/b&gt; {{7*7}} @everyone [x](javascript:1)" in shown


def test_only_parts_that_changed_are_sent(demo: Demo) -> None:
    demo.send("/clock", do="pause")
    since, end = demo.state()["since"], time.monotonic() + PATIENCE
    # What was said before is still being judged for a moment.
    while (again := json.loads(demo.send(f"/state?since={since}")[1]))["since"] != since:
        assert time.monotonic() < end, again["parts"].keys()
        since = again["since"]
    assert again["parts"] == {}


def test_an_unknown_message_has_no_why(demo: Demo) -> None:
    assert "Press a message" in demo.send("/?m=m999", {"Accept-Language": "en"})[1]


def shown(demo: Demo, part: str, words: str) -> str:
    """The part once it holds these words."""
    end = time.monotonic() + PATIENCE
    while words not in (found := demo.state()["parts"][part]):
        assert time.monotonic() < end, found[-3000:]
    return str(found)


def test_a_customer_goes_into_his_private_talk_and_somebody_else_does_not(demo: Demo) -> None:
    demo.send("/say", who="kim", text="@polderlink dubbel afgeschreven! Waardeloos. IBAN NL91ABNA0417164300")
    ways = re.findall(r"/\?way=(\w+)", shown(demo, "public", "/?way="))
    assert f'value="{ways[-1]}"' in demo.send(f"/?way={ways[-1]}")[1]
    demo.send("/enter", who="henk", way=ways[-1])
    assert "dubbel" not in shown(demo, "talks", "voor iemand anders")
    demo.send("/enter", who="kim", way=ways[-1])
    talk = shown(demo, "talks", "al eerder contact")
    assert "pincode, wachtwoord of betaling" in talk
    demo.send("/private", who="kim", text="Nee, de eerste keer")
    shown(demo, "staff", "Eerder contact")
    assert "Nee, de eerste keer" not in demo.state()["parts"]["public"]
    (post, skip) = re.findall(r'name="message" value="(\w+)">\s*<button class="\w+" name="data" value="(\S+)"', talk)[
        -1
    ]
    for who, message in (("kim", "m001"), ("henk", post)):
        assert demo.send("/press", {"Accept": "application/json"}, who=who, message=message, data=skip)[0] == 422
    assert demo.send("/press", who="kim", message=post, data=skip)[0] == 303


def test_staff_speak_in_public_and_in_their_own_channel(demo: Demo) -> None:
    assert demo.send("/say", who="noor", text="Goedemiddag, ik lees even mee.")[0] == 303
    assert "ik lees even mee" in demo.state()["parts"]["public"]
    assert demo.send("/thread", who="daan", text="Pauze tot half drie.")[0] == 303
    assert "Pauze tot half drie." in demo.state()["parts"]["staff"]


def test_ones_own_message_is_changed_and_taken_away(demo: Demo) -> None:
    demo.send("/say", who="gijs", text="Wie heeft er een goede fietsenmaker?")
    (message,) = re.findall(
        r'data-message="(\w+)" data-who="gijs">(?:(?!<li ).)*?fietsenmaker', _public(demo), re.DOTALL
    )
    demo.send("/change", who="gijs", message=message, text="Wie kent er een goede bakker?")
    assert "goede bakker" in _public(demo)
    assert "fietsenmaker" not in _public(demo)
    status, _, headers = demo.send("/change", who="gijs", message=message, do="remove", m="m001", tab="public")
    assert (status, headers["location"]) == (303, "/?m=m001&tab=public")
    assert "goede bakker" not in _public(demo)
    assert demo.send("/change", {"Accept": "application/json"}, who="gijs", message=message, text="Toch")[0] == 422


def _public(demo: Demo) -> str:
    return str(demo.state()["parts"]["public"])


@pytest.mark.slow
@pytest.mark.timeout(240)
def test_ctrl_c_and_sigterm_end_it_cleanly_and_the_next_one_goes_on(own_demo: Demo) -> None:
    own_demo.start()
    own_demo.send("/say", who="sanne", text="Onthoud dit.")
    assert own_demo.stop(signal.SIGINT) == 0
    own_demo.start()
    assert "Onthoud dit." in own_demo.state()["parts"]["public"]
    assert own_demo.stop(signal.SIGTERM) == 0
    own_demo.start(fresh=True)
    assert "Onthoud dit." not in own_demo.state()["parts"]["public"]


def test_a_second_demo_in_the_same_folder_says_where_the_first_is(demo: Demo) -> None:
    second = subprocess.run(
        demo.command(), capture_output=True, text=True, timeout=50, cwd=ROOT, check=False, env=demo.environment()
    )
    assert second.returncode == 1
    assert second.stdout == ""
    assert "another demo already plays in" in second.stderr
    assert demo.address in second.stderr


@pytest.mark.parametrize(
    ("speed", "broken", "says"),
    [
        (None, True, "needs a channel with `platform: sandbox`"),
        (0.5, False, "--speed goes from 1 to 600; 0.5 does not"),
    ],
)
def test_what_it_cannot_play_is_explained(
    tmp_path: Path, capsys: pytest.CaptureFixture[str], speed: float | None, *, broken: bool, says: str
) -> None:
    made = Demo(tmp_path)
    config = tmp_path / "config.yaml"
    if broken:
        text = config.read_text(encoding="utf-8")
        text = re.sub(r"^channels:\n(?:  .*\n|\n)*", "channels: []\n", text, flags=re.MULTILINE)
        config.write_text(text, encoding="utf-8")
    assert run_demo(made.folder / "config.yaml", fresh=False, port=0, speed=speed) == 1
    out, err = capsys.readouterr()
    assert out == ""
    assert says in err
