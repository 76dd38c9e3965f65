"""What provisioning says in its journal, translated when it is read and not when it is written.

`gettext` and `ngettext` bear the names of Django's so that the message extractor finds their texts. What they give is
kept as JSON: the msgid with its parameters. `read` is how console, pusat, command line and API all show it.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import datetime
from typing import Any, TypeAlias

from django.utils import timezone, translation
from django.utils.functional import Promise

from catalog.manifest import Text
from tenants.places.clock import format_datetime

# Every kept sentence begins so; what does not is older than this form, or has no parameters.
BEGINNING = '["'
TEAM_ZONE = "Asia/Jakarta"


@dataclass(frozen=True)
class Words(Promise):
    """A sentence with its parameters, in the language of whoever asks for its text."""

    text: str
    plural: str = ""
    count: int = 0
    parameters: Mapping[str, Any] = field(default_factory=dict)

    def __mod__(self, parameters: Mapping[str, Any]) -> Words:
        return replace(self, parameters=parameters)

    def __str__(self) -> str:
        text = (
            translation.ngettext(self.text, self.plural, self.count) if self.plural else translation.gettext(self.text)
        )
        # A sentence without parameters may have a percent sign of its own.
        return text % {name: _shown(value) for name, value in self.parameters.items()} if self.parameters else text


@dataclass(frozen=True, slots=True)
class Listing:
    """Several titles or sentences, joined when they are read."""

    items: tuple[Any, ...]
    separator: str = ", "


Said: TypeAlias = str | Promise


def gettext(text: str) -> Words:
    """The sentence; give it parameters with `%`."""
    return Words(text)


def ngettext(text: str, plural: str, count: int) -> Words:
    """The sentence for so many; give it parameters with `%`."""
    return Words(text, plural, count)


def names(items: Iterable[Any]) -> Words:
    """Titles alone, joined when they are read."""
    return Words("%(items)s") % {"items": listed(items)}


def listed(items: Iterable[Any], *, separator: str = ", ") -> Listing:
    """A parameter that stands for several titles, sentences or plain texts."""
    return Listing(tuple(items), separator)


def _moment(value: datetime) -> str:
    # Inside of a Pemda its clock is the current one; elsewhere the team's is.
    name = timezone.get_current_timezone_name()
    return format_datetime(value, TEAM_ZONE if name == "UTC" else name, translation.get_language() or "id")


def _shown(value: Any) -> Any:
    if isinstance(value, Listing):
        return value.separator.join(str(_shown(each)) for each in value.items)
    if isinstance(value, datetime):
        return _moment(value)
    return value if isinstance(value, (int, float)) else str(value)


# --- keeping ------------------------------------------------------------------------------------------


def kept(said: Said) -> str:
    """The text for the journal: JSON for a sentence with parameters, the msgid for one without, else as it is."""
    if isinstance(said, str):
        return said
    if isinstance(said, Words):
        return json.dumps(_as_json(said), ensure_ascii=False) if said.parameters else said.text
    # Without a language every translation is its own msgid.
    with translation.override(None):
        return str(said)


def _as_json(words: Words) -> list[Any]:
    parameters = {name: _kept_value(value) for name, value in words.parameters.items()}
    return [words.text, parameters, *([words.plural, words.count] if words.plural else [])]


def _kept_value(value: Any) -> Any:
    match value:
        case Words():
            return {"words": _as_json(value)}
        case Text():
            return {"id": value.id, "en": value.en}
        case Listing():
            return {"list": [_kept_value(each) for each in value.items], "separator": value.separator}
        case datetime():
            return {"moment": value.isoformat()}
        case bool() | int() | float():
            return value
    return str(value)


# --- reading ------------------------------------------------------------------------------------------


def read(text: str) -> str:
    """What the journal keeps, in the reader's language."""
    if text.startswith(BEGINNING):
        try:
            return str(_from_json(json.loads(text)))
        except (ValueError, TypeError, KeyError, AttributeError):
            return text
    return translation.gettext(text) if text else ""


def _from_json(kept_words: list[Any]) -> Words:
    text, parameters, *counted = kept_words
    return Words(text, *counted) % {name: _value(value) for name, value in parameters.items()}


def _value(value: Any) -> Any:
    match value:
        case {"words": inner}:
            return _from_json(inner)
        case {"id": in_indonesian, "en": in_english}:
            return Text(in_indonesian, in_english)
        case {"list": items, "separator": separator}:
            return Listing(tuple(_value(each) for each in items), separator)
        case {"moment": moment}:
            return datetime.fromisoformat(moment)
    return value
