from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

import pytest

pytest.importorskip("sklearn", reason="scikit-learn is for training only")

from bot.core.scorer import score
from bot.lexicons import load_lexicons
from bot.lexicons.models import as_text
from bot.training.labelled import HAND, POSTS, rows_of
from bot.training.making import train

if TYPE_CHECKING:
    from pathlib import Path

    from bot.training.labelled import Row
    from bot.training.making import Trained

pytestmark = pytest.mark.thorough

THINGS = ("lift", "klok", "brug", "poort", "lamp", "bel", "kraan", "pomp", "deur", "trap")


@pytest.fixture(scope="module")
def rows(tmp_path_factory: pytest.TempPathFactory) -> list[Row]:
    folder: Path = tmp_path_factory.mktemp("tables")
    lines = []
    for hand in ("01", "02", "03"):
        for n, thing in enumerate(THINGS):
            severity = 3 if n % 3 == 0 else 1
            lines.append(f"de {thing} van {hand}-{n} doet het alweer niet\t1\toutage\t{severity}\t{n % 2}\t{hand}")
            lines.append(f"voor de {thing} is te veel afgeschreven, {n}{hand}\t1\tbilling\t1\t0\t{hand}")
            lines.append(f"wat een mooie {thing} zeg, bedankt {n}{hand}\t0\t-\t0\t0\t{hand}")
            lines.append(f"waar vind ik de {thing}, nummer {n}{hand}\t0\t-\t0\t0\t{hand}")
    head = "text\tcomplaint\ttopic\tseverity\tabusive\thand\n"
    (folder / "nl.tsv").write_text(head + "\n".join(lines) + "\n", encoding="utf-8")
    posts = [f"@kwakbrug the gate {n} is broken and you do not help\t1\tother\n" for n in range(20)]
    posts += [f"@vriend{n} what a lovely day to be out with you\t0\trandom_reply\n" for n in range(20)]
    (folder / "posts.tsv").write_text("text\tcomplaint\tdomain\n" + "".join(posts), encoding="utf-8")
    return rows_of([folder], load_lexicons()[0])


@pytest.fixture(scope="module")
def trained(rows: list[Row]) -> Trained:
    return train(rows, ["nl", "en"], lambda _: None)


def test_the_same_rows_give_the_same_model_calibration_and_report(rows: list[Row], trained: Trained) -> None:
    again = train(rows, ["nl", "en"], lambda _: None)
    assert as_text(again.model) == as_text(trained.model)
    assert again.calibration == trained.calibration
    assert again.report == trained.report


def test_the_plain_scorer_tells_complaints_from_others(rows: list[Row], trained: Trained) -> None:
    for source in (HAND, POSTS):
        chosen = [row for row in rows if row.source == source]
        right = sum((score(trained.model, row.reading).probability >= 0.5) == bool(row.complaint) for row in chosen)
        assert right / len(chosen) > 0.9


def test_handles_digits_and_what_fewer_than_three_rows_say_are_not_learned(trained: Trained) -> None:
    assert trained.model.post is not None
    words = {*trained.model.words, *trained.model.post.words}
    assert "alweer" in words
    assert "kwakbrug" not in words
    assert not any(character.isdigit() for word in words for character in word)


def test_the_calibration_holds_sorted_chances_by_language_and_kind_of_text(rows: list[Row], trained: Trained) -> None:
    raw = json.loads(trained.calibration)
    assert raw["version"] == 1
    assert set(raw["groups"]) == {"nl/chat", "en/post"}
    for group in raw["groups"].values():
        for chances in group.values():
            assert chances == sorted(chances)
            assert all(0 <= chance <= 1 for chance in chances)
    hand = [row for row in rows if row.source == HAND]
    assert len(raw["groups"]["nl/chat"]["complaints"]) == sum(row.complaint for row in hand)


def test_the_report_has_the_learning_curve_and_every_question(trained: Trained) -> None:
    for heading in ("Rows by source", "Posts, ten-fold", "Learning curve", "Calibration, chat", "Further questions"):
        assert heading in trained.report


def test_one_hand_alone_is_too_few_to_measure_on(rows: list[Row]) -> None:
    with pytest.raises(ValueError, match="two hands"):
        train([replace(row, hand="01") for row in rows], ["nl", "en"], lambda _: None)
