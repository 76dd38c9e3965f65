"""A person's rights over everything at once: archive, correction, erasure, withdrawal, retention, register."""

import io
import json
import zipfile
from datetime import timedelta
from importlib import import_module

import pytest
from django.apps import apps
from django.core import mail
from django.core.files.storage import default_storage
from django.core.files.uploadedfile import SimpleUploadedFile
from django.core.serializers.json import DjangoJSONEncoder
from django.utils import timezone
from PIL import Image

from catalog import registry
from catalog.errors import ModuleInMaintenance
from catalog.privacy import archive, correcting, erasing, purposes, register, retention
from catalog.privacy.sources import sources_here
from catalog.tasks import build_person_archive, keep_desk_in_order
from tenants.accounts.models import Person
from tenants.announcements.models import Announcement, Reading, Recipient
from tenants.attachments.models import Attachment
from tenants.attachments.services import store_image
from tenants.audit.models import Entry
from tenants.context import at_pusat, inside
from tenants.directory import pemda_of
from tenants.errors import NotAllowed
from tenants.notifications.models import Notification
from tenants.privacy.core import SOURCE
from tenants.privacy.counted import COUNTED, counted_in_words
from tenants.privacy.errors import AccountNeeded, NothingToCorrect, RequestEnded, StaffData, UnknownPurpose, WrongKind
from tenants.privacy.models import Consent, Correction, DataRequest, RetentionRun
from tenants.privacy.services import requests
from tenants.privacy.tasks import mail_receipt
from tenants.tasks import TaskWithoutPemda

# What every Pemda has says for itself what it keeps.
CORE = {"inti", "pembayaran", "worklists"}


