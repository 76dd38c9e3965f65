"""Finds modules by their folders, before Django's apps are loaded."""

from __future__ import annotations

from collections.abc import Sequence
from pathlib import Path

import catalog.modules


def module_slugs() -> list[str]:
    """The slugs of all module folders: those with an `apps.py`."""
    return sorted(file.parent.name for folder in catalog.modules.__path__ for file in Path(folder).glob("*/apps.py"))


def module_apps(only: Sequence[str] | None = None, *, folders: Sequence[Path] = ()) -> list[str]:
    """The AppConfig paths for INSTALLED_APPS: `catalog.modules.laksa.apps.ModuleConfig`; all, or `only` these.

    Modules that lie in one of `folders`, outside of this code base, join those of the shelf.
    """
    known = list(catalog.modules.__path__)
    catalog.modules.__path__.extend(str(folder) for folder in folders if str(folder) not in known)
    return [f"catalog.modules.{slug}.apps.ModuleConfig" for slug in module_slugs() if not only or slug in only]
