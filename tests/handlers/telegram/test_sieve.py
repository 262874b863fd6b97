"""What is kept by chat id alone, whatever shape an update has."""

from __future__ import annotations

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from bot.ports import Unreadable
from handlers.telegram.lens import Lens
from handlers.telegram.reading import read
from handlers.telegram.sieve import move_of, sifted, staff_change

LENS = Lens(watched=frozenset({"-1"}), staff_channel="-2", bot_id="7")
JSON = st.recursive(
    st.none() | st.booleans() | st.integers(-3, 3) | st.text(max_size=3),
    lambda inner: (
        st.lists(inner, max_size=2)
        | st.dictionaries(
            st.sampled_from(["update_id", "message", "chat", "id", "type", "callback_query", "chat_member", "user"]),
            inner,
        )
    ),
)


@pytest.mark.parametrize(
    "update", [None, 7, "CANARY", ["CANARY"], {}, {"message": {"text": "CANARY"}}, {"update_id": "1"}]
)
def test_an_update_without_number_or_chat_is_kept_as_its_keys_alone(update: object) -> None:
    row = sifted(update, LENS, 1)
    assert row is not None
    assert (row.channel, row.message.startswith("update:?")) == ("", True)
    assert "CANARY" not in row.raw
    assert sifted(update, LENS, 2) == row, "a second delivery has the same key"
    with pytest.raises(Unreadable):
        read(row.raw, LENS)


@given(JSON)
def test_no_update_whatever_its_shape_stops_the_sieve(update: Any) -> None:
    row = sifted(update, LENS, 1)
    assert row is None or json.loads(row.raw)
    move_of(update, LENS)
    staff_change(update, LENS)


def test_a_press_without_a_message_is_kept_as_its_keys() -> None:
    row = sifted({"update_id": 4, "callback_query": {"id": "9", "data": "CANARY", "inline_message_id": "x"}}, LENS, 1)
    assert row is not None
    assert (row.message, row.raw) == ("update:4", '{"update_id":4,"keys":["update_id","callback_query"]}')
