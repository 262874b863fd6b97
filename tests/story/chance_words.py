"""What people say, press and type in conversations by chance."""

from __future__ import annotations

CUSTOMERS = ("sanne", "mo", "kim", "piet")
STAFFERS = ("noor", "daan")
EVERYBODY = (*CUSTOMERS, *STAFFERS, "weerbot")
COMPLAINTS = (
    "@polderlink mijn wifi valt elke avond weg, echt waardeloos. Al drie weken storing!",
    "@polderlink de rekening klopt weer niet, dubbel afgeschreven. Waardeloos!",
    "@polderlink het is nog steeds kapot, de wifi valt weer weg. Wat een waardeloze storing!",
    "wifi valt hier ook weer weg, wat een waardeloze storing. Elke avond hetzelfde!",
    "@polderlink derde keer dat de monteur niet komt. Waardeloze club! Ik schakel nu mijn advocaat in.",
    "@polderlink er komt rook uit het modem, wat een waardeloos ding, help!",
    "@polderlink my bill is wrong again, you charged me twice. Useless service, nobody answers!",
    "@polderlink dubbel afgeschreven, waardeloos! Mijn rekening is NL91ABNA0417164300, bel 0612345678",
    "hmm de wifi is traag vandaag",
)
HARD = COMPLAINTS[4]
"""Only people can handle it."""
CHAT = (
    "lekker weer vandaag",
    "Zet je modem even op een andere plek, dat hielp hier.",
    "dank je, het is opgelost!",
    "ok ga ik proberen",
    "wie gaat er mee naar het park?",
    "@polderlink wat kost dat?",
    "",
)
EXITS = ("mens", "stop", "dit was geen klacht", "ik wil een mens spreken", "@wegwijzer mens", "@wegwijzer stop")
TEXTS = (*COMPLAINTS, *CHAT, *EXITS)
VERBS = (
    "answer",
    "write",
    "private",
    "not_complaint",
    "more",
    "undo",
    "own",
    "back",
    "promise",
    "post_note",
    "no_note",
)
SETTLES = ("promise", "promise", "promise", "nopromise", "post_note", "no_note", "undo")
"""What staff press below posts in a thread."""
PERSONAL = ("0417164300", "0612345678")
"""Personal data in what customers write in public."""
BEHIND_MORE = (
    "claim",
    "release",
    "solve",
    "solve",
    "reopen",
    "snooze::hour",
    "snooze::tomorrow",
    "topic::billing",
    "unmask",
    "why",
    "history",
    "escalate",
    "note",
    "merge",
    "promise",
    "wait",
    "warn",
    "ask::connection",
    "ask::order_number",
)
COMMANDS = (
    "/beloof morgen voor 12:00",
    "/beloof over een uur",
    "!beloof vrijdag",
    "/later 1u",
    "/laat",
    "/pak",
    "/geef Daan",
    "/wacht",
    "/opgelost",
    "/heropen",
    "/geenklacht",
    "/samen {}",
    "/samen {}",
)
"""What staff type in a thread; the hole is the number of a case."""
PAUSES = (1, 5, 11, 25, 700, 2000, 4000, 9 * 3600, 50 * 3600)

ENDED = ("solved", "closed", "dismissed")
ENDS_WITHIN = 12
"""Turns of staff, two days apart, within which every case has ended."""
