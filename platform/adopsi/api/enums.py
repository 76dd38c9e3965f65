"""Names for the choices of modules in the OpenAPI document, so that two modules may each have a `state`."""

from __future__ import annotations

from typing import Any

from django.apps import apps
from django.conf import settings

Choices = list[tuple[Any, Any]]


def enum_names() -> dict[str, Choices]:
    """`LaksaReportState` and the like for every field with choices; the same choices get one name."""
    named: dict[tuple, str] = {}
    found: dict[str, Choices] = {}
    for label in settings.MODULE_LABELS:
        for model in apps.get_app_config(label).get_models():
            for field in model._meta.get_fields():
                choices = list(getattr(field, "choices", None) or [])
                marks = tuple((value, str(text)) for value, text in choices)
                name = f"{label.capitalize()}{model.__name__}{field.name.title().replace('_', '')}"
                if choices and named.setdefault(marks, name) == name:
                    found[name] = choices
    return found
