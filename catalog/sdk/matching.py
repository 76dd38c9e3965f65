"""Finding rows by words: Indonesian full text first, then words that are spelt nearly so.

`rank(rows, fields={"title": "A", "description": "C"}, query="lampu jaln")` gives the best rows with `search_score`.
Fields carry PostgreSQL's weights, A the heaviest.
"""

from __future__ import annotations

import re
from collections.abc import Mapping, Sequence
from functools import reduce
from operator import add, and_, or_
from typing import Any

from django.contrib.postgres.search import SearchQuery, SearchRank, SearchVector, TrigramWordSimilarity
from django.db.models import Case, F, Q, QuerySet, Value, When
from django.db.models.functions import Concat

CONFIG = "indonesian"
WORD = re.compile(r"\w+")
MOST_WORDS = 8
# Snowball's Indonesian has no list of its own, so that "di" would have to stand in every row.
FILLERS = {"di", "ke", "dari", "dan", "yang", "untuk", "dengan", "atau", "pada", "the", "of", "and", "in", "to", "for"}
# Shorter words are like too many others. Below NEAR stand words that only begin alike: jalan and jalur, bangku and
# bangun.
SHORTEST_NEAR, NEAR, LIKE = 4, 0.6, 0.45
# How near a word is that differs by a slip of the finger: groups of three letters see little of it in a short one.
SLIPPED = 0.9
# A word of this length has room for two letters left out or too many, a shorter one for one. No word that somebody
# means is longer than LONGEST, and its pattern would cost every row.
TWO_SLIPS_FROM, LONGEST = 8, 24


def words_of(query: str) -> list[str]:
    """The words that count, in lower case; the fillers too where there is nothing else."""
    found = list(dict.fromkeys(WORD.findall(query.lower())))[:MOST_WORDS]
    return [word for word in found if word not in FILLERS] or found


def matching(rows: QuerySet[Any], *, fields: Mapping[str, str], query: str, codes: Sequence[str] = ()) -> QuerySet[Any]:
    """Rows with every word in whatever form Indonesian gives it, best first; the last word may be a beginning.

    `codes` are fields such as ticket numbers, in which the query may stand as it was typed.
    """
    words = words_of(query)
    if not words:
        return rows.none()
    vector = reduce(add, [SearchVector(name, weight=weight, config=CONFIG) for name, weight in fields.items()])
    wanted = SearchQuery(" & ".join([*words[:-1], f"{words[-1]}:*"]), config=CONFIG, search_type="raw")
    # Codes have digits; for words alone the database need not look through them.
    as_typed = [Q(**{f"{code}__icontains": query.strip()}) for code in codes if any(map(str.isdigit, query))]
    # A tenth more than any row that nearly matches can have.
    ranked = rows.annotate(search_text=vector, search_score=SearchRank(vector, wanted) + Value(0.1))
    return ranked.filter(reduce(or_, [Q(search_text=wanted), *as_typed])).order_by("-search_score", "-pk")


def nearly_matching(rows: QuerySet[Any], *, fields: Mapping[str, str], query: str) -> QuerySet[Any]:
    """Rows with words spelt nearly like those of the query in their heaviest fields, nearest first (pg_trgm)."""
    words = [word for word in words_of(query) if len(word) >= SHORTEST_NEAR]
    if not words:
        return rows.none()
    heaviest = min(fields.values())
    names = [F(name) for name, weight in fields.items() if weight == heaviest]
    text = Concat(*[part for name in names for part in (name, Value(" "))]) if len(names) > 1 else names[0]
    nearness = {f"near_{number}": _nearness_in_rows(word) for number, word in enumerate(words)}
    near = rows.annotate(near_text=text, **nearness).filter(
        reduce(and_, [Q(**{f"{name}__gte": NEAR}) for name in nearness])
    )
    total = reduce(add, [F(name) for name in nearness]) / Value(float(len(words) * 11))
    return near.annotate(search_score=total).order_by("-search_score", "-pk")


