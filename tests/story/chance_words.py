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
SETTLES = ("promise", "promise", "promise", "nopromise", "post_note", "no_note", "undo", "grant", "deny")
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
RULES = "123"
"""The numbers of the house rules of the settings."""
RULED = (
    "/waarschuw 1 openbaar",
    "/waarschuw 2 prive",
    "/verwijder 1 klacht openbaar",
    "/verwijder 3 laatste openbaar",
    "/verwijder 2 klacht prive",
    "/demp 1 1u openbaar",
    "/demp 2 1w openbaar",
    "/demp 3 1w prive",
)
WITHOUT_A_RULE = (
    "/waarschuw",
    "/waarschuw 9 openbaar",
    "/verwijder klacht openbaar",
    "/verwijder 0 klacht openbaar",
    "/demp 1u openbaar",
    "/demp onzin 1w openbaar",
    "/demp 12 1d openbaar",
    "/ontdemp",
)
MEASURES = (
    "warn",
    "warn::1.public",
    "warn::2.private",
    "remove",
    "remove::1",
    "remove::3.complaint.public",
    "remove::1.latest.public",
    "mute",
    "mute::2",
    "mute::1.1h.public",
    "mute::2.1w.public",
    "mute::3.1d.private",
    "mute::7.1d.public",
    "mute::.1d.public",
    "unmute",
)
"""House rules by command and by button, with the number of a rule and without."""
APPEALS = ("bezwaar, dat is niet eerlijk", "Ik maak bezwaar!", "I appeal against this")
BROKEN = (
    "",
    "x",
    "w:",
    "w:solve:",
    "w:solve:0123456789abcdef",
    "w:zzz:{0}",
    "w:topic:{0}:niets",
    "w:snooze:{0}:ooit",
    "w:post_note:{0}:00000000",
    "w:undo:{0}:weg",
    "w:undo:{0}:solved:weg",
    "w:grant:{0}:weg",
    "w:merge:{0}:99999999999",
    "w:promise:{0}:weg",
    "f:yes:{0}",
    "f:misschien:{0}",
    "p:in:weg",
    "p:a:{0}:9:9",
)
"""What a button carries that nobody was shown; the hole is the id of a case."""
REPLIES = ("ja, vorige week per mail", "3 november", "Wifi", "PL-123456", "overslaan", "")
"""What customers answer to questions in private."""
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
    "/terug",
    "/terug",
)
"""What staff type in a thread; the hole is the number of a case."""
PAUSES = (1, 5, 11, 25, 700, 2000, 4000, 9 * 3600, 50 * 3600)

ENDED = ("solved", "closed", "dismissed")
ENDS_WITHIN = 12
"""Turns of staff, two days apart, within which every case has ended."""
