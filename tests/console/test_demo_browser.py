"""The demo's page in a real browser: what a person sees and does there."""

from __future__ import annotations

import re
import signal
from typing import TYPE_CHECKING

import pytest

if TYPE_CHECKING:
    from collections.abc import Callable

    from playwright.sync_api import Locator, Page

    from tests.console.running import Demo

pytestmark = pytest.mark.browser

COMPLAINT = "@polderlink you charged me twice for my bill this month. I want my money back."
HARD = "Polderlink mijn modem ruikt verbrand en er komt rook uit! Wat nu?"


def _expect(what: Locator, timeout: float = 20_000) -> object:
    from playwright.sync_api import expect

    expect.set_options(timeout=timeout)
    return expect(what)


def _speak(page: Page, text: str, who: str = "sanne") -> None:
    page.locator("#say-who").select_option(who)
    page.locator("#say-text").fill(text)
    page.locator("#say button.primary").click()


def _own(page: Page, text: str) -> Locator:
    return page.locator(".post.customer", has_text=text)


def _at_speed(page: Page, speed: int) -> None:
    page.locator(f"#do-{speed}").click()
    page.locator(f"#do-{speed}[aria-pressed=true]").wait_for()


def _hard_case(page: Page, who: str, text: str) -> Locator:
    """A message that only people can handle; returns its card."""
    _speak(page, f"{text} {HARD}", who)
    # Another card may hold the same words as its context: the customer's own words count.
    card = page.locator(".case", has=page.locator("p.words", has_text=text))
    card.wait_for()
    return card


def test_a_complaint_written_as_sanne_is_answered_and_says_why(demo: Demo, visit: Callable[..., Page]) -> None:
    page = visit(demo)
    _at_speed(page, 60)
    _speak(page, COMPLAINT)
    answer = page.locator(".post.bot", has_text=COMPLAINT[:40])
    answer.wait_for()
    assert answer.locator(".badge").inner_text() == "bot"
    assert "I'm the bot of Polderlink" in answer.inner_text()
    assert page.locator("#say-text").input_value() == ""
    bubble = _own(page, COMPLAINT).first
    bubble.locator(".tag-answer").wait_for()
    bubble.locator(".text").click()
    why = page.locator("#part-why")
    why.locator("blockquote", has_text=COMPLAINT).wait_for()
    assert "Verdict: Answer" in why.inner_text()
    assert "Because" in why.inner_text()
    assert re.search(r"Complaint\s*\d+ %", why.inner_text())
    assert why.locator(".signals li.for").count() > 0
    # Where the script complained of bills a moment ago, the reply refers to that answer.
    assert re.match(r"en/(billing|also_seen)", why.locator(".facts code").inner_text())
    why.locator("summary").click()
    assert why.locator(".signals li.not").first.is_visible()


@pytest.mark.thorough
def test_the_link_to_try_fills_in_a_complaint_as_sanne(demo: Demo, visit: Callable[..., Page]) -> None:
    page = visit(demo)
    page.locator("#say-who").select_option("piet")
    page.locator(".try").click()
    assert page.locator("#say-who").input_value() == "sanne"
    assert "@polderlink" in page.locator("#say-text").input_value()
    assert page.evaluate("document.activeElement.id") == "say-text"


@pytest.mark.thorough
def test_answer_with_this_can_be_undone_and_pressed_again(demo: Demo, visit: Callable[..., Page]) -> None:
    page = visit(demo)
    _at_speed(page, 4)
    page.locator("#do-pause").click()
    page.locator("#do-play").wait_for()
    card = _hard_case(page, "bram", "Undo graag.")
    card.locator("button.primary").click()
    undo = card.locator(".thread button.danger")
    undo.first.click()
    page.locator(".secret", has_text="Teruggenomen").first.wait_for()
    relayed = page.locator(".post.relayed", has_text="Bram")
    assert relayed.count() == 0
    card.locator("button.primary").click()
    _expect(undo).to_have_count(2)  # type: ignore[attr-defined]
    assert relayed.count() == 0
    _at_speed(page, 60)
    relayed.first.wait_for()
    assert relayed.count() == 1


@pytest.mark.thorough
def test_a_solved_case_ends_and_says_so_in_public(demo: Demo, visit: Callable[..., Page]) -> None:
    page = visit(demo)
    _at_speed(page, 4)
    card = _hard_case(page, "lars", "Los dit op.")
    card.locator("button", has_text="Meer").click()
    card.locator("button", has_text="Opgelost").click()
    solved = page.locator(".case.tone-solved", has_text="Los dit op.")
    # What is proposed waits for a decision, so the case stands among the open ones.
    solved.wait_for()
    solved.locator("button", has_text="Plaats dit").click()
    note = page.locator(".post.bot", has_text="Los dit op.").filter(has_text=re.compile("opgelost|afgerond"))
    note.first.wait_for()


