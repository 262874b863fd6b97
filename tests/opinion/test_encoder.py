"""The packaged head, and the encoders where they are installed."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import pytest

from bot.core.findings import TOPICS
from bot.core.operating import points
from bot.lexicons.models import WITH_SECOND, load_calibration
from bot.lexicons.models.opinion import DIMENSIONS, FILE, Head, Kind, Topics, as_text, read_head
from bot.opinion import Encoder
from bot.opinion.encoder import missing

if TYPE_CHECKING:
    from pathlib import Path

pytestmark = pytest.mark.thorough


@pytest.fixture(autouse=True)
def encoders_are_not_installed() -> None:
    """Here they are, where they are."""


installed = pytest.mark.skipif(bool(missing()), reason="the extra `encoder` is not installed")


def test_the_packaged_head_is_read_and_written_alike() -> None:
    head = read_head()
    low, high = head.band
    assert 0 < low < 0.5 < high < 1
    assert as_text(head) == FILE.read_text(encoding="utf-8")


def test_thresholds_with_a_second_opinion_come_from_labelled_messages() -> None:
    groups = points(load_calibration(WITH_SECOND)).groups
    assert {"nl/chat", "en/chat", "en/post"} <= groups.keys()


def test_a_view_is_the_sum_of_what_the_numbers_weigh() -> None:
    weights = tuple((0.5,) + (0.0,) * (size - 1) for size in DIMENSIONS)
    head = Head((0.1, 0.9), Kind(0.8, 1.0, weights), Kind(0.6, -1.0, weights))
    view = head.view([(2.0,) * size for size in DIMENSIONS])
    assert view.as_chat == (0.8, 3.0)
    assert view.as_post == (0.6, 1.0)


def test_topics_are_told_by_weights_of_their_own() -> None:
    weights = tuple((0.25,) + (0.0,) * (size - 1) for size in DIMENSIONS)
    none = tuple((0.0,) * size for size in DIMENSIONS)
    kinds = {topic: Kind(0.0, 1.0, weights if topic == "app" else none) for topic in TOPICS}
    blank = Kind(1.0, 0.0, none)
    view = Head((0.1, 0.9), blank, blank, Topics(0.4, kinds)).view([(2.0,) * size for size in DIMENSIONS])
    assert view.about is not None
    assert view.about.slope == 0.4
    assert view.about.scores == {topic: 2.0 if topic == "app" else 1.0 for topic in TOPICS}
    assert Head((0.1, 0.9), blank, blank).view([(2.0,) * size for size in DIMENSIONS]).about is None


def test_topics_of_another_brand_are_refused(tmp_path: Path) -> None:
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    raw["topics"]["kinds"]["weather"] = raw["topics"]["kinds"].pop("app")
    file = tmp_path / "opinion.json"
    file.write_text(json.dumps(raw))
    with pytest.raises(ValueError, match="topics"):
        read_head(file)


@pytest.mark.parametrize(
    "text",
    ["[]", "{}", '{"version": 1, "encoders": ["use", "e5"]}', '{"version": 9}', "not json"],
)
def test_a_file_that_is_no_head_is_refused(tmp_path: Path, text: str) -> None:
    file = tmp_path / "opinion.json"
    file.write_text(text)
    with pytest.raises(ValueError, match=r"expected|missing|Expecting"):
        read_head(file)


def test_weights_for_other_encoders_are_refused(tmp_path: Path) -> None:
    raw = json.loads(FILE.read_text(encoding="utf-8"))
    raw["chat"]["use"] = raw["chat"]["use"][:-1]
    file = tmp_path / "opinion.json"
    file.write_text(json.dumps(raw))
    with pytest.raises(ValueError, match="512"):
        read_head(file)


def test_making_one_loads_nothing_and_asks_nobody() -> None:
    assert Encoder().band == read_head().band


@installed
@pytest.mark.timeout(120)
def test_the_encoders_tell_a_complaint_from_praise_the_same_way_each_time() -> None:
    encoder = Encoder()
    texts = ["al de derde keer dat mijn pakket niet komt, heel vervelend", "pakket was er snel, top bezorgd!"]
    complaint, praise = encoder.opine(texts)
    assert complaint.joined(0.5, post=False) > praise.joined(0.5, post=False)
    assert encoder.opine(texts[::-1]) == [praise, complaint]
    assert complaint.about is not None
    assert max(complaint.about.scores, key=complaint.about.scores.__getitem__) == "delivery"
    assert len(encoder.opine(["", "\ud800", "woord " * 3000])) == 3
