"""Releases in the console: what is new, upgrading now, rings, pauses, pins, and the rollouts that concern a Pemda."""

from datetime import timedelta

import pytest
from django.utils import timezone

from adopsi.console.releases import kept_values
from catalog.models import Activation
from catalog.registry import all_manifests
from provisioning.models import Pin, Release, Rollout, RolloutTarget, Run
from provisioning.releases.shelf import current_release
from tenants.audit.models import Entry
from tenants.models import Pemda
from tenants.router import OWNER

TOMORROW = (timezone.localdate() + timedelta(days=1)).isoformat()
YESTERDAY = (timezone.localdate() - timedelta(days=1)).isoformat()


@pytest.fixture
def behind(town, enabled):
    """The module in Karawang, at an older release whose first table lacks a column."""
    release = current_release(enabled.slug, using=OWNER)
    tables = {name: {**parts, "columns": dict(parts["columns"])} for name, parts in release.catalog["tables"].items()}
    table = sorted(tables)[0]
    column = tables[table]["columns"].popitem()[0]
    Release.objects.using(OWNER).create(
        slug=enabled.slug,
        version="0.9.0",
        fingerprint="0" * 64,
        segments=release.segments,
        seeds=release.seeds,
        catalog={**release.catalog, "tables": tables},
    )
    rows = Activation.objects.using(OWNER).filter(pemda_id=town.code, slug=enabled.slug)
    rows.update(version="0.9.0", fingerprint="0" * 64)
    return enabled, table, column


def test_what_is_new_is_shown_and_the_upgrade_is_made(town, admin, client_of, finish, behind):
    manifest, table, column = behind
    client = client_of(town, admin)
    index = client.get("/konsol/rilis/").content.decode()
    assert "0.9.0" in index
    assert "Ditutup sampai dimutakhirkan" in index
    shown = client.get(f"/konsol/rilis/modul/{manifest.slug}/")
    page = shown.content.decode()
    assert str(manifest.changelog[0].notes[0]) in page
    assert table in page
    assert column in page
    assert Run.objects.filter(operation="upgrade_module").count() == 0
    client.post(f"/konsol/rilis/modul/{manifest.slug}/", {"rencana": shown.context["plan"].token})
    finish()
    run = Run.objects.get(operation="upgrade_module", pemda_code=town.code)
    assert run.state == Run.State.DONE, run.error
    assert Activation.objects.get(pemda_id=town.code, slug=manifest.slug).version == manifest.version
    assert "Sudah memakai rilis terbaru" in client.get(f"/konsol/rilis/modul/{manifest.slug}/").content.decode()
    refused = client.post(f"/konsol/rilis/modul/{manifest.slug}/")
    assert refused.status_code == 409
    assert Run.objects.filter(operation="upgrade_module").count() == 1


def test_a_module_that_is_off_has_no_release_here(in_karawang, rina, client_of, manifest):
    assert client_of(in_karawang, rina).get(f"/konsol/rilis/modul/{manifest.slug}/").status_code == 404
    assert "Belum ada modul" in client_of(in_karawang, rina).get("/konsol/rilis/").content.decode()


def test_ring_and_window_are_chosen(in_poso, rina, client_of):
    client = client_of(in_poso, rina)
    form = {"cincin-ring": "volunteer", "cincin-window_starts": "22:00", "cincin-window_ends": "04:30"}
    assert client.post("/konsol/rilis/cincin/", form).status_code == 302
    pemda = Pemda.objects.get(pk=in_poso.code)
    assert (pemda.ring, f"{pemda.window_starts:%H:%M}", f"{pemda.window_ends:%H:%M}") == (
        "volunteer",
        "22:00",
        "04:30",
    )
    assert Entry.objects.get(act="release.ring_chosen").changes == {"ring": "volunteer", "window": "22.00–04.30"}


@pytest.mark.parametrize(
    ("address", "form", "words"),
    [
        ("cincin", {"cincin-ring": "bukan"}, "bukan"),
        ("cincin", {"cincin-ring": "everyone", "cincin-window_starts": "22:00"}, "Isi jam mulai dan jam selesai"),
        ("jeda", {"jeda-until": YESTERDAY, "jeda-reason": "Pemilu"}, "Tanggal itu sudah lewat"),
        ("jeda", {"jeda-until": TOMORROW, "jeda-reason": " "}, "jeda-reason"),
    ],
)
def test_what_does_not_fit_is_said_and_changes_nothing(in_poso, rina, client_of, address, form, words):
    before = Pemda.objects.filter(pk=in_poso.code).values().get()
    response = client_of(in_poso, rina).post(f"/konsol/rilis/{address}/", form)
    assert response.status_code == 422
    assert words in response.content.decode()
    assert Pemda.objects.filter(pk=in_poso.code).values().get() == before
    assert not Entry.objects.filter(act__startswith="release.").exists()