@pytest.fixture(autouse=True)
def media(settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    return tmp_path


@pytest.fixture
def pandu(in_poso, person, give):
    made = person("Pandu", kind="petugas")
    give(made, "inti.pdp")
    return made


def photo(actor, visibility="owner"):
    buffer = io.BytesIO()
    Image.new("RGB", (80, 60), "teal").save(buffer, "JPEG")
    upload = SimpleUploadedFile("foto.jpg", buffer.getvalue(), "image/jpeg")
    return store_image(upload=upload, purpose="uji", visibility=visibility, actor=actor)


def modules_with_data():
    """The manifests of all modules that keep people's data."""
    return [each for each in registry.all_manifests() if each.personal_data]


def exported(person):
    """What each module exports of the person, as it lies in an archive."""
    made = {each.slug: registry.hook(each, "export_person")(person) for each in modules_with_data()}
    return json.loads(json.dumps(made, cls=DjangoJSONEncoder))


def correctable(person):
    """The fields that the person may have put right in each module."""
    return {each.slug: registry.hook(each, "correctable_data")(person) for each in modules_with_data()}


@pytest.fixture
def left(in_poso, sari):
    """Sari leaves something in every module that keeps people's data; what each of them exports of her."""
    for manifest in modules_with_data():
        package = apps.get_app_config(manifest.slug).name
        import_module(f"{package}.tests.samples").leave_data_of(sari)
    made = exported(sari)
    assert made
    assert all(any(facts.values()) for facts in made.values())
    return made


def ask(person, kind="akses", **more):
    return requests.ask(person=person, kind=kind, **more)


def opened(row):
    with default_storage.open(row.file_path) as file:
        return zipfile.ZipFile(io.BytesIO(file.read()))


def test_the_archive_holds_every_source_and_the_files(in_poso, sari, otto, left):
    kept, others = photo(sari), photo(otto)
    Notification.objects.create(person=otto, kind="x", subject="RAHASIA-OTTO")
    row = archive.build_archive(request_id=ask(sari).pk)
    with opened(row) as file:
        names = set(file.namelist())
        assert {f"data/{source.slug}.json" for source in sources_here()} <= names
        assert f"berkas/{kept.pk}.webp" in names
        assert f"berkas/{others.pk}.webp" not in names
        core = json.loads(file.read("data/inti.json"))
        assert core["account"]["email"] == "sari@contoh.example"
        assert core["processing_trail"][0]["by"]
        assert {slug: json.loads(file.read(f"data/{slug}.json")) for slug in left} == left
        page = file.read("ringkasan.html").decode()
        for slug, fields in correctable(sari).items():
            assert fields, slug
            assert all(field.value in page for field in fields), slug
        assert "Data tentang Sari" in page
        everything = b"".join(file.read(name) for name in names)
        assert b"RAHASIA-OTTO" not in everything
        hashes = json.loads(file.read("manifest.json"))["sha256"]
        assert set(hashes) == names - {"manifest.json"}
    assert (row.state, row.file_until - row.closed_at) == (
        "selesai",
        pytest.approx(timedelta(days=7), abs=timedelta(minutes=1)),
    )
    assert Notification.objects.filter(person=sari, kind="inti.pdp_jawaban").count() == 1


def test_the_task_carries_its_pemda_and_may_run_twice(in_poso, sari):
    row = ask(sari)
    with pytest.raises(TaskWithoutPemda):
        build_person_archive(request_id=str(row.pk))
    assert DataRequest.objects.get().is_open
    for _again in range(2):
        build_person_archive(pemda=in_poso.code, request_id=str(row.pk))
    assert Notification.objects.filter(person=sari, kind="inti.pdp_jawaban").count() == 1


def test_the_archive_of_another_kind_of_request_or_of_nobody_is_refused(in_poso, sari, pandu):
    with pytest.raises(WrongKind):
        archive.build_archive(request_id=ask(sari, "keberatan", details="x").pk)
    letter = requests.enter_at_counter(
        actor=pandu,
        kind="akses",
        name="Bu Murni",
        contact="",
        identity_check="KTP",
        details="",
        received_at=timezone.now(),
    )
    with pytest.raises(AccountNeeded):
        archive.build_archive(request_id=letter.pk)
    assert not DataRequest.objects.exclude(file_path="").exists()


def test_a_lost_message_is_made_good_and_old_archives_go(in_poso, sari, media, django_capture_on_commit_callbacks):
    row = ask(sari)
    DataRequest.objects.update(received_at=timezone.now() - timedelta(minutes=5))
    assert keep_desk_in_order(pemda=in_poso.code) == 1
    row.refresh_from_db()
    path = row.file_path
    assert default_storage.exists(path)
    assert keep_desk_in_order(pemda=in_poso.code) == 0
    DataRequest.objects.update(file_until=timezone.now() - timedelta(seconds=1))
    with django_capture_on_commit_callbacks(execute=True):
        assert keep_desk_in_order(pemda=in_poso.code) == 1
    row.refresh_from_db()
    assert (row.file_path, row.state) == ("", "selesai")
    assert not default_storage.exists(path)


def test_nothing_is_gathered_while_a_module_waits_for_its_upgrade(in_poso, sari, monkeypatch):
    from dataclasses import replace

    manifest = next(each for each in registry.all_manifests() if each.personal_data)
    monkeypatch.setitem(registry._manifests, manifest.slug, replace(manifest, version="99.0.0", serves=""))
    row = ask(sari)
    with pytest.raises(ModuleInMaintenance):
        archive.build_archive(request_id=row.pk)
    assert DataRequest.objects.get().is_open


def test_correction_changes_nothing_before_an_officer_agrees(in_poso, sari, left, pandu):
    fields = {slug: found[0] for slug, found in correctable(sari).items()}
    wishes = {("inti", "name"): "Sari Tobondo"} | {(slug, each.key): "Bukan itu." for slug, each in fields.items()}
    row = correcting.propose(person=sari, wishes=wishes, details="Salah ketik.")
    assert Person.objects.get(pk=sari.pk).name == "Sari"
    assert exported(sari) == left
    name = row.corrections.get(source="inti")
    assert (name.before, name.proposed) == ("Sari", "Sari Tobondo")
    correcting.accept_correction(request=row, correction_id=name.pk, actor=pandu)
    assert Person.objects.get(pk=sari.pk).name == "Sari Tobondo"
    assert DataRequest.objects.get().is_open
    for slug, field in fields.items():
        wish = row.corrections.get(source=slug)
        assert (wish.before, wish.proposed) == (field.value, "Bukan itu.")
        correcting.refuse_correction(request=row, correction_id=wish.pk, reason="Sudah cocok.", actor=pandu)
    assert exported(sari) == left
    row.refresh_from_db()
    assert (row.state, row.outcome) == ("selesai", {"accepted": 1, "refused": len(fields)})


def test_an_accepted_correction_reaches_every_module(in_poso, sari, left, pandu):
    fields = {slug: found[0] for slug, found in correctable(sari).items()}
    wishes = {(slug, each.key): "Yang benar." for slug, each in fields.items()}
    row = correcting.propose(person=sari, wishes=wishes, details="Salah ketik.")
    for wish in row.corrections.all():
        correcting.accept_correction(request=row, correction_id=wish.pk, actor=pandu)
    now = {(slug, each.key): each.value for slug, found in correctable(sari).items() for each in found}
    assert {place: now[place] for place in wishes} == wishes


def test_nobody_corrects_what_is_not_theirs(in_poso, sari, otto, left, pandu):
    for slug, found in correctable(sari).items():
        with pytest.raises(NothingToCorrect):
            correcting.propose(person=otto, wishes={(slug, found[0].key): "Punya Otto"}, details="")
    with pytest.raises(NothingToCorrect):
        correcting.propose(person=sari, wishes={("inti", "name"): "Sari"}, details="")
    assert exported(sari) == left
    assert not DataRequest.objects.exists()
    row = correcting.propose(person=sari, wishes={("inti", "name"): "Sarinah"}, details="")
    with pytest.raises(NotAllowed):
        correcting.accept_correction(request=row, correction_id=row.corrections.get().pk, actor=sari)
    assert Correction.objects.get().decision == "menunggu"
    assert Person.objects.get(pk=sari.pk).name == "Sari"


def test_erasure_runs_every_handler_closes_the_account_and_gives_a_receipt(
    in_poso, sari, otto, left, pandu, django_capture_on_commit_callbacks
):
    photo(sari)
    row = ask(sari, "penghapusan")
    with django_capture_on_commit_callbacks(execute=False):
        row = erasing.carry_out_erasure(request=row, actor=pandu)
    assert set(row.outcome["erased"]) == {source.slug for source in sources_here()}
    assert all(any(row.outcome["erased"][slug].values()) for slug in left)
    assert all(line["reason"] for line in row.outcome["kept"])
    assert not any(any(facts.values()) for facts in exported(sari).values())
    assert not Attachment.objects.filter(uploaded_by=sari).exists()
    gone = Person.objects.get(pk=sari.pk)
    assert (gone.name, gone.email, gone.phone, gone.is_active) == ("Akun dihapus", None, None, False)
    assert Person.objects.get(pk=otto.pk).is_active
    with default_storage.open(row.file_path) as file:
        assert file.read().startswith(b"%PDF-")
    with pytest.raises(RequestEnded):
        erasing.carry_out_erasure(request=row, actor=pandu)


def test_every_number_that_an_eraser_can_give_is_worded_in_both_languages(in_poso, sari):
    names = {name for source in sources_here() for name in source.erase(sari)}
    assert len(names) > 15
    assert names - set(COUNTED) == set()
    for name in names:
        assert "_" not in counted_in_words({name: 2}, "id") + counted_in_words({name: 2}, "en")
        assert counted_in_words({name: 0}, "id") == ""


def test_that_somebody_read_an_announcement_is_erased_with_them(fresh, person):
    with at_pusat():
        told = Announcement.objects.create(title_id="Jeda", title_en="Pause", body_id="x", body_en="x", created_by_id=1)
        here, there = (Recipient.objects.create(announcement=told, pemda_code=code) for code in ("72.02", "32.15"))
        for recipient in (here, there):
            Reading.objects.create(recipient=recipient, person_id=77, read_at=timezone.now())
    with inside(pemda_of("72.02")):
        citizen = person("Sari", pk=77)
        assert SOURCE.export(citizen)["announcements_read"][0]["recipient__announcement__title_id"] == "Jeda"
        assert erasing.erase_everywhere(person=citizen, actor=None)["erased"]["inti"]["announcement_readings"] == 1
    # The same number is somebody else in another Pemda.
    assert [each.recipient_id for each in Reading.objects.all()] == [there.pk]


def test_the_receipt_is_mailed_once_and_the_address_forgotten(in_poso, sari, pandu, settings):
    settings.EMAIL_BACKEND = "django.core.mail.backends.locmem.EmailBackend"
    mail.outbox = []
    row = erasing.carry_out_erasure(request=ask(sari, "penghapusan"), actor=pandu)
    for _again in range(2):
        mail_receipt(pemda=in_poso.code, request_id=str(row.pk))
    assert [each.to for each in mail.outbox] == [["sari@contoh.example"]]
    assert mail.outbox[0].attachments[0][2] == "application/pdf"
    row.refresh_from_db()
    assert row.applicant_contact is None
    assert "sari@contoh.example" not in json.dumps(
        list(DataRequest.objects.values("details", "applicant_name", "outcome"))
    )


def test_erasure_of_one_service_leaves_the_account_and_the_others(in_poso, sari, left, pandu):
    chosen = min(left)
    row = erasing.carry_out_erasure(request=ask(sari, "penghapusan", scope=chosen), actor=pandu)
    assert set(row.outcome["erased"]) == {chosen}
    now = exported(sari)
    assert not any(now.pop(chosen).values())
    assert now == {slug: facts for slug, facts in left.items() if slug != chosen}
    assert Person.objects.get(pk=sari.pk).is_active


def test_an_erasure_that_fails_in_one_module_erases_nothing(in_poso, sari, left, pandu, monkeypatch):
    def fail(person):
        raise RuntimeError("core")

    monkeypatch.setattr("catalog.privacy.sources.core_sources", lambda: iter([_failing(fail)]))
    row = ask(sari, "penghapusan")
    with pytest.raises(RuntimeError):
        erasing.carry_out_erasure(request=row, actor=pandu)
    assert exported(sari) == left
    assert DataRequest.objects.get().is_open


def _failing(erase):
    from tenants.privacy.sources import Source

    return Source("inti", "Inti", (), erase=erase)


def test_only_the_desk_erases_and_only_citizens(in_poso, sari, otto, budi, pandu):
    row = ask(sari, "penghapusan")
    for actor in (sari, otto, budi):
        with pytest.raises(NotAllowed):
            erasing.carry_out_erasure(request=row, actor=actor)
    with pytest.raises(StaffData):
        erasing.erase_everywhere(person=budi, actor=pandu)
    assert Person.objects.filter(is_active=True, pk__in=[sari.pk, budi.pk]).count() == 2


def consents_of_modules():
    return {purpose.key for each in registry.all_manifests() for purpose in each.consents}


def test_every_active_module_with_consents_is_offered_and_withdrawal_reaches_it(in_poso, sari, left):
    first, *others = [purpose.key for purpose in purposes.purposes_here()]
    assert (first, set(others)) == (purposes.NEWS, consents_of_modules())
    for key in others:
        purposes.give(person=sari, key=key, origin=Consent.Origin.PROFILE)
        row = purposes.withdraw(person=sari, key=key, actor=sari)
        assert any(row.outcome["done"].values()), key
        assert exported(sari)[key.split(".")[0]] != left[key.split(".")[0]]
    with pytest.raises(UnknownPurpose):
        purposes.give(person=sari, key="lain.apa", origin=Consent.Origin.PROFILE)


def test_what_a_module_keeps_of_consents_is_dead_where_the_module_is_off(in_karawang, person):
    citizen = person("Sari")
    assert [purpose.key for purpose in purposes.purposes_here()] == [purposes.NEWS]
    for key in consents_of_modules():
        with pytest.raises(UnknownPurpose):
            purposes.give(person=citizen, key=key, origin=Consent.Origin.PROFILE)
    assert not Consent.objects.exists()


def test_the_register_follows_the_modules(in_poso):
    sources = {each.source for each in register.activities_here()}
    assert sources == {*CORE, *(each.slug for each in registry.all_manifests() if each.personal_data)}
    for each in register.activities_here():
        assert each.purpose
        assert each.legal_basis
        assert each.recipients


def test_the_register_has_only_the_core_where_nothing_is_on(in_karawang):
    assert {each.source for each in register.activities_here()} == CORE


def test_the_dry_run_says_what_the_night_does_and_does_nothing_itself(in_poso, sari, otto):
    old = Notification.objects.create(person=sari, kind="x", subject="lama")
    Notification.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=800))
    Notification.objects.create(person=otto, kind="x", subject="baru")
    due = {each.model: each.rows for each in retention.what_is_due()}
    assert due["notifications.Notification"] == 1
    assert Notification.objects.count() == 2
    runs = retention.end_what_is_due()
    assert [(run.model, run.rows) for run in runs] == [("notifications.Notification", 1)]
    assert Notification.objects.get().subject == "baru"
    assert Entry.objects.filter(act="privacy.retention_ended").count() == 1
    assert retention.end_what_is_due() == []
    assert RetentionRun.objects.count() == 1


def test_a_handler_that_ends_nothing_does_not_run_for_ever(in_poso, sari, monkeypatch):
    old = Notification.objects.create(person=sari, kind="x", subject="lama")
    Notification.objects.filter(pk=old.pk).update(created_at=timezone.now() - timedelta(days=800))
    monkeypatch.setattr("tenants.privacy.core.SOURCE", _lazy())
    with pytest.raises(retention.NotEnded):
        retention.end_what_is_due()


def _lazy():
    from dataclasses import replace

    from tenants.privacy.core import SOURCE

    return replace(SOURCE, expire=lambda model, rows: 0)


def test_beat_sends_every_active_pemda_its_own_message(fresh, monkeypatch):
    from catalog import tasks

    for sweep, work in (
        (tasks.keep_desks_in_order, tasks.keep_desk_in_order),
        (tasks.end_retention_everywhere, tasks.end_retention),
        (tasks.scan_quarantines, tasks.scan_quarantine),
    ):
        sent = []
        monkeypatch.setattr(work, "delay", lambda sent=sent, **facts: sent.append(facts))
        sweep()
        assert {"pemda": "72.02"} in sent
        assert {"pemda": "32.15"} in sent
        with pytest.raises(TaskWithoutPemda):
            work()
