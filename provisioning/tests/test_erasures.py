"""Erasures: two people, an export first, everything or nothing, and a certificate that can be checked."""

import csv
import io
import json
import shutil
import stat
import zipfile
from datetime import timedelta

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone
from PIL import Image

from catalog.errors import UnknownModule
from catalog.models import Activation
from catalog.registry import get_manifest
from provisioning import tasks
from provisioning.engine import drive
from provisioning.erasures import archive, rule, selectors, steps
from provisioning.erasures.errors import (
    ErasureDecided,
    ErasureNeedsReason,
    ErasureUnderWay,
    ModuleStillActive,
    NothingToErase,
    SecondPersonNeeded,
)
from provisioning.erasures.services import (
    RULE,
    RULE_KEY,
    approve_by_rule,
    approve_erasure,
    ask_erasure,
    refuse_erasure,
    try_again,
)
from provisioning.errors import UnknownPemda
from provisioning.models import Erasure, Run
from tenants.attachments.models import Attachment
from tenants.attachments.services import store_image, thumbnail_path
from tenants.audit.models import Entry
from tenants.context import inside
from tenants.notifications.models import Notification
from tenants.organisation.models import RoleGrant

SLUG = "laksa"


@pytest.fixture(autouse=True)
def _media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"
    settings.ADOPSI_SIGNING_KEY = tmp_path / "signing.pem"


def picture():
    buffer = io.BytesIO()
    Image.new("RGB", (20, 20), (200, 10, 10)).save(buffer, "PNG")
    return SimpleUploadedFile("jalan.png", buffer.getvalue(), "image/png")


@pytest.fixture
def filled(fresh, poso, person, give):
    """Poso with one report that has a photo, and an officer with a role of the module."""
    from catalog.modules.laksa.models import Category, Message, Photo, Report

    with inside(poso):
        rina, sari = person("Rina", kind="admin_ti"), person("Sari")
        give(person("Budi", kind="petugas"), "laksa.verifikator")
        report = Report.objects.create(
            number="LK-7202-2026-000001",
            category=Category.objects.first(),
            title='Jalan "berlubang", dalam',
            description="Baris satu\nbaris dua \\ garis miring",
            district_code="72.02.01",
            reporter=sari,
        )
        Message.objects.create(report=report, author=sari, text="Tolong")
        stored = store_image(upload=picture(), purpose="laksa.report", visibility="public", actor=sari)
        Photo.objects.create(report=report, attachment=stored, kind="sebelum")
        store_image(upload=picture(), purpose="portal.news", visibility="public", actor=rina)
    return poso


def park(pemda, slug=SLUG, **fields):
    rows = Activation.objects.using("owner").filter(pemda_id=pemda.code, slug=slug)
    rows.update(state=Activation.State.PARKED, parked_at=timezone.now(), **fields)


def ask(pemda, slug=SLUG, **fields):
    who = {"asked_by": "Rina", "asked_by_key": "72.02:1", "reason": "Layanan dipindahkan."}
    return ask_erasure(pemda_code=pemda.code, slug=slug, **{**who, **fields})


def approve(erasure, **fields):
    return approve_erasure(erasure=erasure, **{"approved_by": "Tiara", "approved_by_key": "pusat:1", **fields})


def run_to_the_end(run):
    drive(str(run.pk))
    run.refresh_from_db()
    return run


def tables_of(pemda):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename LIKE %s",
            [pemda.schema_name, f"{SLUG}\\_%"],
        )
        return {row[0] for row in cursor.fetchall()}


def erased(filled):
    park(filled)
    erasure = ask(filled)
    run = run_to_the_end(approve(erasure))
    assert (run.state, run.error) == (Run.State.DONE, "")
    erasure.refresh_from_db()
    return erasure


def test_tables_roles_files_and_activation_are_gone_and_the_rest_stays(filled):
    with inside(filled):
        photo = Attachment.objects.get(purpose="laksa.report")
        news = Attachment.objects.get(purpose="portal.news")
    counts_before = selectors.tables_and_counts(filled.code, SLUG)
    erasure = erased(filled)
    assert erasure.state == Erasure.State.DONE
    assert erasure.rows_erased == counts_before
    assert (counts_before["laksa_report"], counts_before["laksa_message"]) == (1, 1)
    assert tables_of(filled) == set()
    assert not Activation.objects.filter(pemda_id=filled.code, slug=SLUG).exists()
    assert selectors.tables_and_counts(filled.code, SLUG) == {}
    with inside(filled):
        assert not RoleGrant.objects.filter(role__startswith="laksa.").exists()
        assert list(Attachment.objects.values_list("pk", flat=True)) == [news.pk]
    assert not (settings.MEDIA_ROOT / photo.path).exists()
    assert not (settings.MEDIA_ROOT / thumbnail_path(photo)).exists()
    assert (settings.MEDIA_ROOT / news.path).exists()
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"SELECT count(*) FROM {filled.schema_name}.django_migrations WHERE app = %s", [SLUG])
        assert cursor.fetchone()[0] == 0


