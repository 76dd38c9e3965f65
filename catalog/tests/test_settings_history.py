"""Changes of settings are kept, and the last one can be taken back, exactly, within its window."""

from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.activations import SETTINGS_UNDO_WINDOW, change_settings, settings_history, settings_of, undo_settings
from catalog.errors import InvalidSettings, ModuleNotActive, NoSettingsToUndo, SettingsChangedSince, SettingsUndoTooLate
from catalog.models import Activation, SettingsChange
from catalog.registry import all_manifests
from tenants.audit.models import Entry


@pytest.fixture
def number():
    """A module, the name of one of its whole numbers, and two values that fit."""
    for manifest in all_manifests():
        for name, rule in manifest.settings_schema.get("properties", {}).items():
            if rule.get("type") == "integer" and "maximum" in rule:
                return manifest, name, rule["minimum"], rule["maximum"]
    pytest.skip("no module on the shelf has such a setting")


def stored(pemda, manifest):
    return Activation.objects.get(pemda_id=pemda.code, slug=manifest.slug).settings


def refused(error, pemda, manifest, actor):
    before, undone = stored(pemda, manifest), SettingsChange.objects.exclude(undone_at=None).count()
    with pytest.raises(error):
        undo_settings(slug=manifest.slug, actor=actor)
    assert stored(pemda, manifest) == before
    assert SettingsChange.objects.exclude(undone_at=None).count() == undone
    assert not Entry.objects.filter(act="module.settings_undone").exists()


def test_a_change_is_kept_as_it_was_stored(in_poso, rina, number):
    manifest, name, low, high = number
    change_settings(slug=manifest.slug, values={name: low}, actor=rina)
    change_settings(slug=manifest.slug, values={name: high}, actor=rina)
    newest, first = settings_history(manifest.slug, in_poso.code)
    assert (first.before, first.after) == ({}, {name: low})
    assert (newest.before, newest.after, newest.changed_by) == ({name: low}, {name: high}, "Rina")


def test_saving_what_is_stored_already_is_no_change(in_poso, rina, number):
    manifest, name, low, _high = number
    for _turn in range(2):
        change_settings(slug=manifest.slug, values={name: low}, actor=rina)
    assert len(settings_history(manifest.slug, in_poso.code)) == 1


def test_undo_restores_exactly_what_was_stored_one_change_after_the_other(in_poso, rina, number):
    manifest, name, low, high = number
    change_settings(slug=manifest.slug, values={name: low}, actor=rina)
    change_settings(slug=manifest.slug, values={name: high}, actor=rina)
    undo_settings(slug=manifest.slug, actor=rina)
    assert stored(in_poso, manifest) == {name: low}
    undo_settings(slug=manifest.slug, actor=rina)
    assert stored(in_poso, manifest) == {}
    assert settings_of(manifest.slug, in_poso.code)[name] == manifest.defaults()[name]
    changes = Entry.objects.filter(act="module.settings_undone").order_by("pk").values_list("changes", flat=True)
    assert list(changes)[0] == {name: [high, low]}


def test_nothing_is_left_to_undo(in_poso, rina, number):
    refused(NoSettingsToUndo, in_poso, number[0], rina)


def test_settings_that_changed_since_are_not_undone(in_poso, rina, number):
    manifest, name, low, high = number
    change_settings(slug=manifest.slug, values={name: low}, actor=rina)
    Activation.objects.filter(pemda_id=in_poso.code, slug=manifest.slug).update(settings={name: high})
    refused(SettingsChangedSince, in_poso, manifest, rina)


def test_the_window_of_seven_days_passes(in_poso, rina, number, monkeypatch):
    manifest, name, low, _high = number
    change_settings(slug=manifest.slug, values={name: low}, actor=rina)
    later = timezone.now() + SETTINGS_UNDO_WINDOW + timedelta(minutes=1)
    monkeypatch.setattr("catalog.activations.timezone.now", lambda: later)
    refused(SettingsUndoTooLate, in_poso, manifest, rina)


def test_settings_that_no_longer_fit_the_schema_do_not_come_back(in_poso, rina, number):
    manifest, name, low, _high = number
    change_settings(slug=manifest.slug, values={name: low}, actor=rina)
    row = settings_history(manifest.slug, in_poso.code)[0]
    SettingsChange.objects.create(pemda_id=in_poso.code, slug=manifest.slug, before={"hilang": 1}, after=row.after)
    refused(InvalidSettings, in_poso, manifest, rina)


def test_settings_of_a_module_that_is_off_are_not_undone(in_karawang, rina, number):
    with pytest.raises(ModuleNotActive):
        undo_settings(slug=number[0].slug, actor=rina)
