"""Erasing a parked module's data in the console: two people, an archive, a certificate, and nobody else's files."""

import io
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings
from django.utils import timezone

from catalog.models import Activation
from provisioning.erasures.retention import delete_old_exports
from provisioning.models import Erasure, Run
from tenants.audit.models import Entry
from tenants.context import inside
from tenants.directory import pemda_of


@pytest.fixture(autouse=True)
def _own_files(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "media")
    monkeypatch.setattr(settings, "ADOPSI_SIGNING_KEY", tmp_path / "signing.pem")


@pytest.fixture
def second(town, person):
    """Karawang's other IT admin."""
    with inside(town):
        return person("Wira", kind="admin_ti")


@pytest.fixture
def parked(town, admin, client_of, finish, enabled):
    """The module, parked."""
    client_of(town, admin).post(f"/konsol/katalog/{enabled.slug}/nonaktifkan/")
    finish()
    return enabled


@pytest.fixture
def asked(town, admin, client_of, parked):
    """The erasure that Rina asked for."""
    client_of(town, admin).post(f"/konsol/katalog/{parked.slug}/hapus-data/", {"reason": "SK 12"})
    return Erasure.objects.get(pemda_code=town.code)


def page_of(client, erasure, act=""):
    return client.get(f"/konsol/penghapusan/{erasure.pk}/{act}")


def test_the_module_page_says_how_long_and_offers_both_ways(town, admin, client_of, parked):
    page = client_of(town, admin).get(f"/konsol/katalog/{parked.slug}/").content.decode()
    assert f"Disimpan {parked.park_days - 1} hari lagi" in page
    assert f'href="/konsol/katalog/{parked.slug}/aktifkan/"' in page
    assert f'href="/konsol/katalog/{parked.slug}/hapus-data/"' in page


def test_asking_needs_a_reason_and_erases_nothing(town, admin, client_of, finish, parked):
    client, url = client_of(town, admin), f"/konsol/katalog/{parked.slug}/hapus-data/"
    assert "orang kedua" in client.get(url).content.decode().lower()
    assert client.post(url, {"reason": " "}).status_code == 422
    assert not Erasure.objects.exists()
    answer = client.post(url, {"reason": "SK 12"})
    erasure = Erasure.objects.get()
    assert answer.url == f"/konsol/penghapusan/{erasure.pk}/"
    assert client.get(url).url == answer.url
    finish()
    assert Activation.objects.filter(pemda_id=town.code, slug=parked.slug).exists()


def test_an_active_modules_data_is_not_erased(town, admin, client_of, enabled):
    client, url = client_of(town, admin), f"/konsol/katalog/{enabled.slug}/hapus-data/"
    assert "Minta penghapusan</button>" not in client.get(url).content.decode()
    assert client.post(url, {"reason": "SK 12"}).status_code == 409
    assert not Erasure.objects.exists()


def test_the_same_person_cannot_approve(town, admin, client_of, asked):
    client = client_of(town, admin)
    assert "Setujui penghapusan" not in page_of(client, asked).content.decode()
    refused = client.post(f"/konsol/penghapusan/{asked.pk}/setujui/", follow=True).content.decode()
    assert "harus disetujui oleh orang lain" in refused
    asked.refresh_from_db()
    assert (asked.state, asked.run) == (Erasure.State.ASKED, None)
    with inside(town):
        assert not Entry.objects.filter(act="erasure.approved").exists()


def test_two_people_erase_and_download(town, admin, second, client_of, finish, asked):
    client = client_of(town, second)
    assert "Setujui penghapusan" in page_of(client, asked).content.decode()
    client.post(f"/konsol/penghapusan/{asked.pk}/setujui/")
    finish()
    asked.refresh_from_db()
    assert asked.state == Erasure.State.DONE, asked.run.error
    assert not Activation.objects.filter(pemda_id=town.code, slug=asked.slug).exists()
    page = page_of(client, asked).content.decode()
    assert asked.export_sha256 in page
    archive = page_of(client, asked, "arsip/")
    assert "manifest.json" in zipfile.ZipFile(io.BytesIO(archive.getvalue())).namelist()
    assert "attachment" in archive["Content-Disposition"]
    assert page_of(client, asked, "sertifikat/").getvalue().startswith(b"%PDF")
    with inside(town):
        assert Entry.objects.filter(act="erasure.downloaded", actor_name="Wira").count() == 2
    assert Run.objects.filter(operation="purge_module").count() == 1


def test_the_page_says_when_the_archive_goes_and_when_it_went(town, second, client_of, finish, asked):
    client = client_of(town, second)
    client.post(f"/konsol/penghapusan/{asked.pk}/setujui/")
    finish()
    assert "Arsip dapat diunduh sampai" in page_of(client, asked).content.decode()
    Erasure.objects.using("owner").update(finished_at=timezone.now() - timedelta(days=31))
    assert delete_old_exports() == 1
    page = page_of(client, asked).content.decode()
    assert "Arsip ekspor dihapus pada" in page
    asked.refresh_from_db()
    assert asked.export_sha256 in page
    assert "Unduh arsip" not in page
    assert page_of(client, asked, "arsip/").status_code == 404
    assert page_of(client, asked, "sertifikat/").status_code == 200


def test_files_are_nobody_elses(town, second, client_of, finish, asked, person):
    client_of(town, second).post(f"/konsol/penghapusan/{asked.pk}/setujui/")
    finish()
    with inside(town):
        officer = person("Budi", kind="petugas")
    poso = pemda_of("72.02")
    with inside(poso):
        stranger = person("Otto", kind="admin_ti")
    for act in ("arsip/", "sertifikat/"):
        assert page_of(client_of(town, officer), asked, act).status_code == 403
        assert page_of(client_of(poso, stranger), asked, act).status_code == 404
        assert page_of(client_of(town), asked, act).status_code == 302
    assert page_of(client_of(poso, stranger), asked).status_code == 404
    assert client_of(poso, stranger).post(f"/konsol/penghapusan/{asked.pk}/tolak/").status_code == 404


def test_a_refused_wish_erases_nothing_and_can_be_asked_again(town, admin, second, client_of, asked):
    client_of(town, second).post(f"/konsol/penghapusan/{asked.pk}/tolak/")
    asked.refresh_from_db()
    assert asked.state == Erasure.State.REFUSED
    assert page_of(client_of(town, admin), asked, "arsip/").status_code == 404
    late = client_of(town, second).post(f"/konsol/penghapusan/{asked.pk}/setujui/", follow=True).content.decode()
    assert "sudah diputuskan" in late
    assert not Run.objects.filter(operation="purge_module").exists()
    client_of(town, admin).post(f"/konsol/katalog/{asked.slug}/hapus-data/", {"reason": "Lagi"})
    assert Erasure.objects.filter(pemda_code=town.code).count() == 2
    listed = client_of(town, admin).get("/konsol/penghapusan/", {"keadaan": "refused"})
    assert [row.pk for row in listed.context["page"]] == [asked.pk]
