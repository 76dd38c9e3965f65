"""Backups by the clock, proofs, badges, what is kept, and the pages and commands around them."""

import io
import json
import zipfile
from datetime import UTC, datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from tests.plugin import CODES
from tests.test_keeping_archives import back_up, content, done, drive, erase, flipped, kept, schemas  # noqa: F401 - fixtures

POSO, KARAWANG = CODES["poso"], CODES["karawang"]


def make(days_ago, *, kind="scheduled", proof="none", code=POSO):
    from provisioning.models import Backup

    made = timezone.now() - timedelta(days=days_ago)
    return Backup.objects.using("owner").create(
        pemda_code=code,
        kind=kind,
        path=f"{code}/{days_ago}",
        requested_by="uji",
        made_at=made,
        checked_at=made,
        proof=proof,
        tested_at=made if proof != "none" else None,
    )


def age(code=POSO, days=30):
    from tenants.models import Pemda

    Pemda.objects.using("owner").filter(pk=code).update(created_at=timezone.now() - timedelta(days=days))


# --- the clock ----------------------------------------------------------------------------------------


def test_a_backup_is_due_at_the_pemdas_own_hour():
    from provisioning.keeping.schedule import due_at, minute_of
    from provisioning.models import BackupPlan

    plan, zone = BackupPlan(pemda_code=POSO, hour=1), ZoneInfo("Asia/Makassar")
    now = datetime(2026, 11, 22, 3, 0, tzinfo=UTC)
    assert due_at(plan, now=now, zone=zone) == datetime(2026, 11, 22, 1, minute_of(POSO), tzinfo=zone)
    before = datetime(2026, 11, 21, 16, 59, tzinfo=UTC)
    assert due_at(plan, now=before, zone=zone).date().isoformat() == "2026-11-21"


def test_a_fleet_does_not_begin_in_the_same_minute():
    from provisioning.keeping.schedule import minute_of

    minutes = {minute_of(f"{province}.{number:02}") for province in range(11, 40) for number in range(1, 20)}
    assert len(minutes) == 60


def test_each_night_has_one_backup_of_each_pemda_that_wants_one(kept):  # noqa: F811
    from provisioning.keeping.schedule import start_due_backups
    from provisioning.keeping.services import change_plan
    from provisioning.models import Run

    change_plan(pemda_code=KARAWANG, is_on=False, hour=1, keep_daily=7, keep_weekly=4, keep_monthly=6, changed_by="uji")
    assert start_due_backups() == 1
    assert start_due_backups() == 0
    run = Run.objects.get(operation="backup_pemda")
    assert (run.pemda_code, run.arguments["kind"]) == (POSO, "scheduled")
    done(run)
    assert start_due_backups() == 0


def test_proofs_come_by_turns(kept):  # noqa: F811
    from provisioning.keeping.schedule import start_due_tests
    from provisioning.models import Run

    assert start_due_tests() == 0
    back_up()
    assert start_due_tests() == 1
    done(Run.objects.get(operation="test_backup"))
    back_up()
    assert start_due_tests() == 0


def test_a_sandbox_is_not_backed_up(kept):  # noqa: F811
    from provisioning.keeping.errors import NotForSandboxes
    from provisioning.keeping.services import request_backup
    from provisioning.models import Run
    from tenants.models import Pemda

    Pemda.objects.using("owner").filter(pk=KARAWANG).update(sandbox_of_id=POSO)
    with pytest.raises(NotForSandboxes):
        request_backup(pemda_code=KARAWANG, requested_by="uji")
    assert not Run.objects.filter(operation="backup_pemda").exists()


# --- proofs -------------------------------------------------------------------------------------------


def test_a_proof_restores_compares_and_leaves_nothing(kept):  # noqa: F811
    from provisioning.keeping.services import request_test

    backup, places, before = back_up(), schemas(), content("pemda_7202")
    run = done(request_test(pemda_code=POSO, requested_by="uji"))
    backup.refresh_from_db()
    assert (backup.proof, backup.tested_at is not None, backup.test_seconds > 0) == ("proven", True, True)
    assert (schemas(), content("pemda_7202")) == (places, before)
    assert [step.state for step in run.steps.all()] == ["done", "done"]


def test_a_backup_that_rots_on_its_disk_is_found_and_turns_the_badge_red(kept, settings):  # noqa: F811
    from provisioning.keeping.badges import badge_of
    from provisioning.keeping.services import request_test

    backup = back_up()
    stored = settings.ADOPSI_BACKUP_FOLDER / backup.path
    stored.write_bytes(flipped(stored.read_bytes()))
    run = drive(request_test(pemda_code=POSO, requested_by="uji"))
    assert (run.state, run.error_code) == ("failed", "archive_damaged")
    backup.refresh_from_db()
    assert backup.proof == "failed"
    badge = badge_of(POSO)
    assert badge.is_red
    assert "gagal dipulihkan" in str(badge.reasons[0])


