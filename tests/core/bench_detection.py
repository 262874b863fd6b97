"""How many messages a second `detect` judges on one core; run by hand: `python -m tests.core.bench_detection`."""

from __future__ import annotations

import random
from time import perf_counter

from bot.core.detection import detect
from bot.lexicons import load_lexicons
from tests.core.speaking import BRAND, said

CHAT = (
    *(
        "wij",
        "gaan",
        "straks",
        "naar",
        "zee",
        "met",
        "fietsen",
        "ook",
        "als",
        "regen",
        "valt",
        "dan",
        "drinken",
        "samen",
    ),
    *("thee", "onder", "grote", "bomen", "langs", "rivier", "honden", "park", "zaterdag", "vroeg", "tante", "appels"),
)
TROUBLE = "Al drie weken geen internet en niemand neemt op, wat een waardeloze club"


def rate(texts: list[str]) -> float:
    """Messages a second."""
    lexicons, _ = load_lexicons()
    detect(said("warm up"), lexicons, BRAND)
    messages = [said(text) for text in texts]
    begin = perf_counter()
    for message in messages:
        detect(message, lexicons, BRAND)
    return len(messages) / (perf_counter() - begin)


def main() -> None:
    """Print three figures."""
    chance = random.Random(7)
    quiet = [" ".join(chance.choices(CHAT, k=chance.randint(8, 16))) for _ in range(20_000)]
    emoji = [f"{text} 😀 café" for text in quiet[:10_000]]
    loud = [f"{TROUBLE} {number}" for number in range(10_000)]
    for name, texts in (("no cue", quiet), ("no cue, emoji and accents", emoji), ("complaint", loud)):
        print(f"{name}: {rate(texts):,.0f} messages/s")  # noqa: T201 - the figure is the purpose


if __name__ == "__main__":
    main()
