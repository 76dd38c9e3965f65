"""A new Pemda: from the form to an open door, and every refusal at its field with the text kept."""

from __future__ import annotations

import pytest

from catalog.registry import all_manifests
from provisioning.engine import drive
from provisioning.models import Run
from tenants.audit.models import Entry
from tenants.context import at_pusat, inside
from tenants.directory import pemda_of
from tenants.models import Pemda

NEW = "/armada/baru/"
WISH = {
    "region": "32.04 Kabupaten Bandung",
    "subdomain": "",
    "modules": [],
    "admin_name": "Asep Admin",
    "admin_email": "Asep@Bandung.example",
    "reason": "KSB 12/2026",
}


def test_the_form_adopts_a_region(central_fresh, client_of):
    answer = central_fresh.post(NEW, WISH)

    run = Run.objects.get(pemda_code="32.04")
    assert answer.status_code == 302
    assert answer["Location"] == f"/proses/{run.pk}/"
    assert (run.requested_by, run.reason, run.arguments["subdomain"]) == ("Tiara", "KSB 12/2026", "kab-bandung")
    drive(str(run.pk))
    run.refresh_from_db()
    assert run.state == Run.State.DONE, run.error
    assert Pemda.objects.get(pk="32.04").state == Pemda.State.ACTIVE
    assert "Kabupaten Bandung" in central_fresh.get("/armada/32.04/").content.decode()
    assert client_of(pemda_of("32.04")).get("/").status_code == 200
    with at_pusat():
        entry = Entry.objects.get(act="pusat.pemda_requested")
        assert (entry.actor_name, entry.subject_label) == ("Tiara", "Kabupaten Bandung")
        assert entry.changes["reason"] == "KSB 12/2026"
    with inside(pemda_of("32.04")):
        from tenants.accounts.models import Person

        assert Person.objects.get(kind="admin_ti").email == "asep@bandung.example"


def test_the_form_comes_filled_from_the_list_of_regions(central):
    page = central.get(NEW, {"wilayah": "32.04"}).content.decode()

    assert 'value="32.04 Kabupaten Bandung"' in page
    assert "kab-bandung.localhost" in page


@pytest.mark.parametrize(
    ("change", "field", "message"),
    [
        ({"region": "99.99"}, "region", "Tidak ada wilayah dengan kode 99.99."),
        ({"region": "Atlantis"}, "region", "Tidak ada wilayah dengan kode atau nama ini."),
        ({"region": "Bandung"}, "region", "Beberapa wilayah cocok."),
        ({"region": ""}, "region", ""),
        ({"region": "31.71"}, "region", "bukan daerah otonom"),
        ({"region": "72.02"}, "region", "sudah terdaftar sebagai Pemda"),
        ({"subdomain": "poso"}, "subdomain", "sudah dipakai"),
        ({"subdomain": "pusat"}, "subdomain", "sudah dipakai"),
        ({"subdomain": "tidak_sah!"}, "subdomain", "bukan subdomain yang sah"),
        ({"modules": ["tak_ada"]}, "modules", "tak_ada"),
        ({"admin_email": "bukan surel"}, "admin_email", ""),
        ({"admin_name": ""}, "admin_name", ""),
        ({"reason": ""}, "reason", ""),
    ],
)
def test_a_refusal_stands_at_its_field_and_keeps_what_was_typed(central, change, field, message):
    wish = {**WISH, **change}

    response = central.post(NEW, wish)
    page = response.content.decode()

    assert response.status_code == 422
    assert f'id="id_{field}_error"' in page
    assert message in page
    for name in ("region", "subdomain", "admin_name", "admin_email"):
        if wish[name]:
            assert f'value="{wish[name]}"' in page, name
    if wish["reason"]:
        assert wish["reason"] in page
    assert not Run.objects.filter(requested_by="Tiara").exists()
    assert not Entry.objects.filter(act="pusat.pemda_requested").exists()


def test_a_requirement_must_be_chosen_too(central, monkeypatch):
    import dataclasses

    from catalog import registry
    from catalog.manifest import Requirement

    first, other = all_manifests()[:2]
    needy = dataclasses.replace(first, requires=(Requirement(other.slug),))
    monkeypatch.setitem(registry._manifests, first.slug, needy)

    alone = central.post(NEW, {**WISH, "modules": [first.slug]})

    assert alone.status_code == 422
    page = alone.content.decode()
    assert f"{first.title.id} membutuhkan {other.title.id}." in page
    assert f'value="{first.slug}" checked' in page
    assert central.post(NEW, {**WISH, "modules": [first.slug, other.slug]}).status_code == 302
    assert Run.objects.get(pemda_code="32.04").arguments["modules"] == [other.slug, first.slug]


@pytest.mark.parametrize(
    ("typed", "shown"),
    [
        ("32.04", "kab-bandung.localhost"),
        ("3204", "kab-bandung.localhost"),
        ("kota bandung", "kota-bandung.localhost"),
        ("72.02", "Sudah terdaftar"),
        ("31.71", "bukan daerah otonom"),
        ("band", ""),
        ("", ""),
    ],
)
def test_the_hint_tells_what_is_known_of_the_region(central, typed, shown):
    response = central.get("/armada/baru/wilayah/", {"region": typed})

    assert response.status_code == 200
    assert shown in response.content.decode()
    assert "<html" not in response.content.decode()
