"""The store inside one transaction: all parts of the ledger together."""

from __future__ import annotations

from bot.store.accounts import AccountsPart
from bot.store.asks import AsksPart
from bot.store.audit import AuditPart
from bot.store.cases import CasesPart
from bot.store.erasing import ErasingPart
from bot.store.inbox import InboxPart
from bot.store.jobs import JobsPart
from bot.store.labels import LabelsPart
from bot.store.past import PastPart
from bot.store.private import PrivatePart
from bot.store.promises import PromisesPart
from bot.store.records import RecordsPart
from bot.store.relays import RelaysPart
from bot.store.unsent import UnsentPart
from bot.store.upkeep import UpkeepPart
from bot.store.versions import VersionsPart
from bot.store.warnings import WarningsPart


class SqlLedger(
    AccountsPart,
    ErasingPart,
    AsksPart,
    RecordsPart,
    InboxPart,
    PastPart,
    CasesPart,
    JobsPart,
    AuditPart,
    LabelsPart,
    VersionsPart,
    RelaysPart,
    PromisesPart,
    PrivatePart,
    WarningsPart,
    UnsentPart,
    UpkeepPart,
):
    """`ports.Ledger` on one SQLAlchemy connection that is inside a transaction."""