def _nearness_in_rows(word: str) -> Any:
    similarity = TrigramWordSimilarity(word, F("near_text"))
    if len(word) > LONGEST:
        return similarity
    return Case(When(near_text__iregex=rf"\m({slips(word)})\M", then=Value(SLIPPED)), default=similarity)


def rank(
    rows: QuerySet[Any], *, fields: Mapping[str, str], query: str, codes: Sequence[str] = (), most: int = 30
) -> list[Any]:
    """The best rows: those that match, else those that nearly do."""
    found = list(matching(rows, fields=fields, query=query, codes=codes)[:most])
    return found or list(nearly_matching(rows, fields=fields, query=query)[:most])


# --- the same for texts that stand in no table ------------------------------------------------------------------


def likeness(word: str, other: str) -> float:
    """How alike two words are, 0 to 1, by their groups of three letters as pg_trgm counts them."""
    mine, theirs = _threes(word), _threes(other)
    return len(mine & theirs) / len(mine | theirs)


def _threes(word: str) -> set[str]:
    padded = f"  {word} "
    return {padded[start : start + 3] for start in range(len(padded) - 2)}


def slips(word: str) -> str:
    """A pattern, the same to Python and to PostgreSQL, of the words that may be meant where one slipped in this one.

    Two neighbours changed places, a letter is wrong, letters were left out or are too many (or doubled). The first and
    the last letter stay: aman is no slip of taman, nor rusa of rusak. It is made of letters and digits alone, so that
    nothing in the word is a sign of the pattern.
    """
    size, first, inner, last = len(word), word[0], word[1:-1], word[-1]
    fewer, more = (2 if size + 2 >= TWO_SLIPS_FROM else 1), (2 if size - 2 >= TWO_SLIPS_FROM else 1)
    gap = rf"\w{{0,{fewer}}}"
    left_out = rf"(?=\w{{{size},{size + fewer}}}(?!\w)){gap.join(word)}"
    shortest = max(size - more, SHORTEST_NEAR)
    too_many = rf"(?=\w{{{shortest},{size}}}(?!\w)){first}{''.join(f'{letter}?' for letter in inner)}{last}"
    wrong = [rf"{word[:at]}\w{word[at + 1 :]}" for at in range(1, size - 1)]
    return "|".join([*swapped(word), *wrong, left_out, too_many])


def swapped(word: str) -> list[str]:
    """What the word may be when two neighbouring letters changed places: jaaln gives jalan among others."""
    places = [at for at in range(len(word) - 1) if word[at] != word[at + 1]]
    return list(dict.fromkeys(f"{word[:at]}{word[at + 1]}{word[at]}{word[at + 2 :]}" for at in places))


def is_form_of(word: str, other: str) -> bool:
    """Whether `other` begins with the word, or is it with an ending more or less (laporan, laporannya)."""
    if other.startswith(word):
        return True
    return len(other) >= SHORTEST_NEAR and word.startswith(other) and len(word) - len(other) <= 3


def is_near(word: str, other: str) -> bool:
    """Whether the two are spelt nearly the same."""
    return len(word) >= SHORTEST_NEAR and nearness(word, other) >= LIKE


def nearness(word: str, other: str) -> float:
    """How near two words are, 0 to 1; a slip counts little."""
    is_slip = len(word) <= LONGEST and re.fullmatch(slips(word), other)
    return SLIPPED if is_slip else likeness(word, other)


def score_text(query: str, *, text: str) -> float:
    """0 where a word of the query is missing; 1 where all stand there in some form; between for what is nearly so."""
    present = WORD.findall(text.lower())
    scores = []
    for word in words_of(query):
        if any(is_form_of(word, other) for other in present):
            scores.append(1.0)
        else:
            scores.append(max((nearness(word, other) for other in present if is_near(word, other)), default=0.0))
    return sum(scores) / len(scores) if scores and all(scores) else 0.0