def test_the_archive_holds_every_row_twice_every_photo_and_their_hashes(filled):
    erasure = erased(filled)
    path = selectors.export_file(erasure)
    assert path.parent == settings.MEDIA_ROOT / filled.schema_name / "ekspor"
    assert archive.sha256_of(path) == erasure.export_sha256
    with zipfile.ZipFile(path) as archived:
        manifest = json.loads(archived.read("manifest.json"))
        (report,) = [json.loads(line) for line in archived.read("tabel/laksa_report.jsonl").splitlines()]
        (row,) = csv.DictReader(io.StringIO(archived.read("tabel/laksa_report.csv").decode()))
        names = set(archived.namelist())
    assert report["title"] == row["title"] == 'Jalan "berlubang", dalam'
    assert report["description"] == row["description"] == "Baris satu\nbaris dua \\ garis miring"
    assert {table: entry["rows"] for table, entry in manifest["tables"].items()} == erasure.rows_erased
    assert (manifest["pemda"], manifest["module"], manifest["release"]) == (
        "72.02",
        "laksa",
        get_manifest("laksa").version,
    )
    (photo,) = manifest["attachments"]
    assert photo["file"] in names
    assert len(photo["sha256"]) == 64


def test_the_module_can_be_enabled_again_afterwards(filled):
    from provisioning.services import request_enable

    erased(filled)
    run = run_to_the_end(request_enable(pemda_code=filled.code, slug=SLUG, requested_by="tests"))
    assert (run.state, run.error) == (Run.State.DONE, "")
    assert selectors.tables_and_counts(filled.code, SLUG)["laksa_report"] == 0


def test_the_certificate_is_signed_and_says_what_was_erased(filled):
    from pyhanko.keys import load_cert_from_pemder
    from pyhanko.pdf_utils.reader import PdfFileReader
    from pyhanko.sign.validation import validate_pdf_signature
    from pyhanko_certvalidator import ValidationContext

    erasure = erased(filled)
    path = selectors.certificate_file(erasure)
    assert archive.sha256_of(path) == erasure.certificate_sha256
    assert selectors.is_genuine(erasure, erasure.certificate_sha256)
    assert not selectors.is_genuine(erasure, "0" * 64)
    ours = load_cert_from_pemder(str(selectors.signing_certificate()))
    with path.open("rb") as data:
        (signature,) = PdfFileReader(data).embedded_signatures
        status = validate_pdf_signature(signature, ValidationContext(trust_roots=[ours]))
        assert status.bottom_line
    assert stat.S_IMODE(settings.ADOPSI_SIGNING_KEY.stat().st_mode) == 0o600


def test_admins_get_the_link_and_the_audit_trail_one_entry_however_often_the_end_runs(filled):
    erasure = erased(filled)
    Run.objects.filter(pk=erasure.run_id).update(state=Run.State.RUNNING)
    erasure.run.steps.filter(name__in=["files", "certify", "announce"]).update(state="running")
    certificate = erasure.certificate_sha256
    run_to_the_end(Run.objects.get(pk=erasure.run_id))
    erasure.refresh_from_db()
    assert erasure.certificate_sha256 == certificate
    with inside(filled):
        note = Notification.objects.select_related("person").get(kind="inti.data_modul_dihapus")
        entry = Entry.objects.get(act="module.data_erased")
    assert (note.path, note.person.name) == (f"/konsol/penghapusan/{erasure.pk}/", "Rina")
    assert entry.actor_name == "Rina, Tiara"
    assert entry.changes["rows"] == sum(erasure.rows_erased.values())


