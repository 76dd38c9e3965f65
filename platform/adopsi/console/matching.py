"""How well a text answers what somebody typed: whole words, beginnings, parts, and one slip of the finger."""

from __future__ import annotations

import re
import unicodedata

WORD = re.compile(r"[0-9a-z]+")
# Below these lengths a slip or a skipped letter fits nearly everything.
LEAST_FOR_SLIPS, LEAST_FOR_SKIPS = 4, 3
WHOLE, START, PART, SLIP, SKIP = 1.0, 0.9, 0.6, 0.5, 0.35


def fold(text: str) -> str:
    """Lower case without accents."""
    plain = unicodedata.normalize("NFKD", text.casefold())
    return "".join(sign for sign in plain if not unicodedata.combining(sign))


def score(query: str, text: str, also: str = "") -> float:
    """From 0 (does not fit) to 1; every word of the query must be found. `also` is found by, but counts for less."""
    wanted = WORD.findall(fold(query))
    if not wanted:
        return 0.0
    own, other = WORD.findall(fold(text)), WORD.findall(fold(also))
    total = 0.0
    for word in wanted:
        best = max(_best(word, own), 0.7 * _best(word, other))
        if not best:
            return 0.0
        total += best
    # Of two that fit alike the shorter is meant.
    return total / len(wanted) - min(len(own), 20) / 1000


def _best(word: str, words: list[str]) -> float:
    return max((_fit(word, each) for each in words), default=0.0)


def _fit(word: str, other: str) -> float:
    if word == other:
        return WHOLE
    if other.startswith(word):
        return START
    if len(word) > 1 and word in other:
        return PART
    if len(word) >= LEAST_FOR_SLIPS and is_one_slip_away(word, other[: len(word)], other[: len(word) + 1]):
        return SLIP
    if len(word) >= LEAST_FOR_SKIPS and word[0] == other[0] and _is_skipped_through(word, other):
        return SKIP
    return 0.0


def is_one_slip_away(word: str, *others: str) -> bool:
    """Whether one letter more, less, other or exchanged with its neighbour makes the word one of the others."""
    return any(_differs_once(word, other) for other in others)


def _differs_once(one: str, two: str) -> bool:
    if one == two:
        return True
    if abs(len(one) - len(two)) > 1:
        return False
    at = next((index for index, (a, b) in enumerate(zip(one, two, strict=False)) if a != b), min(len(one), len(two)))
    swapped = one[:at] + one[at + 1 : at + 2] + one[at : at + 1] + one[at + 2 :]
    return one[at + 1 :] == two[at + 1 :] or one[at + 1 :] == two[at:] or one[at:] == two[at + 1 :] or swapped == two


def _is_skipped_through(word: str, other: str) -> bool:
    letters = iter(other)
    return all(letter in letters for letter in word)
