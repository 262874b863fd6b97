"""The tables about one customer: ways into a private talk, intake, warnings, linked accounts."""

from __future__ import annotations

from sqlalchemy import Boolean, Column, Index, Integer, Table, Text

from bot.store.columns import Json, Moment, Said
from bot.store.schema import _row_number, metadata

ways = Table(
    "ways",
    metadata,
    Column("hash", Text, primary_key=True),  # of the token; the token itself is kept nowhere
    Column("case", Text, nullable=False),
    Column("customer", Text, nullable=False),
    Column("made", Moment, nullable=False),
    Column("expires", Moment, nullable=False),
    Column("used", Moment),
    Index("ix_ways_case", "case"),
)

intakes = Table(
    "intakes",
    metadata,
    Column("case", Text, primary_key=True),
    Column("questions", Json, nullable=False),
    Column("step", Integer, nullable=False),
    Column("again", Boolean, nullable=False),
    Column("stage", Text, nullable=False),  # waiting, asking, done, stopped
)

intake_answers = Table(
    "intake_answers",
    metadata,
    Column("case", Text, primary_key=True),
    Column("question", Text, primary_key=True),
    Column("said", Said, nullable=False),
    Column("fits", Boolean, nullable=False),
    Column("at", Moment, nullable=False),
)

warnings = Table(
    "warnings",
    metadata,
    Column("id", Text, primary_key=True),
    Column("case", Text, nullable=False),
    Column("customer", Text, nullable=False),
    Column("rule", Integer, nullable=False),
    Column("who", Text, nullable=False),
    Column("at", Moment, nullable=False),
    Column("until", Moment, nullable=False),
    Column("appeal", Text, nullable=False),  # asked, granted, denied, or nothing
    Column("decided", Text, nullable=False),
    Column("measure", Text, nullable=False),  # remove, mute, or nothing
    Column("stage", Text, nullable=False),  # planned, failed, or nothing
    Column("message", Text, nullable=False),
    Column("ends", Moment),
    Index("ix_warnings_case", "case"),
    Index("ix_warnings_customer", "customer", "until"),
)

links = Table(
    "links",
    metadata,
    Column("customer", Text, primary_key=True),
    Column("person", Text, nullable=False),  # a random id that linked accounts share
    Column("at", Moment, nullable=False),
    Index("ix_links_person", "person"),
)

link_codes = Table(
    "link_codes",
    metadata,
    Column("digest", Text, primary_key=True),
    Column("customer", Text, nullable=False, unique=True),
    Column("channel", Text, nullable=False),
    Column("language", Text, nullable=False),
    Column("expires", Moment, nullable=False),
)

account_acts = Table(
    "account_acts",
    metadata,
    _row_number(),
    Column("customer", Text, nullable=False),
    Column("what", Text, nullable=False),  # ask, try, forget
    Column("at", Moment, nullable=False),
    Index("ix_account_acts_customer", "customer", "what", "at"),
    sqlite_autoincrement=True,
)
