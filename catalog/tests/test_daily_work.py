"""Modules' work of the morning: where it is seven, once, and only where the module is on."""

from __future__ import annotations

from datetime import UTC, datetime

import pytest

from catalog import tasks
from catalog.registry import get_manifest


@pytest.fixture
def sent(monkeypatch):
    """The messages that were sent, instead of the broker."""
    found = []
    monkeypatch.setattr(tasks.run_daily_work, "delay", lambda **facts: found.append(facts))
    return found


@pytest.mark.parametrize(
    ("utc", "codes"),
    [("2026-12-01T23:05", {"72.02"}), ("2026-12-01T00:05", set()), ("2026-12-01T12:05", set())],
)
def test_each_pemda_gets_its_message_at_seven_of_its_own_clock(poso, sent, monkeypatch, utc, codes):
    """Poso lies in WITA; Karawang, in WIB, has no module."""
    moment = datetime.fromisoformat(utc).replace(tzinfo=UTC)
    monkeypatch.setattr(tasks.timezone, "now", lambda: moment)
    assert tasks.start_daily_work() == len(sent)
    assert {facts["pemda"] for facts in sent} == codes
    assert {facts["module"] for facts in sent} <= {"laksa", "eplesiran"}
    assert ("laksa" in {facts["module"] for facts in sent}) == bool(codes)


def test_work_is_done_where_the_module_is_on_and_nowhere_else(poso, karawang, monkeypatch):
    done = []
    monkeypatch.setattr(tasks, "hook", lambda manifest, name: lambda: done.append((manifest.slug, name)))
    assert tasks.run_daily_work(pemda=karawang.code, module="laksa") is False
    assert done == []
    assert tasks.run_daily_work(pemda=poso.code, module="laksa") is True
    assert done == [("laksa", "daily")]


def test_laksa_names_its_daily_work():
    assert get_manifest("laksa").daily == "catalog.modules.laksa.services.daily.morning"
