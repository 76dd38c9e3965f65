"""Sandboxes: everything a Pemda has but its people, nothing that leaves them, and an end."""

import io
from datetime import timedelta

import pytest
from django.core import mail
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.utils import timezone
from PIL import Image

from catalog.models import Activation
from provisioning.engine import drive
from provisioning.errors import PemdaNotOpen, UnknownPemda
from provisioning.models import Run
from provisioning.sandboxes import copying, invention
from provisioning.sandboxes.errors import NotASandbox, SandboxDays, SandboxOfSandbox, SandboxQuota
from provisioning.sandboxes.pictures import placeholder
from provisioning.sandboxes.selectors import sandboxes_of
from provisioning.sandboxes.services import RULE, expire_sandboxes, request_drop_sandbox, request_sandbox
from provisioning.selectors import find_pemda, list_fleet, users_of_module
from tenants.accounts.models import ApiToken, Person
from tenants.attachments.models import Attachment
from tenants.attachments.services import store_image
from tenants.audit.models import Entry
from tenants.audit.services import record
from tenants.context import inside
from tenants.directory import get_pemda, pemda_of
from tenants.models import Domain, Pemda
from tenants.notifications.models import Notification
from tenants.notifications.services import notify
from tenants.notifications.tasks import mail_notification
from tenants.organisation.models import Opd
from tenants.places.districts import list_districts
from tenants.places.outlines import base_map, bounds, contains
from tenants.places.regions import get_region

CODE = "72.02-u1"
ADMIN = {"name": "Rina Admin", "email": "rina.admin@pemda.example"}
# What must not be found in a sandbox; each is planted in a personal field of the source.
CANARIES = {
    "name": "Kenarinama Wijayakusuma",
    "email": "kenari.surel@contoh.example",
    "phone": "+6281299887766",
    "title": "Kenarijudul jalan rusak",
    "description": "Kenariuraian panjang tentang rumah saya",
    "address": "Jalan Kenarialamat 17",
    "comment": "Kenarikomentar penilaian",
    "message": "Kenaripesan kepada petugas",
    "note": "Kenaricatatan petugas",
    "review": "Kenariulasan pantai",
    "file": "kenariberkas.png",
    "inbox": "Kenarikabar untuk anda",
    "audit": "Kenarijejak",
    "token": "Kenaritoken",
}
POINT = (-1.39567123, 120.75345678)


@pytest.fixture(autouse=True)
def _media(tmp_path, settings):
    settings.MEDIA_ROOT = tmp_path / "media"


def photo():
    buffer = io.BytesIO()
    Image.new("RGB", (30, 20), (1, 120, 10)).save(buffer, "PNG")
    return SimpleUploadedFile(CANARIES["file"], buffer.getvalue(), "image/png")


def write_a_report(reporter):
    from catalog.modules.laksa.models import Category, Message, Photo, Report, Transition

    report = Report.objects.create(
        number="LK-7202-2026-000001",
        category=Category.objects.first(),
        title=CANARIES["title"],
        description=CANARIES["description"],
        address=CANARIES["address"],
        latitude=POINT[0],
        longitude=POINT[1],
        district_code="72.02.01",
        reporter=reporter,
        state="selesai",
        opd=Opd.objects.first(),
        closed_at=timezone.now(),
        rating=4,
        rating_comment=CANARIES["comment"],
    )
    Message.objects.create(report=report, author=reporter, text=CANARIES["message"])
    Transition.objects.create(report=report, to_state="selesai", actor=reporter, note=CANARIES["note"])
    stored = store_image(upload=photo(), purpose="laksa.report", visibility="public", actor=reporter)
    Photo.objects.create(report=report, attachment=stored, kind="sebelum")


