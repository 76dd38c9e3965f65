"""What every module on the shelf keeps, whoever wrote it."""

import dataclasses
import json
import re
from dataclasses import replace
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse
from django.utils import timezone

from adopsi import theme
from catalog.manifest import BrokenManifest, Manifest, check_manifest
from catalog.registry import get_manifest, hook
from tenants.privacy.errors import NothingToCorrect

ROOT = Path(__file__).resolve().parent.parent
modules = pytest.mark.parametrize("slug", settings.MODULE_LABELS)


@pytest.fixture
def icons():
    return set(json.loads((Path(theme.__file__).parent / "icons.json").read_text()))


@modules
def test_its_icons_are_drawn(slug, icons):
    manifest = get_manifest(slug)
    used = {manifest.icon, *(item.icon for item in manifest.menu)}
    used |= {tile.icon for tile in (manifest.tile, manifest.quick_action) if tile}
    assert used <= icons


@modules
def test_its_tile_and_menu_lead_somewhere(slug):
    manifest = get_manifest(slug)
    for tile in (manifest.tile, manifest.quick_action):
        if tile:
            assert reverse(f"{slug}:{tile.url_name}", urlconf="adopsi.urls_pemda").startswith(f"/{slug}/")
    for link in manifest.public_links:
        assert reverse(f"{slug}:{link.url_name}", urlconf="adopsi.urls_pemda").startswith(f"/{slug}/")
    for item in manifest.menu:
        reverse(f"{slug}-console:{item.url_name}", urlconf="adopsi.urls_pemda")


@modules
def test_it_has_help_for_admins_that_says_something(slug):
    manifest = get_manifest(slug)
    assert any(page.audience == "admin_ti" for page in manifest.help_pages)
    for page in manifest.help_pages:
        assert len(get_template(page.template).render({})) > 300


@modules
def test_it_declares_its_data_and_its_changes(slug):
    manifest = get_manifest(slug)
    assert manifest.changelog
    assert manifest.changelog[0].version == manifest.version
    assert all(field.retention_days > 0 for field in manifest.personal_data)
    assert manifest.next_steps


@modules
def test_exporting_and_erasing_a_stranger_finds_nothing_and_harms_nobody(slug, in_poso, sari):
    manifest = get_manifest(slug)
    if not manifest.personal_data:
        pytest.skip("keeps no personal data")
    assert isinstance(hook(manifest, "export_person")(sari), dict)
    assert isinstance(hook(manifest, "erase_person")(sari), dict)


@modules
def test_personal_data_names_real_fields(slug):
    from django.apps import apps

    for field in get_manifest(slug).personal_data:
        model = apps.get_model(field.model)
        for name in field.fields:
            model._meta.get_field(name)


@modules
def test_search_map_and_statistics_answer_for_a_guest(slug, in_poso):
    from django.contrib.auth.models import AnonymousUser

    manifest = get_manifest(slug)
    if search := hook(manifest, "search"):
        assert isinstance(search("jalan", AnonymousUser()), list)
    if points := hook(manifest, "map_points"):
        assert isinstance(points(), list)
    if numbers := hook(manifest, "statistics"):
        assert isinstance(numbers(), list)


RIGHTS = ("export_person", "erase_person", "correctable_data", "correct_data", "expired_data", "expire_data")


@modules
def test_a_module_with_personal_data_serves_every_right(slug, in_poso, sari):
    """UU 27/2022: a copy, erasure, correction and the end of retention, for each model that it names."""
    manifest = get_manifest(slug)
    if not manifest.personal_data:
        pytest.skip("keeps no personal data")
    for name in RIGHTS:
        assert callable(hook(manifest, name)), name
    for field in hook(manifest, "correctable_data")(sari):
        assert field.label
    for data in manifest.personal_data:
        rows = hook(manifest, "expired_data")(data.model, timezone.now())
        assert rows.model._meta.label == data.model
        hook(manifest, "expire_data")(data.model, rows)
        assert not hook(manifest, "expired_data")(data.model, timezone.now()).exists()


@modules
@pytest.mark.parametrize("missing", RIGHTS)
def test_a_module_with_personal_data_and_without_a_handler_is_refused(slug, missing):
    manifest = get_manifest(slug)
    if not manifest.personal_data:
        pytest.skip("keeps no personal data")
    with pytest.raises(BrokenManifest) as caught:
        check_manifest(replace(manifest, **{missing: ""}), folder=slug)
    assert missing in str(caught.value)


@modules
def test_nobody_corrects_a_strangers_data(slug, in_poso, otto):
    manifest = get_manifest(slug)
    if not manifest.personal_data:
        pytest.skip("keeps no personal data")
    with pytest.raises(NothingToCorrect):
        hook(manifest, "correct_data")(otto, "tidak/ada", "Nilai baru")


@modules
def test_its_consents_say_what_happens_when_they_are_withdrawn(slug, in_poso, sari):
    manifest = get_manifest(slug)
    for purpose in manifest.consents:
        for text in (purpose.title, purpose.text, purpose.withdrawal):
            assert text.id
            assert text.en
        assert isinstance(hook(manifest, "consent_withdrawn")(sari, purpose.key), dict)


def test_the_page_on_modules_names_all_that_a_manifest_states_and_a_module_may_use():
    page = (ROOT / "docs" / "modules.md").read_text()
    named = set(re.findall(r"`(\w+)`", page))
    assert {field.name for field in dataclasses.fields(Manifest)} <= named
    assert {path.stem for path in (ROOT / "catalog" / "sdk").glob("[a-z]*.py")} <= named
