"""Tags behind the cotton components: form widgets with our classes, and the page numbers of a pager."""

import json
from collections.abc import Iterable
from functools import lru_cache
from pathlib import Path
from typing import Any

from django import forms, template
from django.core.paginator import Page
from django.forms import BoundField
from django.http import QueryDict
from django.template import Context
from django.utils.html import format_html, json_script
from django.utils.safestring import SafeString, mark_safe

register = template.Library()

# Drawn into the page: the few icons a page shows weigh less than a file with all of them.
_ICONS: dict[str, str] = json.loads((Path(__file__).resolve().parents[1] / "icons.json").read_text(encoding="utf-8"))

# Widget class -> (kind the field component lays out, classes of the control). Order matters: subclasses first.
_WIDGETS: tuple[tuple[type[forms.Widget], str, str], ...] = (
    (forms.CheckboxSelectMultiple, "choices", "checkbox checkbox-primary"),
    (forms.RadioSelect, "choices", "radio radio-primary"),
    (forms.CheckboxInput, "checkbox", "checkbox checkbox-primary"),
    (forms.FileInput, "file", "file-input"),
    (forms.Textarea, "control", "textarea"),
    (forms.Select, "control", "select"),
    (forms.MultiWidget, "group", "input"),
    (forms.widgets.Input, "control", "input"),
)


@register.simple_tag
@lru_cache(maxsize=2048)
def icon(name: str, classes: str = "icon", label: str = "") -> SafeString:
    """A Lucide icon; hidden from screen readers unless it has a label. An unknown name draws a circle."""
    shapes = mark_safe(_ICONS.get(str(name), _ICONS["circle"]))  # noqa: S308 (our own committed file)  # nosec B308 B703
    meaning = format_html('role="img" aria-label="{}"', label) if label else mark_safe('aria-hidden="true"')  # nosec B308 - a constant
    return format_html('<svg class="{}" viewBox="0 0 24 24" {}>{}</svg>', classes, meaning, shapes)


def _look(field: BoundField) -> tuple[str, str]:
    for widget_class, kind, classes in _WIDGETS:
        if isinstance(field.field.widget, widget_class):
            return kind, classes
    return "control", ""


def _described_by(field: BoundField) -> str:
    parts = [f"{field.auto_id}_helptext"] if field.help_text else []
    if field.errors:
        parts.append(f"{field.auto_id}_error")
    return " ".join(parts)


@register.filter
def field_kind(field: BoundField) -> str:
    """How the field component lays this field out: control, checkbox, choices, file or group."""
    return _look(field)[0]


@register.simple_tag
def field_widget(field: BoundField, extra: Any = None) -> SafeString:
    """The field's own widget with the design system's classes and its descriptions tied to it."""
    classes = f"{_look(field)[1]} {field.field.widget.attrs.get('class', '')}".strip()
    attributes: dict[str, Any] = {"class": classes}
    if described_by := _described_by(field):
        attributes["aria-describedby"] = described_by
    if field.errors:
        attributes["aria-invalid"] = "true"
    attributes.update(dict(extra) if extra else {})
    return field.as_widget(attrs=attributes)


@register.simple_tag
def field_choices(field: BoundField) -> Iterable[Any]:
    """The radio buttons or checkboxes of a field of choices, each with our classes."""
    choices = list(field.subwidgets)
    for choice in choices:
        choice.data["attrs"]["class"] = _look(field)[1]
    return choices


@register.filter
def page_numbers(page: Page) -> Iterable[int | str]:
    """The numbers a pager shows around this page, with an ellipsis where some are left out."""
    return page.paginator.get_elided_page_range(page.number, on_each_side=1, on_ends=1)


@register.filter
def times(number: int) -> range:
    """A range to loop `number` times in a template."""
    return range(1, int(number) + 1)


@register.filter
def rounded(number: Any) -> int:
    """The nearest whole number, for drawing stars; 0 for nothing."""
    return int(float(number or 0) + 0.5)


@register.filter
def whole(number: Any) -> int:
    """The number as an int, for plural forms of counts handed over as text."""
    return int(number or 0)


@register.simple_tag(takes_context=True)
def page_link(context: Context, param: str, number: int) -> str:
    """The present address's query string with another page number, every other parameter kept."""
    request = context.get("request")
    query: QueryDict = request.GET.copy() if request else QueryDict(mutable=True)
    query[param] = str(number)
    return f"?{query.urlencode()}"


@register.simple_tag
def map_data(data: Any, map_id: str) -> SafeString:
    """The map's data as a JSON script element that map.js finds by its id."""
    return json_script(data, f"{map_id}-data")
