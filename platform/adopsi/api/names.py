"""Component names of the OpenAPI document: two modules may each have a `PhotoSerializer`."""

from __future__ import annotations

from typing import Any

from drf_spectacular.openapi import AutoSchema

MODULES = "catalog.modules."


class NamedByModule(AutoSchema):
    """Puts the module's name before the names of its serializers."""

    def get_serializer_name(self, serializer: Any, direction: Any) -> str:
        """`LaksaPhotoSerializer` for LAKSA's `PhotoSerializer`."""
        name: str = super().get_serializer_name(serializer, direction)
        home = type(serializer).__module__
        if not home.startswith(MODULES):
            return name
        prefix = home.split(".")[2].capitalize()
        return name if name.startswith(prefix) else f"{prefix}{name}"
