"""Settings forms out of JSON Schema."""

import pytest
from django.utils import translation

from adopsi.console.forms.settings import field_of
from catalog.activations import settings_of
from catalog.registry import all_manifests
from tenants.audit.models import Entry


def with_bounded_integer():
    for manifest in all_manifests():
        for name, rule in manifest.settings_schema.get("properties", {}).items():
            if rule.get("type") == "integer" and "maximum" in rule:
                return manifest, name, rule
    pytest.skip("no module on the shelf has such a setting")


def filled(manifest, **changes):
    values = {**manifest.defaults(), **changes}
    return {name: "on" if value is True else value for name, value in values.items() if value is not False}


def test_a_change_is_kept_and_noted(in_poso, client_of, rina):
    manifest, name, rule = with_bounded_integer()
    response = client_of(in_poso, rina).post(
        f"/konsol/katalog/{manifest.slug}/pengaturan/", filled(manifest, **{name: rule["minimum"]})
    )
    assert response.status_code == 302
    assert settings_of(manifest.slug, in_poso.code)[name] == rule["minimum"]
    entry = Entry.objects.get(act="module.settings_changed")
    assert entry.changes[name] == [rule["default"], rule["minimum"]]


def test_what_does_not_fit_stays_as_typed_and_changes_nothing(in_poso, client_of, rina):
    manifest, name, rule = with_bounded_integer()
    wrong = rule["maximum"] + 1
    response = client_of(in_poso, rina).post(
        f"/konsol/katalog/{manifest.slug}/pengaturan/", filled(manifest, **{name: wrong})
    )
    page = response.content.decode()
    assert response.status_code == 422
    assert f'value="{wrong}"' in page
    assert f'id="id_{name}_error"' in page
    assert settings_of(manifest.slug, in_poso.code)[name] == rule["default"]
    assert not Entry.objects.filter(act="module.settings_changed").exists()


def test_settings_of_a_module_that_is_off_do_not_exist(in_karawang, client_of, rina, manifest):
    assert client_of(in_karawang, rina).get(f"/konsol/katalog/{manifest.slug}/pengaturan/").status_code == 404


@pytest.mark.parametrize(
    ("rule", "typed", "value"),
    [
        ({"type": "string", "maxLength": 5}, " abc ", "abc"),
        ({"type": "integer", "minimum": 1, "maximum": 9}, "3", 3),
        ({"type": "boolean"}, "on", True),
        ({"type": "boolean"}, None, False),
        ({"type": "string", "enum": ["a", "b"]}, "b", "b"),
        ({"type": "integer", "enum": [1, 2]}, "2", 2),
        ({"type": "array", "items": {"type": "string"}}, "satu\n\n dua ", ["satu", "dua"]),
        ({"type": "array", "items": {"type": "integer"}}, "1\n2", [1, 2]),
        ({"type": "array", "items": {"type": "string", "enum": ["a", "b"]}}, ["a"], ["a"]),
    ],
)
def test_every_kind_of_property_has_a_field(rule, typed, value):
    assert field_of({"title": "X", "x-en": "X", **rule}).clean(typed) == value


def test_numbers_take_a_decimal_comma():
    with translation.override("id"):
        assert field_of({"type": "number", "title": "X", "x-en": "X"}).clean("2,5") == 2.5


def test_labels_follow_the_language():
    rule = {
        "type": "string",
        "title": "Warna",
        "x-en": "Colour",
        "enum": ["m"],
        "x-labels": {"m": {"id": "Merah", "en": "Red"}},
    }
    with translation.override("id"):
        field = field_of(rule)
        assert (field.label, field.choices) == ("Warna", [("m", "Merah")])
    with translation.override("en"):
        field = field_of(rule)
        assert (field.label, field.choices) == ("Colour", [("m", "Red")])
