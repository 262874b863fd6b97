from __future__ import annotations

from random import Random

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.core.adjusting import MOST, Adjustment, learned_signals, log_odds, moved
from bot.core.fitting import Example, best_ridge, fit
from bot.core.learning import Figures, enough, held_back, measure, promote
from bot.core.scorer import Reading, logistic


def figures(**more: float) -> Figures:
    fields: dict[str, float] = {
        "rows": 60,
        "complaints": 30,
        "log_loss": 0.4,
        "answered": 10,
        "right": 9,
        "edge": 0.3,
        "doubt": 0.05,
        **more,
    }
    return Figures(**fields)  # type: ignore[arg-type]


NOW = figures(log_loss=0.5)


def failed(after: Figures, before: Figures = NOW, labels: int = 250, since: int | None = None) -> list[str]:
    decision = promote(after, before, labels, 0.95, since)
    assert decision.promote == all(reason.holds for reason in decision.reasons)
    return [reason.code for reason in decision.reasons if not reason.holds]


def test_a_better_candidate_from_enough_labels_is_promoted() -> None:
    assert failed(figures()) == []


def test_199_labels_are_not_enough_however_good_the_candidate_is() -> None:
    assert failed(figures(log_loss=0.01, right=10), labels=199) == ["labels"]
    assert failed(figures(log_loss=0.01, right=10), labels=200) == []


@pytest.mark.parametrize("loss", [0.5, 0.6])
def test_a_log_loss_that_is_not_lower_is_refused(loss: float) -> None:
    assert failed(figures(log_loss=loss)) == ["loss"]


def test_less_precise_answers_are_refused_and_equally_precise_ones_are_not() -> None:
    assert failed(figures(answered=20, right=17)) == ["precision"]
    assert failed(figures(answered=20, right=18)) == []


def test_first_answers_must_be_as_precise_as_the_channels_ask() -> None:
    silent = figures(answered=0, right=0, log_loss=0.5)
    assert failed(figures(), silent) == ["first_answers"]
    assert failed(figures(right=10), silent) == []
    assert failed(figures(answered=0, right=0), silent) == []


def test_falling_silent_is_refused_unless_the_answers_were_bad() -> None:
    silent = figures(answered=0, right=0)
    assert failed(silent, figures(log_loss=0.5, right=10)) == ["no_answers"]
    assert failed(silent, figures(log_loss=0.5, right=5)) == []


def test_labels_that_look_like_chance_are_refused() -> None:
    assert failed(figures(edge=0.04)) == ["chance"]


def test_labels_of_one_kind_are_refused() -> None:
    assert failed(figures(complaints=58)) == ["kinds"]


def test_after_a_rollback_new_labels_must_come_first() -> None:
    assert failed(figures(), since=49) == ["rollback"]
    assert failed(figures(), since=50) == []
    assert not enough(500, 0).promote


@pytest.mark.parametrize("language", ["nl", "en", "fy"])
def test_every_reason_has_a_sentence_in_both_languages(language: str) -> None:
    silent = figures(answered=0, right=0, log_loss=0.9)
    tried = [
        promote(figures(), NOW, 250, 0.95, 60),
        promote(figures(complaints=1, edge=0.0, log_loss=2.0, right=1), NOW, 3, 0.95, 0),
        *(
            promote(after, before, 250, 0.95)
            for after, before in ((silent, NOW), (figures(), silent), (silent, silent))
        ),
    ]
    for decision in tried:
        assert all(sentence and "{" not in sentence for sentence in decision.sentences(language))
    assert len(tried[1].sentences(language, only_failed=True)) == 6


def test_the_figures_are_the_log_loss_and_the_answers_at_each_message_s_own_threshold() -> None:
    found = measure([0.9, 0.8, 0.5, 0.99], [True, False, True, False], [0.85, 0.7, None, 1.0])
    assert (found.rows, found.complaints, found.answered, found.right) == (4, 2, 2, 1)
    assert found.precision == 0.5
    low, high = found.interval
    assert low < 0.5 < high
    assert found.log_loss == pytest.approx((0.1054 + 1.6094 + 0.6931 + 4.6052) / 4, abs=1e-3)


def test_who_says_the_plain_share_knows_nothing_more() -> None:
    found = measure([0.25] * 4, [True, False, False, False], [None] * 4)
    assert found.edge == pytest.approx(0.0)
    assert found.precision is None


def test_about_a_fifth_is_held_back_always_the_same_one() -> None:
    texts = [f"bericht {number}" for number in range(2000)]
    assert 340 < sum(map(held_back, texts)) < 460
    assert all(held_back(text) == held_back(f"  {text.upper()} ") for text in texts)


def test_the_fit_finds_the_weights_that_made_the_labels_beside_the_base_score() -> None:
    dice = Random(3)
    made = {"losse": 2.0, "mooie": -2.0, "constant": 0.5}
    examples = []
    for _ in range(3000):
        features = {name: 1.0 for name in ("losse", "mooie") if dice.random() < 0.5} | {"constant": 1.0}
        offset = dice.uniform(-2, 2)
        chance = logistic(offset + sum(made[name] for name in features))
        examples.append(Example(features, offset, dice.random() < chance))
    assert fit(examples, 0.5) == pytest.approx(made, abs=0.25)
    assert abs(fit(examples, 5000.0)["losse"]) < 0.5
    assert best_ridge(examples) <= 5.0


@given(st.floats(0, 1), st.floats(-MOST, MOST))
def test_a_shift_moves_a_probability_by_so_many_log_odds(probability: float, by: float) -> None:
    after = moved(probability, by)
    assert 0.0 <= after <= 1.0
    if 0.001 < probability < 0.999:
        assert log_odds(after) == pytest.approx(log_odds(probability) + by, abs=1e-6)


def test_a_shift_is_the_sum_that_the_docstring_tells_and_never_more_than_the_most() -> None:
    one = Adjustment("base", 0.5, {"bolder": 1.0, "los": 3.0}, {"short": -0.25})
    shift = one.shift(Reading({"short": 2.0}, ["de", "bolder", "los"], []))
    assert shift.log_odds == pytest.approx(0.5 - 0.5 + 4.0 / 2**0.5)
    assert [word for word, _ in shift.shares] == ["bolder", "los"]
    far = Adjustment("base", -50.0)
    assert far.shift(Reading({}, [], [])).log_odds == -MOST


def test_no_label_makes_a_sign_of_a_hard_case_quieter() -> None:
    assert Adjustment("base", -2.0).shift(Reading({}, [], []), hard=True).log_odds == 0.0
    assert Adjustment("base", 2.0).shift(Reading({}, [], []), hard=True).log_odds == 2.0


def test_the_brand_s_words_are_named_with_what_they_add() -> None:
    shares = [("bolder", 1.2), ("zwanen", -0.8), ("de", 0.01)]
    said = learned_signals(shares, "nl")
    assert [signal.name for signal in said] == ["learned:bolder", "learned:zwanen"]
    assert "wijst op een klacht" in said[0].text
    assert "wijst niet" in said[1].text
    assert "speaks for" in learned_signals(shares, "en")[0].text
