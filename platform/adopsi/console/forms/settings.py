"""A form out of a module's settings schema (JSON Schema): a field per property, in the reader's language."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import get_language
from django.utils.translation import gettext as _

from catalog.manifest import Manifest

LONG_TEXT = 120
FORMATS = {"email": forms.EmailField, "uri": forms.URLField}
INPUT_TYPES = {"date": "date", "time": "time"}


class LinesField(forms.CharField):
    """A list of texts, written one a line."""

    widget = forms.Textarea(attrs={"rows": 4})

    def prepare_value(self, value: Any) -> Any:
        """The list as lines; what was typed stays as it was typed."""
        return "\n".join(map(str, value)) if isinstance(value, list) else value

    def clean(self, value: Any) -> list[str]:
        """The lines that hold something."""
        text = super().clean(value)
        return [line.strip() for line in text.splitlines() if line.strip()]


class NumbersField(LinesField):
    """A list of whole numbers, written one a line."""

    def clean(self, value: Any) -> Any:
        """The numbers; refuses a line that is none."""
        try:
            return [int(line) for line in super().clean(value)]
        except ValueError:
            raise ValidationError(_("Tulis satu bilangan bulat di setiap baris.")) from None


class SettingsForm(forms.Form):
    """The module's settings; what does not fit the schema is shown at its field."""

    def __init__(self, manifest: Manifest, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        required = set(manifest.settings_schema.get("required", ()))
        for name, rule in manifest.settings_schema.get("properties", {}).items():
            self.fields[name] = field_of(rule, is_required=name in required)

    def show_problems(self, problems: Mapping[str, str]) -> None:
        """Put the schema's refusals at their fields."""
        for name, problem in problems.items():
            self.add_error(name if name in self.fields else None, problem)


def field_of(rule: Mapping[str, Any], *, is_required: bool = False) -> forms.Field:
    """The form field of one property: string, integer, number, boolean, enum, or array of strings or numbers."""
    words = {"label": _words(rule, "title"), "help_text": _help(rule)}
    if "enum" in rule:
        return forms.TypedChoiceField(choices=_choices(rule), coerce=_coercion(rule["enum"]), **words)
    make = {"boolean": _boolean, "integer": _integer, "number": _number, "array": _array}
    return make.get(rule.get("type", "string"), _string)(rule, words, is_required)


def _boolean(rule: Mapping[str, Any], words: dict[str, Any], is_required: bool) -> forms.Field:
    return forms.BooleanField(required=False, **words)


def _integer(rule: Mapping[str, Any], words: dict[str, Any], is_required: bool) -> forms.Field:
    return forms.IntegerField(min_value=rule.get("minimum"), max_value=rule.get("maximum"), **words)


def _number(rule: Mapping[str, Any], words: dict[str, Any], is_required: bool) -> forms.Field:
    # Localised, so that an Indonesian decimal comma is understood.
    return forms.FloatField(min_value=rule.get("minimum"), max_value=rule.get("maximum"), localize=True, **words)


def _array(rule: Mapping[str, Any], words: dict[str, Any], is_required: bool) -> forms.Field:
    items, needs_some = rule.get("items", {}), is_required or rule.get("minItems", 0) > 0
    if "enum" in items:
        widget = forms.CheckboxSelectMultiple
        return forms.TypedMultipleChoiceField(
            choices=_choices(items), coerce=_coercion(items["enum"]), widget=widget, required=needs_some, **words
        )
    words["help_text"] = " ".join([_("Satu isian per baris."), words["help_text"]]).strip()
    field = NumbersField if items.get("type") == "integer" else LinesField
    return field(required=needs_some, **words)


def _string(rule: Mapping[str, Any], words: dict[str, Any], is_required: bool) -> forms.Field:
    options = {
        "required": is_required or rule.get("minLength", 0) > 0,
        "max_length": rule.get("maxLength"),
        "min_length": rule.get("minLength"),
        **words,
    }
    if kind := INPUT_TYPES.get(rule.get("format", "")):
        return forms.CharField(widget=forms.TextInput(attrs={"type": kind}), **options)
    if field := FORMATS.get(rule.get("format", "")):
        return field(**options)
    if rule.get("maxLength", 0) > LONG_TEXT or rule.get("format") == "textarea":
        return forms.CharField(widget=forms.Textarea(attrs={"rows": 4, "data-count": ""}), **options)
    return forms.CharField(**options)


def _words(rule: Mapping[str, Any], key: str) -> str:
    """The title or description; `x-en` is the English title, or both: `{"title": …, "description": …}`."""
    if not (get_language() or "id").startswith("en"):
        return str(rule.get(key, ""))
    english = rule.get("x-en", {})
    if isinstance(english, str):
        english = {"title": english, "description": rule.get("x-en-description", "")}
    return str(english.get(key) or rule.get(key, ""))


def _help(rule: Mapping[str, Any]) -> str:
    return " ".join(part for part in (_words(rule, "description"), _bounds(rule), _default(rule)) if part)


def _bounds(rule: Mapping[str, Any]) -> str:
    low, high = rule.get("minimum"), rule.get("maximum")
    if low is not None and high is not None:
        return _("Antara %(low)s dan %(high)s.") % {"low": low, "high": high}
    if low is not None:
        return _("Paling kecil %(low)s.") % {"low": low}
    return _("Paling besar %(high)s.") % {"high": high} if high is not None else ""


def _default(rule: Mapping[str, Any]) -> str:
    default = rule.get("default")
    if default in (None, "", []) or rule.get("type") == "array":
        return ""
    if isinstance(default, bool):
        return _("Bawaan: ya.") if default else _("Bawaan: tidak.")
    if "enum" in rule:
        return _("Bawaan: %(value)s.") % {"value": dict(_choices(rule)).get(default, default)}
    return _("Bawaan: %(value)s.") % {"value": default} if rule.get("type") != "string" else ""


def _choices(rule: Mapping[str, Any]) -> list[tuple[Any, str]]:
    """The enum with its words: `x-labels` is `{value: {"id": …, "en": …}}`, or `{value: text}`."""
    language = "en" if (get_language() or "id").startswith("en") else "id"
    labels = rule.get("x-labels", {})

    def label(value: Any) -> str:
        words = labels.get(str(value), value)
        return str(words.get(language, value) if isinstance(words, Mapping) else words)

    return [(value, label(value)) for value in rule["enum"]]


def _coercion(values: list[Any]) -> Any:
    by_text = {str(value): value for value in values}
    return lambda text: by_text[str(text)]
