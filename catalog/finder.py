"""Finds modules by their folders, before Django's apps are loaded."""

from __future__ import annotations

from pathlib import Path

MODULES_FOLDER = Path(__file__).parent / "modules"


def module_slugs() -> list[str]:
    """The slugs of all module folders: those with an `apps.py`."""
    return sorted(folder.parent.name for folder in MODULES_FOLDER.glob("*/apps.py"))


def module_apps(only: list[str] | None = None) -> list[str]:
    """The AppConfig paths for INSTALLED_APPS: `catalog.modules.laksa.apps.ModuleConfig`; all, or `only` these."""
    return [f"catalog.modules.{slug}.apps.ModuleConfig" for slug in module_slugs() if not only or slug in only]
