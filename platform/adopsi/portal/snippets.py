"""What surrounds the words of a search in a text, with the words marked; all else is escaped."""

from __future__ import annotations

from django.utils.html import escape
from django.utils.safestring import SafeString, mark_safe

from catalog.sdk.matching import WORD, is_form_of, is_near, words_of

LENGTH = 170


def mark_words(text: str, query: str) -> SafeString:
    """The text with every form of the query's words in `<mark>`."""
    wanted, parts, end = words_of(query), [], 0
    for found in WORD.finditer(text):
        if any(is_form_of(word, found[0].lower()) or is_near(word, found[0].lower()) for word in wanted):
            parts += [escape(text[end : found.start()]), f"<mark>{escape(found[0])}</mark>"]
            end = found.end()
    return mark_safe("".join([*parts, escape(text[end:])]))  # noqa: S308 escaped above  # nosec B308 B703


def snippet(text: str, query: str) -> SafeString:
    """About two lines around the first of the words."""
    text, wanted = " ".join(text.split()), words_of(query)
    found = (match for match in WORD.finditer(text) if any(is_form_of(word, match[0].lower()) for word in wanted))
    first = next(found, None)
    start = max(0, first.start() - LENGTH // 3) if first else 0
    start = text.rfind(" ", 0, start) + 1 if start else 0
    cut = text[start : start + LENGTH]
    before, after = "…" if start else "", "…" if start + LENGTH < len(text) else ""
    return mark_safe(f"{before}{mark_words(cut, query)}{after}")  # noqa: S308 escaped above  # nosec B308 B703
