"""Tim pusat as the second person of an erasure: what waits, the two answers, and who may not give them."""

from __future__ import annotations

import pytest
from django.conf import settings
from django.utils import timezone

from adopsi.pusat.erasures import key_of
from catalog.models import Activation
from catalog.registry import all_manifests
from provisioning.engine import drive
from provisioning.erasures.services import ask_erasure
from provisioning.models import Erasure, Run
from tenants.audit.models import Entry
from tenants.context import at_pusat, inside
from tenants.directory import pemda_of

SLUG = next(manifest.slug for manifest in all_manifests() if not manifest.requires)


@pytest.fixture(autouse=True)
def _own_files(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "media")
    monkeypatch.setattr(settings, "ADOPSI_SIGNING_KEY", tmp_path / "signing.pem")


@pytest.fixture
def team(fresh, person, client_of):
    """Two of the team with their clients: (Tiara, hers), (Tono, his)."""
    with at_pusat():
        people = [person(name, kind="tim_pusat") for name in ("Tiara", "Tono")]
    return [(each, client_of(None, each)) for each in people]


@pytest.fixture
def asked(fresh):
    """Poso's IT admin wants the data of a parked module erased."""
    return wish()


def wish(**fields):
    rows = Activation.objects.using("owner").filter(pemda_id="72.02", slug=SLUG)
    rows.update(state=Activation.State.PARKED, parked_at=timezone.now())
    who = {"asked_by": "Rina", "asked_by_key": "72.02:1", "reason": "SK Bupati 12/2026"}
    return ask_erasure(pemda_code="72.02", slug=SLUG, **{**who, **fields})


def audit(act):
    with at_pusat():
        return list(Entry.objects.filter(act=act).values_list("actor_name", flat=True))


def unchanged(erasure):
    erasure.refresh_from_db()
    assert (erasure.state, erasure.run, erasure.approved_by) == (Erasure.State.ASKED, None, "")
    assert not Run.objects.filter(operation="purge_module").exists()
    assert Activation.objects.filter(pemda_id="72.02", slug=SLUG).exists()
    assert audit("pusat.erasure_approved") == audit("pusat.erasure_refused") == []


def test_what_waits_is_seen_and_approved_by_the_second_person(team, asked):
    (_tiara, client), _tono = team
    listed = client.get("/penghapusan/").content.decode()
    assert f'href="/penghapusan/{asked.pk}/"' in listed
    assert "1 permintaan menunggu orang kedua" in listed
    assert 'href="/penghapusan/"' in client.get("/armada/").content.decode()
    page = client.get(f"/penghapusan/{asked.pk}/").content.decode()
    for text in ("SK Bupati 12/2026", "Rina", f"{SLUG}_", "Satu berkas ZIP", "Setujui penghapusan"):
        assert text in page

    answer = client.post(f"/penghapusan/{asked.pk}/setujui/")

    asked.refresh_from_db()
    assert answer["Location"] == f"/proses/{asked.run_id}/"
    assert drive(str(asked.run_id))
    asked.refresh_from_db()
    assert (asked.state, asked.approved_by) == (Erasure.State.DONE, "Tiara"), asked.run.error
    assert not Activation.objects.filter(pemda_id="72.02", slug=SLUG).exists()
    assert audit("pusat.erasure_approved") == ["Tiara"]
    done = client.get(f"/penghapusan/{asked.pk}/").content.decode()
    assert asked.export_sha256 in done
    assert "Pemda dapat mengunduh arsipnya sampai" in done
    assert f'href="/penghapusan/{asked.pk}/sertifikat' not in done
    assert client.get(f"/verifikasi/{asked.pk}/sertifikat.pdf").getvalue().startswith(b"%PDF")


def test_who_asked_is_refused_and_nothing_changes(team):
    (tiara, hers), (_tono, his) = team
    erasure = wish(asked_by="Tiara", asked_by_key=key_of(tiara))
    assert "setujui/" not in hers.get(f"/penghapusan/{erasure.pk}/").content.decode()

    said = hers.post(f"/penghapusan/{erasure.pk}/setujui/", follow=True).content.decode()

    assert "harus disetujui oleh orang lain" in said
    unchanged(erasure)
    his.post(f"/penghapusan/{erasure.pk}/setujui/")
    erasure.refresh_from_db()
    assert (erasure.state, erasure.approved_by) == (Erasure.State.APPROVED, "Tono")


def test_a_refusal_needs_a_reason_which_the_pemda_reads(team, asked, person, client_of):
    (_tiara, client), _tono = team
    assert "Tulis alasan penolakan" in client.post(f"/penghapusan/{asked.pk}/tolak/", follow=True).content.decode()
    unchanged(asked)

    client.post(f"/penghapusan/{asked.pk}/tolak/", {"reason": "Masih diperiksa BPK"})

    asked.refresh_from_db()
    assert (asked.state, asked.refusal) == (Erasure.State.REFUSED, "Masih diperiksa BPK")
    assert not Run.objects.filter(operation="purge_module").exists()
    assert audit("pusat.erasure_refused") == ["Tiara"]
    late = client.post(f"/penghapusan/{asked.pk}/setujui/", follow=True).content.decode()
    assert "sudah diputuskan" in late
    poso = pemda_of("72.02")
    with inside(poso):
        rina = person("Rina", kind="admin_ti")
    assert "Masih diperiksa BPK" in client_of(poso, rina).get(f"/konsol/penghapusan/{asked.pk}/").content.decode()


def test_a_pemdas_admin_cannot_reach_it(fresh, asked, person, client_of):
    poso = pemda_of("72.02")
    with inside(poso):
        otto = person("Otto", kind="admin_ti")
    with at_pusat():
        lost = person("Otto", kind="admin_ti")
    for path in ("", "setujui/", "tolak/"):
        address = f"/penghapusan/{asked.pk}/{path}"
        assert client_of(poso, otto).post(address, {"reason": "x"}).status_code == 404
        assert client_of(None, lost).post(address, {"reason": "x"}).status_code == 403
    assert client_of(poso, otto).get("/penghapusan/").status_code == 404
    assert client_of(None, lost).get("/penghapusan/").status_code == 403
    unchanged(asked)


@pytest.mark.parametrize(
    ("query", "found"),
    [
        ({"cari": "poso"}, True),
        ({"cari": "72.02"}, True),
        ({"cari": "rina"}, True),
        ({"cari": "bekasi"}, False),
        ({"keadaan": "asked"}, True),
        ({"keadaan": "done"}, False),
    ],
)
def test_the_list_is_searched_and_filtered(team, asked, query, found):
    (_tiara, client), _tono = team
    page = client.get("/penghapusan/", query).content.decode()
    assert (f'href="/penghapusan/{asked.pk}/"' in page) == found
    assert ("Tidak ada yang cocok" in page) != found
    rows = client.get("/penghapusan/", {**query, "unduh": "csv"}).content.decode()
    assert ("SK Bupati" in rows) == found


def test_where_nobody_asked_the_list_says_so(central):
    assert "Belum ada penghapusan" in central.get("/penghapusan/").content.decode()
    assert central.get("/penghapusan/00000000-0000-0000-0000-000000000000/").status_code == 404