@pytest.fixture
def filled(fresh, poso, person, give):
    """Poso with a canary in every personal field."""
    from catalog.modules.eplesiran.models import Destination, Review

    with inside(poso):
        sari = person(CANARIES["name"], email=CANARIES["email"], phone=CANARIES["phone"])
        give(person("Budi", kind="petugas"), "laksa.verifikator")
        write_a_report(sari)
        place = Destination.objects.create(
            slug="pantai", name="Pantai", category="alam", summary_id="x", description_id="x", address="Jalan Umum",
            latitude=POINT[0], longitude=POINT[1], district_code="72.02.01",
        )  # fmt: skip
        Review.objects.create(
            destination=place, author=sari, rating=5, text=CANARIES["review"], written_at=timezone.now()
        )
        notify(person=sari, kind="laksa.kabar", subject=CANARIES["inbox"])
        record(act="x.y", subject=sari, actor=sari, label=CANARIES["audit"])
        ApiToken.objects.create(person=sari, name=CANARIES["token"], prefix="abc", digest="d" * 64)
    return poso


def make(pemda, **fields):
    run = request_sandbox(
        pemda_code=pemda.code, requested_by="Rina", reason="Mencoba versi baru", **{"admin": ADMIN, **fields}
    )
    drive(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.error) == (Run.State.DONE, "")
    return get_pemda(run.pemda_code)


def texts_of(schema_name):
    """Every value of every text and JSON column of every table of the schema."""
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT table_name, column_name FROM information_schema.columns WHERE table_schema = %s"
            " AND (data_type IN ('text', 'character varying', 'json', 'jsonb', 'inet'))",
            [schema_name],
        )
        for table, column in cursor.fetchall():
            cursor.execute(f'SELECT "{column}"::text FROM {schema_name}."{table}" WHERE "{column}" IS NOT NULL')
            for (value,) in cursor.fetchall():
                yield f"{table}.{column}", value


def test_the_source_does_hold_the_canaries(filled):
    found = {name for _place, value in texts_of(filled.schema_name) for name, text in CANARIES.items() if text in value}
    # The number is sealed in the source itself.
    assert found == set(CANARIES) - {"phone"}
    with inside(filled):
        assert Person.objects.get(phone=CANARIES["phone"]).name == CANARIES["name"]


def test_no_personal_value_reaches_the_sandbox(filled):
    from catalog.modules.laksa.models import Report

    sandbox = make(filled)
    assert sandbox.code == CODE
    leaks = [
        (place, value)
        for place, value in texts_of(sandbox.schema_name)
        for text in CANARIES.values()
        if text.lower() in value.lower()
    ]
    assert leaks == []
    with inside(sandbox):
        report = Report.objects.get()
        numbers = {person.phone for person in Person.objects.exclude(phone=None)}
    assert numbers
    assert all(number.startswith("+62800") for number in numbers)
    assert (report.latitude, report.longitude) != POINT
    assert 0.001 <= abs(report.latitude - POINT[0]) < 0.005
    assert contains(CODE, report.latitude, report.longitude)


def test_the_sandbox_has_the_pemdas_rows_with_believable_people(filled):
    from catalog.modules.eplesiran.models import Destination, Review
    from catalog.modules.laksa.models import Report

    sandbox = make(filled)
    with inside(sandbox):
        report = Report.objects.select_related("reporter", "category").get()
        people = {person.kind: person for person in Person.objects.exclude(email=ADMIN["email"])}
        assert (report.number, report.state, report.district_code) == ("LK-7202-2026-000001", "selesai", "72.02.01")
        assert report.reporter == people["warga"]
        assert report.title
        assert report.description.endswith(".")
        assert people["warga"].email.endswith("@uji.example")
        assert people["warga"].phone.startswith("+62800")
        assert not any(person.has_usable_password() for person in Person.objects.all())
        assert people["petugas"].role_grants.get().role == "laksa.verifikator"
        assert Destination.objects.get().name == "Pantai"
        assert Review.objects.get().author == people["warga"]
        # New rows come after the copied ones.
        made = Person.objects.create_user(name="Baru", email="baru@contoh.example")
        assert made.pk > max(person.pk for person in people.values())
        assert not ApiToken.objects.exists()
        assert list(Entry.objects.values_list("act", flat=True)) == ["sandbox.created"]
    rows = Activation.objects.filter(pemda_id=filled.code).values_list("slug", "state", "version", "fingerprint")
    assert set(rows) == set(
        Activation.objects.filter(pemda_id=CODE).values_list("slug", "state", "version", "fingerprint")
    )