def test_an_export_goes_when_its_days_are_over_and_its_hash_stays(filled, settings):
    erasure = erased(filled)
    archive_file, certificate = selectors.export_file(erasure), selectors.certificate_file(erasure)
    until = erasure.finished_at + timedelta(days=settings.ADOPSI_EXPORT_DAYS)
    assert (settings.ADOPSI_EXPORT_DAYS, selectors.export_until(erasure)) == (30, until)
    assert tasks.delete_old_exports() == 0
    assert archive_file.is_file()
    before = erasure.export_sha256
    Erasure.objects.using("owner").update(finished_at=timezone.now() - timedelta(days=30, seconds=1))

    assert tasks.delete_old_exports() == 1

    erasure.refresh_from_db()
    assert (archive_file.exists(), certificate.is_file(), erasure.export_sha256) == (False, True, before)
    assert erasure.export_deleted_at is not None
    assert (selectors.export_file(erasure), selectors.export_until(erasure)) == (None, None)
    assert tasks.delete_old_exports() == 0
    with inside(filled):
        assert Entry.objects.get(act="erasure.export_deleted").changes["sha256"] == before


def test_an_export_stays_while_its_run_is_not_at_its_end(filled):
    erasure = erased(filled)
    Erasure.objects.using("owner").update(finished_at=timezone.now() - timedelta(days=99))
    Run.objects.filter(pk=erasure.run_id).update(state=Run.State.FAILED)
    assert tasks.delete_old_exports() == 0
    assert selectors.export_file(erasure).is_file()


def test_what_a_wish_that_came_to_nothing_left_goes_too(filled, monkeypatch):
    park(filled)
    run = approve(ask(filled))
    with monkeypatch.context() as patch:
        spoil(patch, add_a_row)
        assert run_to_the_end(run).error_code == "export_stale"
    erasure = Erasure.objects.get()
    left = settings.MEDIA_ROOT / f"{filled.schema_name}/ekspor/{selectors.archive_name(erasure)}.zip"
    assert left.is_file()
    refuse_erasure(erasure=erasure, refused_by="Tiara", refused_by_key="pusat:1")
    Erasure.objects.using("owner").update(approved_at=timezone.now() - timedelta(days=31))
    assert (tasks.delete_old_exports(), left.exists()) == (1, False)
    assert selectors.tables_and_counts(filled.code, SLUG)["laksa_report"] == 1


def test_one_person_alone_erases_nothing(filled):
    park(filled)
    erasure = ask(filled)
    with pytest.raises(SecondPersonNeeded):
        approve(erasure, approved_by="Rina", approved_by_key="72.02:1")
    erasure.refresh_from_db()
    assert (erasure.state, erasure.run) == (Erasure.State.ASKED, None)
    assert not Run.objects.filter(operation="purge_module").exists()
    assert "laksa_report" in tables_of(filled)


def test_a_forged_second_person_is_found_by_the_run_itself(filled):
    park(filled)
    erasure = ask(filled)
    run = approve(erasure)
    Erasure.objects.using("owner").filter(pk=erasure.pk).update(approved_by_key="72.02:1")
    assert run_to_the_end(run).error_code == "second_person_needed"
    assert "laksa_report" in tables_of(filled)


@pytest.mark.parametrize(
    ("fields", "refusal"),
    [
        ({"slug": "laksa"}, ModuleStillActive),
        ({"slug": "tidak_ada"}, UnknownModule),
        ({"slug": "eplesiran", "reason": "  "}, ErasureNeedsReason),
        ({"slug": "eplesiran", "asked_by_key": ""}, SecondPersonNeeded),
    ],
)
def test_what_cannot_be_erased_is_refused_at_once(fresh, poso, fields, refusal):
    park(poso, "eplesiran")
    with pytest.raises(refusal):
        ask(poso, **fields)
    assert not Erasure.objects.exists()


def test_nothing_is_erased_where_nothing_is_or_nobody_adopted(fresh, karawang):
    with pytest.raises(NothingToErase):
        ask(karawang)
    with pytest.raises(UnknownPemda):
        ask_erasure(pemda_code="32.16", slug=SLUG, reason="x", asked_by="x", asked_by_key="x")
    assert not Erasure.objects.exists()


def test_a_wish_is_open_once_and_decided_once(fresh, poso):
    park(poso)
    erasure = ask(poso)
    with pytest.raises(ErasureUnderWay):
        ask(poso)
    refuse_erasure(erasure=erasure, refused_by="Tiara", refused_by_key="pusat:1")
    with pytest.raises(ErasureDecided):
        approve(erasure)
    with pytest.raises(ErasureDecided):
        refuse_erasure(erasure=erasure, refused_by="Tiara", refused_by_key="pusat:1")
    assert ask(poso).pk != erasure.pk
    assert not Run.objects.filter(operation="purge_module").exists()


