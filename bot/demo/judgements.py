"""Why: the verdict as the store keeps it, and every signal by looking at the text again."""

from __future__ import annotations

import json
from dataclasses import replace
from typing import TYPE_CHECKING

from bot.console.stage import Reason
from bot.core.cases import WITH_STAFF
from bot.core.flipping import flip
from bot.core.messages import Message
from bot.core.triage import History, Kind, Rules, triage

if TYPE_CHECKING:
    from bot.console.stage import Why
    from bot.core.cases import Case
    from bot.core.findings import Finding
    from bot.core.messages import Place
    from bot.core.triage import Verdict
    from bot.ports import Ledger, Seen, Store
    from bot.service import House
    from handlers.sandbox import Post, SandboxPlatform

_POLICY = "policy:"
_MOST_CASES = 10_000


class Judgements:
    """Reads judgements of the public channel. A verdict that was read once is remembered: it never changes for one version."""

    def __init__(self, house: House, store: Store, platform: SandboxPlatform, public: Place) -> None:
        """`platform` reads the events of its world again."""
        self.house, self.store, self.platform, self.public = house, store, platform, public
        self._known: dict[tuple[str, int], str] = {}

    async def verdicts(self, posts: list[Post]) -> tuple[dict[str, str], int]:
        """Message → verdict, where there is one; and how many cases wait for staff."""
        asked = [
            post for post in posts if post.who != self.platform.world.BOT and (post.id, post.edits) not in self._known
        ]

        def work(ledger: Ledger) -> tuple[list[str], int]:
            kinds = [self._kind(ledger, post) for post in asked]
            return kinds, sum(case.state in WITH_STAFF for case in ledger.open_cases(_MOST_CASES))

        found, with_staff = await self.store.read(work)
        self._known.update({(post.id, post.edits): kind for post, kind in zip(asked, found, strict=True) if kind})
        return {post.id: self._verdict(post) for post in posts}, with_staff

    def _kind(self, ledger: Ledger, post: Post) -> str:
        """The verdict on a post as it is now, empty when it has not been judged; `case` for words that only join a case.

        An edit of a complaint is judged as "has a case already"; at the message stands what was decided for the case.
        """
        seen = ledger.seen(self.public.platform, self.public.channel, post.id)
        if seen is None or seen.version != post.edits:
            return ""
        case = ledger.case(seen.case) if seen.case and seen.verdict == Kind.LEAVE else None
        if case is None:
            return seen.verdict
        if case.message != post.id:
            return "case"
        return Kind.HAND_OVER if case.card else Kind.ANSWER

    def _verdict(self, post: Post) -> str:
        """That of the latest version that has been judged."""
        kinds = (self._known.get((post.id, version), "") for version in range(post.edits, -1, -1))
        return next((kind for kind in kinds if kind), "")

    async def why(self, post: Post, why: Why) -> Why:
        """`why` filled in."""

        def work(ledger: Ledger) -> tuple[Seen | None, Case | None]:
            seen = ledger.seen(self.public.platform, self.public.channel, post.id)
            return seen, ledger.case(seen.case) if seen is not None and seen.case else None

        seen, case = await self.store.read(work)
        if case is not None:
            why = replace(why, case=f"#{case.number:04d}", state=str(case.state), reply=case.reply)
        if seen is not None and seen.verdict:
            policy = tuple(one["text"] for one in seen.because if one["signal"].startswith(_POLICY))
            masked = seen.masked if seen.masked != post.text else ""
            why = replace(why, verdict=seen.verdict, policy=policy, masked=masked)
        else:
            why = replace(why, forgotten=bool(self._verdict(post)))
        return self._again(post, why)

    def _again(self, post: Post, why: Why) -> Why:
        """Every signal of the text as it is now, by detection itself."""
        event = next(
            (e for e in reversed(self.platform.world.events) if e["kind"] == "message" and e["id"] == post.id),
            None,
        )
        message = self.platform.read(json.dumps(event, ensure_ascii=False)) if event is not None else None
        if not isinstance(message, Message):
            return why
        finding = self.house.detect(message)
        rules = self.house.rules(self.public) or Rules()

        def afresh(one: Message) -> tuple[Finding, Verdict]:
            found = self.house.detect(one)
            return found, triage(one, found, History(), rules)

        changed = flip(message, afresh, self.house.library.shelf.lexicons)
        return replace(
            why,
            probability=finding.probability,
            signals=tuple(Reason(s.text, s.weight, s.fired) for s in finding.signals),
            language=finding.language,
            topic=finding.topic,
            severity=finding.severity,
            flip=changed.say(finding.language) if changed is not None else "",
        )