def test_photos_become_a_neutral_picture_of_the_sandboxs_own(filled, settings):
    sandbox = make(filled)
    with inside(sandbox):
        attachment = Attachment.objects.get()
    assert attachment.path.startswith("pemda_7202_u1/")
    assert (settings.MEDIA_ROOT / attachment.path).read_bytes() == placeholder().full
    assert (attachment.size, attachment.width) == (len(placeholder().full), 960)


def test_the_same_seed_invents_the_same_and_pools_do_not_repeat():
    first, second = invention.invent("a"), invention.invent("a")
    assert first == second
    assert first["name"] != invention.invent("b")["name"]
    assert all(len(set(values)) == len(values) > 500 for values in first.values())


def test_a_field_that_came_along_unchanged_stops_the_copy(filled, monkeypatch):
    from psycopg2 import sql

    from provisioning.sandboxes import replacing

    monkeypatch.setitem(replacing.MAKERS, "phone", lambda field, table, pools: sql.Identifier("s", field.column))
    run = request_sandbox(pemda_code=filled.code, requested_by="Rina", reason="")
    drive(str(run.pk))
    run.refresh_from_db()
    assert run.error_code == "sandbox_leaks"
    assert pemda_of(CODE) is None
    assert schemas_like("pemda_7202_u1") == []


def schemas_like(name):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname = %s", [name])
        return [row[0] for row in cursor.fetchall()]


def roles_like(name):
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT rolname FROM pg_roles WHERE rolname = %s", [name])
        return [row[0] for row in cursor.fetchall()]


def test_its_login_sees_only_the_sandbox(filled):
    sandbox = make(filled)
    with inside(sandbox), connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_user, current_schema()")
        assert cursor.fetchone() == ("pemda_7202_u1", "pemda_7202_u1")
        cursor.execute("SELECT has_schema_privilege('pemda_7202', 'USAGE')")
        assert cursor.fetchone() == (False,)


def test_facts_say_that_it_is_a_sandbox_and_places_are_the_pemdas(filled):
    sandbox = make(filled, days=3)
    assert (sandbox.is_sandbox, sandbox.region_code, get_pemda("72.02").is_sandbox) == (True, "72.02", False)
    assert sandbox.display_name == "Kabupaten Poso (uji coba)"
    assert sandbox.primary_host == "uji-poso.localhost"
    assert timedelta(days=2) < sandbox.expires_at - timezone.now() <= timedelta(days=3)
    assert bounds(CODE) == bounds("72.02")
    assert base_map(CODE) == base_map("72.02")
    assert list_districts(CODE) == list_districts("72.02")
    assert get_region(CODE).display_name == "Kabupaten Poso"


def test_mail_goes_to_the_invited_admin_alone(filled):
    sandbox = make(filled)
    mail.outbox.clear()
    with inside(sandbox):
        invitation = Notification.objects.get(kind="inti.undangan")
        citizen = Person.objects.get(kind="warga")
        note = notify(person=citizen, kind="laksa.kabar", subject="Laporan selesai")
        own = notify(person=Person.objects.get(email=ADMIN["email"]), kind="laksa.kabar", subject="Laporan masuk")
    for each in (invitation, note, own):
        mail_notification(pemda=CODE, notification_id=each.pk)
    assert [message.to for message in mail.outbox] == [[ADMIN["email"]]]
    assert "tidak dikirim" in note.body
    assert "tidak dikirim" in own.body


def test_sandboxes_are_no_governments(filled):
    before = list(list_fleet().values_list("code", flat=True))
    sandbox = make(filled)
    assert list(list_fleet().values_list("code", flat=True)) == before
    assert [pemda.code for pemda in users_of_module("laksa")] == ["72.02"]
    assert [pemda.code for pemda in sandboxes_of("72.02")] == [sandbox.code]
    assert find_pemda(sandbox.code).sandbox_of_id == "72.02"


