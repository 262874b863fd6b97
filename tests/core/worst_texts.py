"""Texts that were made to be slow, each as long as a platform would ever hand over, and longer."""

from __future__ import annotations

from bot.core.normalise import LONGEST

_PIECES = {
    "one letter": "a",
    "marks on nothing": "\u0301\u0316",
    "marks on a letter": "a\u0301\u0316\u0317",
    "zero-width": "\u200b\u200d\u2060\ufeff",
    "direction marks": "\u202e\u202d",
    "half characters": "\ud83d",
    "wide ligature": "\ufdfa",
    "letters of another script": "\u0435\u043e",
    "emoji": "\U0001f621",
    "joined emoji": "\U0001f468\u200d\U0001f469",
    "the same cue": "kapot ",
    "cues of two kinds": "internet doet het niet ",
    "insults": "stelletje idioten vuile honden ",
    "negations": "niet geen ",
    "quotes": "'a b c' ",
    "double quotes": '"a b c d e" ',
    "quoted lines": "> a\n",
    "digits": "0-",
    "numbers": "06 ",
    "phone numbers": "0612345678 ",
    "numbers to look up": "020 1234567 ",
    "handles": "a.b@",
    "IBAN beginnings": "AB12",
    "IBAN countries": "NL12",
    "IBANs": "NL91ABNA0417164300 ",
    "IBANs with spaces": "NL91 ABNA 0417 1643 00 ",
    "BSN words": "bsn bsn 1 ",
    "customer numbers": "klantnummer 12 ",
    "spelled numbers": "nul zes een twee ",
    "said addresses": "a at b dot nl ",
    "streets": "Aa 1 straat 2 ",
    "postcodes": "Kerk 1 1234AB ",
    "links": "https://x www.",
    "stretched": "geeeeen internnnnet ",
    "dollars": "$",
    "dots": ".",
    "spaces": " ",
    "exit words": "mens stop ",
}
WORST = {
    f"{name}, {length:,}": (piece * (length // len(piece) + 1))[:length]
    for name, piece in _PIECES.items()
    for length in (LONGEST, 1_000_000)
}
"""Name → text."""