def test_what_staff_write_in_the_thread_reaches_the_customer(demo: Demo, visit: Callable[..., Page]) -> None:
    page = visit(demo)
    _at_speed(page, 4)
    card = _hard_case(page, "ravi", "Iemand daar?")
    card.locator(".say-thread select").select_option("noor")
    card.locator("textarea").fill("Haal de stekker eruit, ik bel je zo.")
    card.locator("textarea").press("Enter")
    relayed = page.locator(".post.relayed", has_text="Haal de stekker eruit")
    relayed.wait_for()
    assert "^NB" in relayed.inner_text()


@pytest.mark.thorough
def test_a_message_left_alone_has_a_dot_and_a_word(demo: Demo, visit: Callable[..., Page]) -> None:
    page = visit(demo)
    first = page.locator(".post[data-message=m001]")
    tag = first.locator(".tag-leave")
    tag.wait_for()
    assert tag.inner_text().strip() == "left alone"
    assert tag.locator("svg").count() == 1


@pytest.mark.thorough
def test_typing_focus_and_place_survive_the_news(demo: Demo, visit: Callable[..., Page]) -> None:
    page = visit(demo)
    posts = page.locator(".post")
    _at_speed(page, 60)
    # So many that the newest are out of sight from the top.
    _expect(posts.nth(12)).to_be_attached()  # type: ignore[attr-defined]
    page.locator("#say-who").select_option("piet")
    page.locator("#say-text").fill("half a sen")
    page.locator("#scroll-public").evaluate("box => { box.scrollTop = 0 }")
    before = posts.count()
    page.locator("#say-text").focus()
    _expect(posts.nth(before + 3)).to_be_attached()  # type: ignore[attr-defined]
    assert page.locator("#say-text").input_value() == "half a sen"
    assert page.locator("#say-who").input_value() == "piet"
    assert page.evaluate("document.activeElement.id") == "say-text"
    assert page.locator("#scroll-public").evaluate("box => box.scrollTop") == 0


@pytest.mark.thorough
def test_a_reply_quotes_what_it_replies_to(demo: Demo, visit: Callable[..., Page]) -> None:
    page = visit(demo)
    page.locator(".post[data-message=m001] .reply").click()
    assert page.locator("#replying").inner_text().startswith("Reply to Piet")
    _speak(page, "Tomatensoep!", who="joke")
    mine = _own(page, "Tomatensoep!")
    mine.wait_for()
    assert "Goedemiddag buren" in mine.locator(".quote").inner_text()
    assert page.locator("#replying").is_hidden()


@pytest.mark.timeout(180)
@pytest.mark.thorough
def test_a_killed_demo_goes_on_where_it_was(own_demo: Demo, visit: Callable[..., Page]) -> None:
    own_demo.start(speed=60)
    page = visit(own_demo, offline=True)
    _speak(page, COMPLAINT)
    page.locator(".post.bot", has_text=COMPLAINT[:40]).wait_for()
    page.locator("#do-pause").click()
    page.locator("#do-play").wait_for()
    texts = page.locator(".post .text").all_inner_texts()
    clock = page.locator("#clock").inner_text()
    own_demo.stop(signal.SIGKILL)
    own_demo.start()
    again = visit(own_demo)
    assert again.locator(".post .text").all_inner_texts() == texts
    assert again.locator("#clock").inner_text() == clock
    again.locator("#do-next").click()
    _expect(again.locator(".post").nth(len(texts))).to_be_attached()  # type: ignore[attr-defined]
    ids = again.locator(".post").evaluate_all("all => all.map(one => one.dataset.message)")
    assert len(ids) == len(set(ids))


@pytest.mark.thorough
def test_on_a_phone_the_panes_are_tabs(demo: Demo, visit: Callable[..., Page]) -> None:
    page = visit(demo, viewport={"width": 390, "height": 844})
    assert page.locator("#public").is_visible()
    assert page.locator("#staff").is_hidden()
    page.locator("label[for=tab-staff]").click()
    assert page.locator("#staff").is_visible()
    assert page.locator("#public").is_hidden()
    page.locator("label[for=tab-public]").click()
    page.locator(".post[data-message=m001] .text").click()
    page.locator("#why blockquote").wait_for()
    assert page.locator("#why").is_visible()
    assert page.evaluate("document.documentElement.scrollWidth") <= 390


