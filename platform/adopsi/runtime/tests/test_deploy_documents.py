"""docs/deploy.md and compose.yaml keep up with what the settings read."""

from __future__ import annotations

import re
from pathlib import Path

import yaml

PROJECT = Path(__file__).resolve().parents[4]
READ = re.compile(r"""env\.(?:text|flag|number|folder|listing|database|optional_database)\(\s*"([A-Z0-9_]+)\"""")


def variables_read_by_settings() -> set[str]:
    settings = PROJECT / "platform" / "adopsi" / "settings"
    return {name for file in settings.glob("*.py") for name in READ.findall(file.read_text(encoding="utf-8"))}


def test_every_variable_is_documented() -> None:
    documented = (PROJECT / "docs" / "deploy.md").read_text(encoding="utf-8")
    assert len(variables_read_by_settings()) > 15
    assert {name for name in variables_read_by_settings() if f"`{name}`" not in documented} == set()


def test_owner_login_reaches_only_those_who_change_tables() -> None:
    services = yaml.safe_load((PROJECT / "compose.yaml").read_text(encoding="utf-8"))["services"]
    holding = {name for name, service in services.items() if "OWNER_DATABASE_URL" in service.get("environment", {})}
    assert holding == {"prepare", "migrate", "provisioner"}
