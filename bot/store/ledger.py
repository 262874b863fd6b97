"""The store inside one transaction: all parts of the ledger together."""

from __future__ import annotations

from bot.store.audit import AuditPart
from bot.store.cases import CasesPart
from bot.store.inbox import InboxPart
from bot.store.jobs import JobsPart
from bot.store.past import PastPart
from bot.store.upkeep import UpkeepPart


class SqlLedger(InboxPart, PastPart, CasesPart, JobsPart, AuditPart, UpkeepPart):
    """`ports.Ledger` on one SQLAlchemy connection that is inside a transaction."""