def test_a_module_switched_on_again_after_the_approval_keeps_its_data(filled):
    park(filled)
    run = approve(ask(filled))
    Activation.objects.using("owner").filter(pemda_id=filled.code, slug=SLUG).update(state=Activation.State.ACTIVE)
    assert run_to_the_end(run).error_code == "module_still_active"
    assert selectors.tables_and_counts(filled.code, SLUG)["laksa_report"] == 1
    erasure = Erasure.objects.get()
    refuse_erasure(erasure=erasure, refused_by="Rina", refused_by_key="72.02:1")
    assert selectors.open_erasure(pemda_code=filled.code, slug=SLUG) is None


def spoil(monkeypatch, how):
    """Let something happen between writing the archive and looking at it again."""
    write = archive.write_archive

    def written(cursor, **facts):
        made = write(cursor, **facts)
        how(settings.MEDIA_ROOT / made.path, cursor)
        return made

    monkeypatch.setattr(steps.archive, "write_archive", written)


def cut(path, cursor):
    path.write_bytes(path.read_bytes()[:-100])


def remove(path, cursor):
    shutil.rmtree(path.parent)


def add_a_row(path, cursor):
    cursor.execute("INSERT INTO laksa_numberseries (year, last) VALUES (1999, 1)")


@pytest.mark.parametrize(
    ("how", "code"), [(cut, "export_missing"), (remove, "export_missing"), (add_a_row, "export_stale")]
)
def test_without_a_whole_and_true_export_nothing_is_erased(filled, monkeypatch, how, code):
    park(filled)
    before = selectors.tables_and_counts(filled.code, SLUG)
    run = approve(ask(filled))
    with monkeypatch.context() as patch:
        spoil(patch, how)
        assert run_to_the_end(run).error_code == code
    erasure = Erasure.objects.get()
    assert (erasure.state, erasure.export_path, erasure.rows_erased) == (Erasure.State.APPROVED, "", {})
    assert selectors.tables_and_counts(filled.code, SLUG) == before
    assert Activation.objects.get(pemda_id=filled.code, slug=SLUG).state == Activation.State.PARKED
    # The cause gone, the same wish comes to its end.
    run = run_to_the_end(try_again(erasure=erasure, requested_by="tests"))
    assert (run.state, run.error) == (Run.State.DONE, "")


def test_tables_that_others_refer_to_are_not_taken_along(filled):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            f"CREATE TABLE {filled.schema_name}.other (id int, report bigint"
            f" REFERENCES {filled.schema_name}.laksa_report (id))"
        )
    park(filled)
    run = run_to_the_end(approve(ask(filled)))
    assert (run.state, run.error_code) == (Run.State.FAILED, "unexpected")
    assert selectors.tables_and_counts(filled.code, SLUG)["laksa_report"] == 1


def test_the_rule_tells_twice_then_erases_by_itself(filled):
    park(filled, purge_after=timezone.now() + timedelta(days=13, hours=5))
    assert rule.sweep_parked() == 0
    assert rule.sweep_parked() == 0
    Activation.objects.using("owner").filter(slug=SLUG).update(purge_after=timezone.now() + timedelta(hours=20))
    assert rule.sweep_parked() == 0
    with inside(filled):
        notes = list(Notification.objects.filter(kind="inti.data_modul_akan_dihapus").order_by("pk"))
    assert ["14 hari" in notes[0].subject, "1 hari" in notes[1].subject, len(notes)] == [True, True, 2]
    assert not Erasure.objects.exists()
    Activation.objects.using("owner").filter(slug=SLUG).update(purge_after=timezone.now() - timedelta(minutes=1))
    assert rule.sweep_parked() == 1
    assert rule.sweep_parked() == 0
    erasure = Erasure.objects.get()
    assert (erasure.asked_by, erasure.asked_by_key, erasure.approved_by_key) == (RULE, RULE_KEY, RULE_KEY)
    run = run_to_the_end(erasure.run)
    assert (run.state, run.error) == (Run.State.DONE, "")
    assert tables_of(filled) == set()


def test_the_rule_cannot_act_before_the_period_is_over(filled):
    park(filled, purge_after=timezone.now() + timedelta(days=3))
    run = run_to_the_end(approve_by_rule(erasure=ask(filled)))
    assert run.error_code == "period_not_over"
    assert "laksa_report" in tables_of(filled)


def test_the_rule_never_looks_at_active_modules(fresh, poso):
    Activation.objects.using("owner").update(purge_after=timezone.now() - timedelta(days=1))
    assert rule.sweep_parked() == 0
    assert not Erasure.objects.exists()
