"""Labels in, a candidate out: what is learned, what is not, and that it judges the same wherever it is done."""

from __future__ import annotations

import asyncio
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

from bot.core.detection import detect
from bot.learning import Failed, Task, adjustment_of, model_of, names_of, result_of, teach, teach_apart
from bot.learning.choosing import OF_ONE_CUSTOMER, chosen
from bot.ports import Label, Learned
from tests.learning.brand import NOW, vaartbuur

if TYPE_CHECKING:
    from bot.config import Config
    from bot.learning import Outcome, Teacher

pytestmark = pytest.mark.thorough

OWN = "de bolder zit weer los bij de fietsenstalling"
"""No label says this, but the brand's words are in it."""


def label(text: str, **more: object) -> Label:
    return replace(vaartbuur(2)[0], text=text, **more)  # type: ignore[arg-type]


def kept(outcome: Outcome) -> Learned:
    return Learned(NOW, outcome.adjustment.base, outcome.labels, outcome.weights(), outcome.report(), number=1)


def test_250_labels_of_a_brand_with_words_of_its_own_are_learned(taught: Outcome) -> None:
    assert taught.decision.promote, taught.decision.sentences("en")
    assert taught.after.log_loss < taught.before.log_loss / 2
    assert taught.after.answered > taught.before.answered
    assert taught.after.right == taught.after.answered
    gained, lost = ({word for word, _, _ in words} for words in (taught.gained(), taught.lost()))
    assert {"bolder", "walstroom"} <= gained
    assert {"dagjesmensen", "sloepenrace"} <= lost


def test_the_reasons_name_the_brand_s_words(taught: Outcome, teacher: Teacher) -> None:
    message = teacher.message(label(OWN))
    before = detect(message, teacher.lexicons, teacher.names)
    after = detect(message, teacher.lexicons, teacher.names, adjustment=taught.adjustment)
    assert after.probability > before.probability
    assert "learned:bolder" in {signal.name for signal in after.signals}
    assert not any(signal.name.startswith("learned:") for signal in before.signals)


def test_labels_that_say_nothing_are_refused_and_one_label_short_is_too(teacher: Teacher) -> None:
    by_chance = teach(vaartbuur(250, by_chance=True), teacher).decision
    assert not by_chance.promote
    assert "chance" in {reason.code for reason in by_chance.reasons if not reason.holds}
    short = teach(vaartbuur(199), teacher).decision
    assert [reason.code for reason in short.reasons if not reason.holds] == ["labels"]


def test_a_candidate_is_measured_beside_what_serves_now(taught: Outcome, teacher: Teacher) -> None:
    again = teach(vaartbuur(250), teacher, taught.adjustment)
    assert again.before == taught.after == again.after
    assert [reason.code for reason in again.decision.reasons if not reason.holds] == ["loss"]
    assert again.changes == ()


def test_a_kept_version_judges_as_the_candidate_did_and_one_for_another_model_rests(
    taught: Outcome, teacher: Teacher
) -> None:
    model = model_of(teacher.lexicons)
    read = adjustment_of(kept(taught), model)
    assert read is not None
    assert read.number == 1
    message = label(OWN)
    assert teacher.probability(message, read) == teacher.probability(message, taught.adjustment)
    assert adjustment_of(replace(kept(taught), base="older"), model) is None
    assert adjustment_of(kept(taught), None) is None
    assert adjustment_of(None, model) is None


def test_exit_words_and_hard_cases_stay_with_the_lexicons(taught: Outcome, teacher: Teacher) -> None:
    against = replace(taught.adjustment, intercept=-4.0)
    for text in (
        "mens",
        "stop",
        "Er ruikt hier iemand gas bij de meterkast, levensgevaarlijk! Ik schakel mijn advocaat in.",
    ):
        message = teacher.message(label(text))
        plain, moved = (detect(message, teacher.lexicons, teacher.names, adjustment=one) for one in (None, against))
        assert (moved.exit_word, moved.hard) == (plain.exit_word, plain.hard)
        assert moved.probability >= plain.probability - 1e-9


def test_a_name_in_one_customer_s_labels_is_not_learned(teacher: Teacher) -> None:
    labels = [
        *vaartbuur(100),
        *(label(f"Quirijn zegt dat de lier piept, keer {n}", key=f"text:q{n}", customer="one") for n in "abcdefgh"),
        *(label(f"de passantensteiger wiebelt, keer {n}", key=f"text:p{n}", customer=n) for n in "abcdefgh"),
    ]
    words = teach(labels, teacher).adjustment.words
    assert "quirijn" not in words
    assert "passantensteiger" in words
    assert not any(character.isdigit() for word in words for character in word)


def test_of_one_text_the_newest_label_counts_and_of_one_customer_a_few() -> None:
    one, other = vaartbuur(2)
    late = replace(one, key="late", at=other.at, complaint=not one.complaint)
    assert [found.key for found in chosen([one, late])] == ["late"]
    crowd = [replace(found, customer="c") for found in vaartbuur(20)]
    assert sorted(found.at for found in chosen(crowd)) == sorted(found.at for found in crowd)[-OF_ONE_CUSTOMER:]


async def test_another_process_teaches_the_same(taught: Outcome, config: Config) -> None:
    task = Task(vaartbuur(250), config)
    assert Task.load(task.dump()).labels == task.labels
    assert names_of(Task.load(task.dump()).config) == names_of(config)
    result = await teach_apart(task)
    here = result_of(taught)
    assert (result["sentences"], result["base"]) == (here["sentences"], here["base"])
    assert result["weights"]["words"] == pytest.approx(here["weights"]["words"], abs=0.002)
    assert result["weights"]["signs"] == pytest.approx(here["weights"]["signs"], abs=0.002)


async def test_a_process_that_teaches_ends_with_whoever_waits_for_it(config: Config) -> None:
    waiting = asyncio.ensure_future(teach_apart(Task(vaartbuur(250), config)))
    await asyncio.sleep(0)
    waiting.cancel()
    with pytest.raises(asyncio.CancelledError):
        await waiting


async def test_a_process_that_cannot_teach_says_so_without_a_word_of_a_label(config: Config) -> None:
    task = Task([label("geheim")], config.model_copy(update={"brand": None}))
    with pytest.raises(Failed) as caught:
        await teach_apart(task)
    assert "geheim" not in str(caught.value)
