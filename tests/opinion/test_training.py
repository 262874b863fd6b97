"""Training the head: which rows are left out together, and that the same rows give the same head."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import pytest

pytest.importorskip("sklearn", reason="the dependency group `train` is not installed")

import numpy as np

from bot.core.findings import TOPICS
from bot.lexicons import load_lexicons
from bot.lexicons.models.opinion import DIMENSIONS, as_text
from bot.training.features import Features
from bot.training.labelled import rows_of
from bot.training.opinion import chat_folds, train_second
from bot.training.topics import train_topics

if TYPE_CHECKING:
    from collections.abc import Sequence
    from pathlib import Path

    from bot.training.labelled import Row

pytestmark = pytest.mark.thorough


def table(folder: Path, hands: dict[str, float]) -> list[Row]:
    """Forty rows a hand, of which this share are complaints, and sixty posts."""
    lines = ["text\tcomplaint\thand"]
    for hand, share in hands.items():
        for n in range(40):
            bad = n < 40 * share
            lines.append(f"het pakket van {hand} {n} {'komt maar niet' if bad else 'was er snel'}\t{int(bad)}\t{hand}")
    (folder / "nl.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    posts = [f"@brand parcel {n} {'is lost again' if n % 2 else 'came, thanks'}\t{n % 2}\ttransport" for n in range(60)]
    (folder / "posts_en.tsv").write_text("\n".join(["text\tcomplaint\tdomain", *posts]) + "\n", encoding="utf-8")
    return rows_of([folder], load_lexicons()[0])


def test_a_hand_is_left_out_whole_but_one_of_one_kind_is_dealt_over_the_others(tmp_path: Path) -> None:
    rows = table(tmp_path, {"01": 0.5, "02": 0.5, "03": 0.1})
    folds = chat_folds(rows)
    hands = [sorted({rows[int(place)].hand for place in fold}) for fold in folds]
    assert hands == [["01", "03"], ["02", "03"]]
    assert sum(map(len, folds)) == len({int(place) for fold in folds for place in fold}) == 120


def test_the_same_rows_give_the_same_head_with_a_report(tmp_path: Path) -> None:
    rows = table(tmp_path, {"01": 0.5, "02": 0.5})

    def numbers(texts: Sequence[str]) -> Any:
        found = np.zeros((len(texts), sum(DIMENSIONS)))
        found[:, 0] = [("niet" in text) or ("lost" in text) for text in texts]
        return found

    first, again = (train_second(rows, numbers, lambda _: None) for _ in range(2))
    assert as_text(first.head) == as_text(again.head)
    assert first.calibration == again.calibration
    assert "| nl/chat |" in first.report
    assert first.head.chat.weights[0][0] > 0


def test_topics_are_learned_from_complaints_and_from_a_table_of_their_own(tmp_path: Path) -> None:
    lines = ["text\tcomplaint\ttopic\thand"]
    for hand in ("01", "02"):
        lines += [
            f"{topic} {word} {hand} {n}\t1\t{topic}\t{hand}"
            for topic in TOPICS
            for n, word in enumerate("abcdefghijkl")
        ]
    (tmp_path / "nl.tsv").write_text("\n".join(lines) + "\n", encoding="utf-8")
    rows = rows_of([tmp_path], load_lexicons()[0])

    def numbers(texts: Sequence[str]) -> Any:
        found = np.zeros((len(texts), sum(DIMENSIONS)))
        for row, text in zip(found, texts, strict=True):
            row[TOPICS.index(text.split()[0])] = 1.0
        return found

    topics, report = train_topics(Features(rows), rows[:30], numbers, lambda _: None)
    assert topics is not None
    view = topics.view([part[0] for part in np.split(numbers(["billing"]), [DIMENSIONS[0]], axis=1)])
    assert max(view.scores, key=view.scores.__getitem__) == "billing"
    assert "| nl | 240 |" in report
    assert train_topics(Features(rows[:100]), (), numbers, lambda _: None)[0] is None


def test_too_few_rows_are_refused(tmp_path: Path) -> None:
    with pytest.raises(ValueError, match="too few"):
        train_second(table(tmp_path, {"01": 0.5}), lambda _: np.zeros((0, 0)), lambda _: None)