def test_everything_is_paused_and_resumed(in_poso, rina, client_of):
    client = client_of(in_poso, rina)
    client.post("/konsol/rilis/jeda/", {"jeda-until": TOMORROW, "jeda-reason": "Pilkada"})
    page = client.get("/konsol/rilis/").content.decode()
    assert "Semua rilis baru dijeda sampai" in page
    assert "Pilkada" in page
    client.post("/konsol/rilis/lanjut/")
    assert Pemda.objects.get(pk=in_poso.code).upgrades_paused_until is None
    acts = Entry.objects.filter(act__startswith="release.").order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["release.paused", "release.resumed"]


def test_a_module_is_pinned_with_reason_and_date(in_poso, rina, client_of, manifest):
    client, base = client_of(in_poso, rina), f"/konsol/rilis/modul/{manifest.slug}/"
    refused = client.post(f"{base}sematkan/", {"until": YESTERDAY, "reason": "Audit"})
    assert refused.status_code == 422
    assert not Pin.objects.exists()
    client.post(f"{base}sematkan/", {"until": TOMORROW, "reason": "Audit BPK"})
    pin = Pin.objects.get(pemda_code=in_poso.code)
    assert (pin.slug, pin.reason, pin.pinned_by) == (manifest.slug, "Audit BPK", "Rina")
    assert "Audit BPK" in client.get(base).content.decode()
    client.post(f"{base}lepas/")
    assert not Pin.objects.exists()


@pytest.mark.parametrize(
    ("rollout", "target", "pemda", "words"),
    [
        ({"ring": "canary"}, {"ring": "everyone"}, {}, "Sesudah gelombang Perintis selesai"),
        ({"state": "halted", "ring": "everyone"}, {"ring": "everyone"}, {}, "Menunggu tim pusat"),
        ({"state": "cancelled"}, {"ring": "everyone"}, {}, "dibatalkan tim pusat"),
        ({"ring": "everyone"}, {"ring": "everyone"}, {}, "Sebentar lagi"),
        ({"ring": "everyone"}, {"ring": "everyone"}, {"upgrades_paused_until": TOMORROW}, "Dijeda sampai"),
        ({"ring": "everyone"}, {"ring": "everyone", "state": "skipped", "note": "Disematkan"}, {}, "Disematkan"),
    ],
)
def test_when_a_rollout_comes_is_said_in_words(in_poso, rina, client_of, manifest, rollout, target, pemda, words):
    made = Rollout.objects.create(slug=manifest.slug, version="9.9.9", requested_by="Tiara", **rollout)
    RolloutTarget.objects.create(rollout=made, pemda_code=in_poso.code, from_version="1.0.0", **target)
    RolloutTarget.objects.create(rollout=made, pemda_code="32.15", from_version="0.0.7", ring="everyone")
    if pemda:
        Pemda.objects.filter(pk=in_poso.code).update(**pemda)
    page = client_of(in_poso, rina).get("/konsol/rilis/").content.decode()
    assert words in page
    assert "9.9.9" in page
    assert "0.0.7" not in page


def test_kept_values_are_shown_beside_the_releases_own():
    kept = [
        {"table": "t", "key": {"code": "jalan"}, "column": "name", "yours": "Jalan kami", "ours": "Jalan"},
        {"table": "t", "key": {"code": "banjir"}, "deleted": True},
        {"table": "t", "key": {"opd": {"ref": ["o", "id", {"code": "pupr"}]}}},
    ]
    assert [(each.row, each.own, each.release) for each in kept_values(kept)] == [
        ("jalan", "Jalan kami", "Jalan"),
        ("banjir", "Anda menghapusnya", "baris bawaan"),
        ("pupr", "Anda sudah punya", "baris baru"),
    ]


def test_every_module_is_listed_and_exported(in_poso, rina, client_of):
    text = client_of(in_poso, rina).get("/konsol/rilis/", {"format": "csv"}).content.decode()
    for manifest in all_manifests():
        assert manifest.slug in text
