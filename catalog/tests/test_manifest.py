"""A broken manifest stops the start with file, field and reason."""

from dataclasses import replace

import pytest

from catalog.manifest import (
    BrokenManifest,
    Dimension,
    Hue,
    Kind,
    Manifest,
    MenuItem,
    NotificationKind,
    PersonalData,
    Requirement,
    Role,
    Text,
    Tile,
    check_manifest,
)
from catalog.registry import check_shelf

WORD = Text("Kata", "Word")
GOOD = Manifest(
    slug="contoh",
    version="1.0.0",
    title=WORD,
    summary=WORD,
    description=WORD,
    icon="bell",
    owner_opd="diskominfo",
    dimension=Dimension.LIVING,
    kind=Kind.CITIZEN,
    roles=(Role("contoh.petugas", WORD, WORD),),
    tile=Tile(WORD, "bell", Hue.TEAL, "home"),
)


def test_a_good_manifest_passes():
    check_manifest(GOOD, folder="contoh")


@pytest.mark.parametrize(
    ("change", "field"),
    [
        ({"slug": "Contoh"}, "slug"),
        ({"slug": "lain"}, "slug"),
        ({"version": "1.0"}, "version"),
        ({"version": "satu"}, "version"),
        ({"title": Text("Kata", "")}, "title"),
        ({"requires": (Requirement("laksa", "bukan rentang"),)}, "requires"),
        ({"requires": (Requirement("contoh"),)}, "requires"),
        ({"roles": (Role("lain.petugas", WORD, WORD),)}, "roles"),
        ({"menu": (MenuItem(WORD, "bell", "queue", ("contoh.tidak_ada",)),)}, "menu"),
        ({"notifications": (NotificationKind("lain.baru", WORD, "warga"),)}, "notifications"),
        ({"tile": None}, "tile"),
        ({"default_data": "bukan jalur!"}, "default_data"),
        ({"personal_data": (PersonalData("contoh.X", ("name",), WORD, WORD, 30),)}, "personal_data"),
        ({"settings_schema": {"type": "object", "properties": {"a": {"type": "salah"}}}}, "settings_schema"),
        ({"settings_schema": {"type": "object", "properties": {"a": {"type": "integer"}}}}, "settings_schema"),
        (
            {
                "settings_schema": {
                    "type": "object",
                    "properties": {"a": {"type": "integer", "title": "A", "x-en": "A", "default": "bukan angka"}},
                }
            },
            "settings_schema",
        ),
    ],
)
def test_a_broken_field_is_named(change, field):
    with pytest.raises(BrokenManifest) as caught:
        check_manifest(replace(GOOD, **change), folder="contoh")
    assert caught.value.field_name == field
    assert "catalog/modules/contoh/manifest.py" in str(caught.value)


def test_a_requirement_that_nobody_meets_is_refused():
    with pytest.raises(BrokenManifest, match="not on the shelf"):
        check_shelf({"contoh": replace(GOOD, requires=(Requirement("laksa", ">=9"),))})


def test_requirements_in_a_circle_are_refused():
    first = replace(GOOD, requires=(Requirement("dua"),))
    second = replace(GOOD, slug="dua", requires=(Requirement("contoh"),))
    with pytest.raises(BrokenManifest, match="circle"):
        check_shelf({"contoh": first, "dua": second})