def test_a_proof_that_finds_other_rows_fails(kept, monkeypatch):  # noqa: F811
    from provisioning.keeping import filling
    from provisioning.keeping.services import request_test

    back_up()
    rests = filling._run

    def lose_a_row(cursor, statements):
        cursor.execute("DELETE FROM accounts_person WHERE name = 'Sari'")
        rests(cursor, statements)

    monkeypatch.setattr(filling, "_run", lose_a_row)
    places = schemas()
    run = drive(request_test(pemda_code=POSO, requested_by="uji"))
    assert (run.error_code, schemas()) == ("restore_differs", places)


# --- badges -------------------------------------------------------------------------------------------


def test_the_badge_of_a_new_pemda_waits_and_that_of_an_old_one_without_backup_is_red(fresh):
    from provisioning.keeping.badges import badge_of

    assert badge_of(POSO).state == "new"
    age()
    assert [str(reason) for reason in badge_of(POSO).reasons] == ["Belum pernah ada cadangan."]


@pytest.mark.parametrize(
    ("last", "proof", "state"), [(0, 0, "green"), (0, 9, "red"), (2, 0, "red"), (0, None, "new"), (3, None, "red")]
)
def test_green_is_fresh_and_proven(fresh, last, proof, state):
    from provisioning.keeping.badges import badge_of

    age()
    if proof is not None:
        make(max(proof, last), proof="proven")
    make(last)
    assert badge_of(POSO).state == state


def test_never_proven_is_red_after_a_while(fresh):
    from provisioning.keeping.badges import badge_of

    age()
    make(0)
    make(2)
    assert [str(reason) for reason in badge_of(POSO).reasons] == ["Pemulihan belum pernah terbukti."]


def test_admins_hear_once_when_it_turns_red(kept):  # noqa: F811
    from provisioning.keeping.badges import alarm
    from provisioning.models import BackupPlan
    from tenants.accounts.models import Person
    from tenants.context import inside

    age()
    assert (alarm(), alarm()) == (1, 0)
    with inside(kept):
        assert Person.objects.get(name="Rina").notifications.filter(kind="inti.cadangan_merah").count() == 1
    make(0, proof="proven")
    alarm()
    assert BackupPlan.objects.get(pk=POSO).alarmed_at is None


# --- what is kept -------------------------------------------------------------------------------------


def test_days_weeks_and_months_are_kept_and_the_newest_proven_one_always(fresh, monkeypatch):
    from provisioning.keeping import pruning, store
    from provisioning.keeping.services import change_plan
    from provisioning.models import Backup

    deleted = []
    monkeypatch.setattr(store, "delete", deleted.append)
    change_plan(pemda_code=POSO, is_on=True, hour=1, keep_daily=3, keep_weekly=2, keep_monthly=2, changed_by="uji")
    for day in range(70):
        make(day, proof="proven" if day == 65 else "none")
    export, old_export = make(1, kind="export"), make(8, kind="export")
    gone = pruning.prune_pemda(POSO)
    left = Backup.objects.filter(deleted_at=None)
    days = {round((timezone.now() - each.made_at).total_seconds() / 86400) for each in left.filter(kind="scheduled")}
    assert {0, 1, 2, 65} <= days
    assert 5 <= len(days) <= 8
    assert (gone, len(deleted)) == (72 - left.count(), 72 - left.count())
    assert export in left
    assert old_export not in left


@pytest.mark.parametrize("wish", [{"keep_daily": 0}, {"hour": 24}, {"keep_weekly": 61}])
def test_a_wish_out_of_bounds_is_refused(fresh, wish):
    from provisioning.keeping.errors import BackupPlanInvalid
    from provisioning.keeping.services import change_plan
    from provisioning.models import BackupPlan

    with pytest.raises(BackupPlanInvalid):
        change_plan(
            **{
                "pemda_code": POSO,
                "is_on": True,
                "hour": 1,
                "keep_daily": 7,
                "keep_weekly": 4,
                "keep_monthly": 6,
                "changed_by": "uji",
                **wish,
            }
        )
    assert not BackupPlan.objects.exists()


# --- pages --------------------------------------------------------------------------------------------


@pytest.fixture
def admin(kept, client_of):  # noqa: F811
    from tenants.accounts.models import Person
    from tenants.context import inside

    with inside(kept):
        return client_of(kept, Person.objects.get(name="Rina"))


