"""What every module on the shelf keeps, whoever wrote it."""

import json
from pathlib import Path

import pytest
from django.conf import settings
from django.template.loader import get_template
from django.urls import reverse

from adopsi import theme
from catalog.registry import get_manifest, hook

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
