"""Letters of other scripts that look like Latin ones, after the idea of Unicode TR39: a complaint cannot hide behind them.

Only letters that a reader takes for the Latin one are listed; compatibility forms (fullwidth, circled, mathematical) are folded by NFKD.
"""

from __future__ import annotations

_PAIRS: tuple[tuple[str, tuple[int, ...]], ...] = (
    ("a", (0x0430, 0x03B1, 0x0251)),
    ("b", (0x0432, 0x044C, 0x0432)),
    ("c", (0x0441, 0x03F2)),
    ("d", (0x0501, 0x0257)),
    ("e", (0x0435, 0x0454, 0x03B5, 0x0259)),
    ("f", (0x0584,)),
    ("g", (0x0581, 0x0261, 0x0260)),
    ("h", (0x04BB, 0x0570, 0x043D)),
    ("i", (0x0456, 0x03B9, 0x0131, 0x0269)),
    ("j", (0x0458, 0x03F3)),
    ("k", (0x043A, 0x03BA)),
    ("l", (0x04CF, 0x01C0, 0x0142)),
    ("m", (0x043C,)),
    ("n", (0x0578, 0x057C, 0x03B7)),
    ("o", (0x043E, 0x03BF, 0x0585, 0x03C3, 0x00F8)),
    ("p", (0x0440, 0x03C1)),
    ("q", (0x051B, 0x0566)),
    ("r", (0x0433, 0x0280)),
    ("s", (0x0455, 0x0282)),
    ("t", (0x0442, 0x03C4)),
    ("u", (0x057D, 0x03C5, 0x028B)),
    ("v", (0x0475, 0x03BD)),
    ("w", (0x051D, 0x0461, 0x03C9, 0x0448)),
    ("x", (0x0445, 0x03C7)),
    ("y", (0x0443, 0x03B3, 0x04AF)),
    ("z", (0x0290, 0x0225)),
)

LOOK_ALIKES: dict[int, str] = {point: letter for letter, points in _PAIRS for point in points}
"""Code point (already case-folded) → the Latin letter it is taken for."""