def test_the_admin_sees_why_it_is_red_and_backs_up(admin):
    from provisioning.models import Backup, Run

    age()
    page = admin.get("/konsol/cadangan/").content.decode()
    assert "Perlu perhatian" in page
    assert "Belum pernah ada cadangan." in page
    response = admin.post("/konsol/cadangan/buat/")
    run = done(Run.objects.get(operation="backup_pemda"))
    assert response.url.endswith(f"{run.pk}/")
    page = admin.get("/konsol/cadangan/").content.decode()
    assert "Menunggu uji pemulihan pertama" in page
    admin.post(f"/konsol/cadangan/{Backup.objects.get().pk}/uji/")
    done(Run.objects.get(operation="test_backup"))
    page = admin.get("/konsol/cadangan/").content.decode()
    assert "Aman: cadangan baru dan terbukti" in page
    assert "Terbukti dapat dipulihkan" in page


def test_an_export_is_downloaded_by_post_and_stands_in_the_trail(admin, kept):  # noqa: F811
    from provisioning.models import Run
    from tenants.audit.models import Entry
    from tenants.context import inside

    admin.post("/konsol/cadangan/ekspor/", {"reason": "Serah terima"})
    run = done(Run.objects.get(operation="backup_pemda"))
    from provisioning.models import Backup

    backup = Backup.objects.get(run=run)
    assert backup.kind == "export"
    address = f"/konsol/cadangan/{backup.pk}/unduh/"
    assert admin.get(address).status_code == 405
    response = admin.post(address)
    body = b"".join(response.streaming_content)
    assert int(response["Content-Length"]) == len(body)
    assert json.loads(zipfile.ZipFile(io.BytesIO(body)).read("manifest.json"))["pemda"]["code"] == POSO
    with inside(kept):
        trail = list(Entry.objects.filter(subject_type="backup").order_by("id").values_list("act", "actor_name"))
    assert trail == [("backup.export_requested", "Rina"), ("backup.exported", "Rina"), ("backup.downloaded", "Rina")]


def test_nobody_else_reaches_it(admin, kept, client_of, person):  # noqa: F811
    from provisioning.models import Run
    from tenants.accounts.models import Person
    from tenants.context import inside
    from tenants.directory import get_pemda

    backup = back_up()
    address = f"/konsol/cadangan/{backup.pk}/unduh/"
    with inside(kept):
        people = {name: Person.objects.get(name=name) for name in ("Sari", "Budi")}
    for each in people.values():
        client = client_of(kept, each)
        assert client.get("/konsol/cadangan/").status_code == 403
        assert client.post(address).status_code == 403
        for way in ("pulihkan", "salinan"):
            asked = client.post(f"/konsol/cadangan/{backup.pk}/{way}/", {"reason": "x", "name": kept.display_name})
            assert asked.status_code == 403
    other = get_pemda(KARAWANG)
    with inside(other):
        wati = person("Wati", kind="admin_ti")
    assert client_of(other, wati).post(address).status_code == 404
    for way in ("pulihkan", "salinan"):
        assert client_of(other, wati).post(f"/konsol/cadangan/{backup.pk}/{way}/").status_code == 404
    assert not Run.objects.filter(operation__startswith="restore").exists()
    assert client_of(kept).post(address).status_code == 302


def test_the_admin_goes_back_beside_and_in_place(admin, kept):  # noqa: F811
    """The page says what goes; without the name and a reason nothing is asked for."""
    from provisioning.models import Backup, Run
    from tenants.audit.models import Entry
    from tenants.context import inside
    from tenants.models import Pemda

    backup = back_up()
    address = f"/konsol/cadangan/{backup.pk}/"
    assert f"{address}pulihkan/" in admin.get("/konsol/cadangan/").content.decode()
    assert kept.display_name in admin.get(f"{address}pulihkan/").content.decode()
    for wrong in ({}, {"reason": "Salah impor", "name": "Kabupaten Lain"}, {"name": kept.display_name}):
        page = admin.post(f"{address}pulihkan/", wrong)
        assert page.status_code == 422
        assert wrong.get("reason", "") in page.content.decode()
    assert not Run.objects.filter(operation__startswith="restore").exists()
    admin.post(f"{address}salinan/", {"reason": "Mencari"})
    copy = done(Run.objects.get(operation="restore_beside"))
    assert (Pemda.objects.get(pk=copy.pemda_code).sandbox_of_id, copy.arguments["admin"]["name"]) == (POSO, "Rina")
    answer = admin.post(f"{address}pulihkan/", {"reason": "Salah impor", "name": kept.display_name.upper()})
    run = Run.objects.get(operation="restore_pemda")
    assert answer.url.endswith(f"{run.pk}/")
    done(run)
    assert Backup.objects.get(run=run).kind == "before"
    with inside(kept):
        assert Entry.objects.get(act="backup.restored").changes["reason"] == "Salah impor"