@pytest.mark.thorough
def test_dark_and_dutch_are_remembered(demo: Demo, visit: Callable[..., Page]) -> None:
    page = visit(demo)
    paper = "getComputedStyle(document.body).backgroundColor"
    assert page.evaluate(paper) == "rgb(251, 250, 247)"
    page.locator(".to-dark").click()
    page.locator(".to-light").wait_for()
    assert page.evaluate(paper) == "rgb(18, 22, 28)"
    page.locator("button[value=nl]").click()
    page.locator("h2", has_text="Waarom").wait_for()
    page.reload()
    assert page.evaluate(paper) == "rgb(18, 22, 28)"
    assert page.locator("html").get_attribute("lang") == "nl"


@pytest.mark.thorough
def test_a_visitor_who_prefers_dark_gets_dark(demo: Demo, visit: Callable[..., Page]) -> None:
    page = visit(demo, color_scheme="dark")
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(18, 22, 28)"
    page.locator(".to-light").click()
    page.locator(".to-dark").wait_for()
    assert page.evaluate("getComputedStyle(document.body).backgroundColor") == "rgb(251, 250, 247)"


@pytest.mark.thorough
def test_without_a_script_the_forms_work(demo: Demo, visit: Callable[..., Page]) -> None:
    page = visit(demo, java_script_enabled=False)
    text = f"Zonder script. {HARD}"
    _speak(page, text, "yusuf")
    _own(page, "Zonder script.").first.wait_for()
    card = page.locator(".case", has=page.locator("p.words", has_text="Zonder script."))
    while not card.count():
        page.reload()
    card.locator("button", has_text="Zelf schrijven").click()
    while not page.locator(".case.tone-claimed", has_text="Zonder script.").count():
        page.goto(demo.address)
    _own(page, "Zonder script.").first.locator(".why-of").click()
    assert "rook" in page.locator("#part-why").inner_text()
    own = _own(page, "Zonder script.").first.locator(".own")
    own.locator("summary").click()
    own.locator("textarea").fill("Zonder script, nu anders. Er komt nog steeds rook uit!")
    own.locator("button.primary").click()
    _own(page, "nu anders").first.wait_for()
    page.locator("#say-who").select_option("noor")
    page.locator("#say .as button").click()
    assert page.locator("#say-who").input_value() == "noor"
    assert own.is_hidden()


@pytest.mark.thorough
def test_every_text_has_enough_contrast(demo: Demo, visit: Callable[..., Page]) -> None:
    for scheme in ("light", "dark"):
        page = visit(demo, color_scheme=scheme)
        # Neither has a case with staff in the script, however far it has played.
        _hard_case(page, {"light": "tess", "dark": "joke"}[scheme], f"Lees dit in {scheme}.")
        page.locator(".post[data-message=m001] .text").click()
        page.locator("#why blockquote").wait_for()
        low = page.evaluate(_CONTRAST)
        assert low == [], scheme


_CONTRAST = """() => {
  const canvas = document.createElement('canvas').getContext('2d', { willReadFrequently: true });
  const rgba = (color) => {
    canvas.clearRect(0, 0, 1, 1); canvas.fillStyle = color; canvas.fillRect(0, 0, 1, 1);
    return [...canvas.getImageData(0, 0, 1, 1).data];
  };
  const light = ([r, g, b]) => [r, g, b].map((v) => v / 255)
    .map((v) => (v <= 0.04045 ? v / 12.92 : ((v + 0.055) / 1.055) ** 2.4))
    .reduce((sum, v, at) => sum + v * [0.2126, 0.7152, 0.0722][at], 0);
  const behind = (one) => {
    for (let at = one; at; at = at.parentElement) {
      const color = rgba(getComputedStyle(at).backgroundColor);
      if (color[3] > 250) return color;
    }
    return [255, 255, 255, 255];
  };
  const low = [];
  for (const one of document.querySelectorAll('body *')) {
    const own = [...one.childNodes].some((node) => node.nodeType === 3 && node.nodeValue.trim());
    const shown = one.checkVisibility() && getComputedStyle(one).clipPath === 'none' && !one.matches(':disabled, option');
    if (!own || !shown) continue;
    const [a, b] = [light(rgba(getComputedStyle(one).color)), light(behind(one))];
    const ratio = (Math.max(a, b) + 0.05) / (Math.min(a, b) + 0.05);
    if (ratio < 4.5) low.push(`${one.className || one.nodeName} ${one.textContent.slice(0, 30)} ${ratio.toFixed(2)}`);
  }
  return low;
}"""
