"""Django's choices with types: Django itself is not typed, and a type checker would take members for tuples."""

from __future__ import annotations

import enum
from typing import TYPE_CHECKING, Any

if TYPE_CHECKING:

    class TextChoices(str, enum.Enum):  # noqa: UP042 - a StrEnum takes no label
        """`NAME = "stored value", _("Label")`."""

        choices: Any
        labels: Any
        values: Any

        @property
        def label(self) -> str:
            """The label in the reader's language."""

    class IntegerChoices(int, enum.Enum):
        """`NAME = 1, _("Label")`."""

        choices: Any
        labels: Any
        values: Any

        @property
        def label(self) -> str:
            """The label in the reader's language."""

else:
    from django.db.models import IntegerChoices, TextChoices

__all__ = ["IntegerChoices", "TextChoices"]