def test_what_a_restore_replaced_is_kept_for_a_month(kept):  # noqa: F811
    from provisioning.keeping import pruning
    from provisioning.models import Backup

    make(1)
    young, old = make(29, kind="before"), make(31, kind="before")
    assert pruning.prune_pemda(POSO) == 1
    assert set(Backup.objects.filter(deleted_at=None, kind="before")) == {young}
    assert old.pk != young.pk


def test_the_admin_changes_the_plan(admin):
    from provisioning.models import BackupPlan

    wish = {"is_on": "on", "hour": "3", "keep_daily": "5", "keep_weekly": "2", "keep_monthly": "0"}
    assert admin.post("/konsol/cadangan/jadwal/", wish).status_code == 302
    plan = BackupPlan.objects.get(pk=POSO)
    assert (plan.hour, plan.keep_daily, plan.keep_monthly, plan.changed_by) == (3, 5, 0, "Rina")
    assert admin.post("/konsol/cadangan/jadwal/", wish | {"hour": "30"}).status_code == 422


# --- commands -----------------------------------------------------------------------------------------


def run_cli(capsys, *words):
    from adopsi.cli.main import main

    status = main(list(words))
    return status, capsys.readouterr()


def test_the_commands(kept, capsys, tmp_path):  # noqa: F811
    file = tmp_path / "poso.zip"
    status, said = run_cli(capsys, "pemda", "export", POSO, "--to", str(file), "--here", "--json")
    assert status == 0
    assert json.loads(said.out)["bytes"] == file.stat().st_size
    status, said = run_cli(capsys, "backup", "run", POSO, "--here", "--json")
    assert (status, json.loads(said.out)[0]["state"]) == (0, "done")
    status, said = run_cli(capsys, "backup", "test", POSO, "--here", "--json")
    assert (status, json.loads(said.out)[0]["state"]) == (0, "done")
    status, said = run_cli(capsys, "backup", "list", "--json")
    assert [row["proof"] for row in json.loads(said.out)] == ["proven", "none"]
    age(KARAWANG)
    status, said = run_cli(capsys, "backup", "status", "--json")
    assert {row["pemda"]: row["state"] for row in json.loads(said.out)} == {POSO: "green", KARAWANG: "red"}
    assert (status, "backups_red" in said.err) == (1, True)
    status, said = run_cli(capsys, "pemda", "restore", str(file), "--in-place", "--here", "--json")
    assert (status, json.loads(said.out)["state"]) == (0, "done")
    status, said = run_cli(capsys, "pemda", "restore", str(file), "--beside", "72.02-u5", "--here")
    assert status == 0
    status, said = run_cli(capsys, "pemda", "restore", "tidak-ada.zip", "--in-place", "--here")
    assert (status, "unknown_backup" in said.err) == (1, True)
    status, said = run_cli(capsys, "pemda", "restore", str(file), "--in-place", "--pemda", KARAWANG)
    assert (status, "archive_of_another" in said.err) == (1, True)
    assert run_cli(capsys, "backup", "prune", "--json")[0] == 0


def test_an_older_archive_is_restored_at_its_releases_and_then_upgraded(kept, tmp_path, capsys):  # noqa: F811
    """The shelf keeps the release of back then: today's tables under an older number stand for it here."""
    from catalog.models import Activation
    from provisioning.models import Release, Run
    from tenants.accounts.models import Person
    from tenants.context import inside
    from tenants.models import Pemda

    release = Release.objects.using("owner").filter(slug="laksa").latest("built_at")
    today = release.version
    release.pk, release.version = None, "0.9.0"
    release.save(using="owner", force_insert=True)
    rows = Activation.objects.using("owner").filter(pemda_id=POSO, slug="laksa")
    rows.update(version="0.9.0")
    backup = back_up()
    rows.update(version=today)
    sari = erase("Sari")
    status, _said = run_cli(capsys, "pemda", "restore", str(backup.pk), "--in-place", "--here")
    assert status == 0
    with inside(kept):
        # The erasure waits for the upgrade, and the admin knows whose.
        told = Person.objects.get(name="Rina").notifications.get(path="/konsol/pdp/")
        assert f"#{sari}" in told.body
    restored = Run.objects.get(operation="restore_pemda")
    assert restored.steps.get(name="upgrade").detail_in_words == f"laksa {today}"
    upgrades = Run.objects.filter(operation="upgrade_module", pemda_code=POSO)
    assert [(run.subject, run.state) for run in upgrades] == [("laksa", "done")]
    assert rows.get().version == today
    assert Pemda.objects.get(pk=POSO).state == "active"
