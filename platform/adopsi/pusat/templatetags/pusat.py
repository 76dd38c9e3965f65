"""Filters of pusat's templates: a look-up by a variable key, a text in two languages, a module's short name."""

from __future__ import annotations

from collections.abc import Mapping
from typing import Any

from django import template
from django.utils.translation import get_language

from adopsi.pusat.selectors import module_name

register = template.Library()


@register.filter
def item(mapping: Mapping[str, Any], key: str) -> Any:
    """The value of the key; None where there is none."""
    return mapping.get(key)


@register.filter
def in_language(texts: Mapping[str, str]) -> str:
    """The text of `{"id": …, "en": …}` in the reader's language."""
    return texts.get(get_language() or "id") or texts.get("id", "")


register.filter("module_name", module_name)