def refused(refusal, **fields):
    before = (Run.objects.count(), Pemda.objects.count())
    with pytest.raises(refusal) as caught:
        request_sandbox(**{"pemda_code": "72.02", "requested_by": "Rina", "reason": "", **fields})
    assert str(caught.value.message)
    assert (Run.objects.count(), Pemda.objects.count()) == before


def test_what_cannot_be_a_sandbox_is_refused_at_once(filled):
    refused(UnknownPemda, pemda_code="32.16")
    refused(SandboxDays, days=0)
    refused(SandboxDays, days=400)
    make(filled)
    refused(SandboxOfSandbox, pemda_code=CODE)
    request_sandbox(pemda_code="72.02", requested_by="Rina", reason="")
    refused(SandboxQuota)
    Pemda.objects.using("owner").filter(pk="32.15").update(state=Pemda.State.SUSPENDED)
    refused(PemdaNotOpen, pemda_code="32.15")


def test_a_source_with_other_tables_must_be_upgraded_first(filled):
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {filled.schema_name}.laksa_report DROP COLUMN rating_comment")
    run = request_sandbox(pemda_code="72.02", requested_by="Rina", reason="")
    drive(str(run.pk))
    run.refresh_from_db()
    assert run.error_code == "sandbox_source_behind"
    assert pemda_of(CODE) is None
    assert schemas_like("pemda_7202_u1") == []


def test_dropping_leaves_nothing_behind(filled, settings):
    sandbox = make(filled)
    # A connection of the sandbox is parked at this moment.
    with inside(sandbox):
        assert Person.objects.exists()
    run = request_drop_sandbox(code=sandbox.code, requested_by="Rina")
    drive(str(run.pk))
    run.refresh_from_db()
    assert (run.state, run.error) == (Run.State.DONE, "")
    assert pemda_of(CODE) is None
    assert not Domain.objects.filter(domain__startswith="uji-").exists()
    assert not Activation.objects.filter(pemda_id=CODE).exists()
    assert (schemas_like("pemda_7202_u1"), roles_like("pemda_7202_u1")) == ([], [])
    assert not (settings.MEDIA_ROOT / "pemda_7202_u1").exists()
    with inside(filled):
        assert Person.objects.filter(name=CANARIES["name"]).exists()
    # The next one has the next number: parked connections of the first would not fit it.
    assert make(filled).code == "72.02-u2"


def test_a_pemda_is_never_dropped(filled):
    with pytest.raises(NotASandbox):
        request_drop_sandbox(code="72.02", requested_by="Rina")
    with pytest.raises(UnknownPemda):
        request_drop_sandbox(code="72.02-u5", requested_by="Rina")
    forged = Run.objects.create(operation="drop_sandbox", pemda_code="72.02", requested_by="x")
    from provisioning.models import RunStep
    from provisioning.registry import OPERATIONS

    names = OPERATIONS["drop_sandbox"].step_names
    RunStep.objects.bulk_create(RunStep(run=forged, position=at, name=name) for at, name in enumerate(names, start=1))
    drive(str(forged.pk))
    forged.refresh_from_db()
    assert forged.error_code == "not_a_sandbox"
    assert schemas_like("pemda_7202") == ["pemda_7202"]


def test_sandboxes_end_by_themselves(filled):
    sandbox = make(filled)
    assert expire_sandboxes() == 0
    Pemda.objects.using("owner").filter(pk=sandbox.code).update(expires_at=timezone.now() - timedelta(minutes=1))
    assert expire_sandboxes() == 1
    assert expire_sandboxes() == 1
    (run,) = Run.objects.filter(operation="drop_sandbox")
    assert (run.requested_by, run.pemda_code) == (RULE, CODE)


def test_every_table_of_the_core_that_is_copied_exists():
    assert copying.tables_to_copy([]) == {
        "accounts_person",
        "attachments_attachment",
        "organisation_opd",
        "organisation_rolegrant",
        "portal_news",
        "portal_notice",
    }
