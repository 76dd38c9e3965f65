"""A Pemda whose people used the first release of LAKSA and e-Plesiran keeps every row when the second one comes."""

from __future__ import annotations

import contextlib
import dataclasses
import io
import itertools
import json
import shutil
import sys
from collections.abc import Callable, Iterator
from datetime import date, time, timedelta
from pathlib import Path
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.db.migrations.loader import MigrationLoader
from django.test.utils import override_settings
from django.utils import timezone
from PIL import Image

from catalog import registry
from catalog.models import Activation
from provisioning import drift
from provisioning.engine import drive
from provisioning.errors import UndoWouldLose
from provisioning.models import Run
from provisioning.releases.build import build_releases
from provisioning.releases.shelf import release_of
from provisioning.services import request_enable, request_undo, request_upgrade
from tenants.attachments.services import store_image
from tenants.context import inside
from tenants.organisation.models import Opd

HISTORY = Path(__file__).resolve().parents[1] / "catalog" / "modules"
OLD, NEW = "1.0.0", "1.1.0"
FIRST = {"laksa": "0001_reports_and_conversation", "eplesiran": "0001_opening_tables"}
# What the new columns of old rows hold.
DEFAULTS: dict[str, dict[str, dict[str, Any]]] = {
    "laksa": {
        "laksa_report": {"answer_due_on": None, "is_supervised": False, "merged_into_id": None},
        "laksa_transition": {
            "kind": "langkah",
            "level": 0,
            "due_on": None,
            "before": None,
            "version": None,
            "undoes_id": None,
            "bulk_act_id": None,
        },
    },
    "eplesiran": {},
}
# A row of the new release's own tables, which no older release could keep.
OWN_ROW = {
    "laksa": "INSERT INTO laksa_bulkact (id, act, done, at) VALUES (gen_random_uuid(), 'tolak', 1, now())",
    "eplesiran": "INSERT INTO eplesiran_ticketday (day, quota, taken, is_closed, is_exception, note, destination_id)"
    " SELECT current_date, 10, 1, false, false, '', min(id) FROM eplesiran_destination",
}
PAGES = {
    "laksa": ["/laksa/", "/laksa/laporan/LK-3215-2026-000001/", "/laksa/kinerja/", "/laksa/saya/"],
    "eplesiran": ["/eplesiran/", "/eplesiran/tempat/candi-jiwa/", "/eplesiran/acara/", "/eplesiran/ulasan-saya/"],
}
OFFICE = {
    "laksa": ["", "laporan/LK-3215-2026-000001/", "laporan/LK-3215-2026-000002/", "?format=csv"],
    "eplesiran": ["ulasan/", "destinasi/", "tiket/", "laporan/"],
}
ROLES = {"laksa": ["laksa.verifikator"], "eplesiran": ["eplesiran.moderator", "eplesiran.pengelola"]}
_numbers = itertools.count(1)


@dataclasses.dataclass(frozen=True)
class Cast:
    """Who lives in the Pemda before the upgrade."""

    citizen: Any
    officer: Any
    opd: Opd
    photos: list[Any]


@contextlib.contextmanager
def old_code(slug: str, folder: Path) -> Iterator[Any]:
    """The code base as it was with the first release; gives its tables as they were then."""
    package = folder / f"{slug}_history_{next(_numbers)}"
    package.mkdir()
    (package / "__init__.py").touch()
    shutil.copy(HISTORY / slug / "migrations" / f"{FIRST[slug]}.py", package)
    manifest = registry.get_manifest(slug)
    changes = tuple(change for change in manifest.changelog if change.version == OLD)
    with override_settings(MIGRATION_MODULES={slug: package.name}):
        registry._manifests[slug] = dataclasses.replace(manifest, version=OLD, changelog=changes)
        try:
            yield MigrationLoader(None).project_state((slug, FIRST[slug])).apps
        finally:
            registry._manifests[slug] = manifest


def do(run: Run) -> Run:
    """Drive a run to its end."""
    drive(str(run.pk))
    run.refresh_from_db()
    return run


def picture() -> SimpleUploadedFile:
    """A real photo."""
    buffer = io.BytesIO()
    Image.new("RGB", (32, 24), "teal").save(buffer, "JPEG")
    return SimpleUploadedFile("foto.jpg", buffer.getvalue(), "image/jpeg")


def fill_laksa(old: Any, cast: Cast) -> None:
    """A report at each end of its way, with photos, a conversation and its history."""
    now = timezone.now()

    def make(name: str, /, **fields: Any) -> Any:
        return old.get_model("laksa", name).objects.create(**fields)

    make("NumberSeries", year=2026, last=2)
    own = make("Category", code="sawah", name_id="Irigasi sawah", name_en="Irrigation", opd_id=cast.opd.pk)
    shared = {"category": own, "district_code": "32.15.01", "reporter_id": cast.citizen.pk}
    done = make(
        "Report",
        number="LK-3215-2026-000001",
        title="Saluran tersumbat",
        description="Sudah sepekan.",
        latitude=-6.3,
        longitude=107.3,
        state="selesai",
        opd_id=cast.opd.pk,
        rating=4,
        rating_comment="Cepat.",
        version=6,
        verified_at=now,
        disposed_at=now,
        answered_at=now,
        closed_at=now,
        **shared,
    )
    make("Report", number="LK-3215-2026-000002", title="Rahasia", description="-", is_confidential=True, **shared)
    make("Message", report=done, author_id=cast.citizen.pk, text="Di sisi timur.")
    answer = make(
        "Message",
        report=done,
        author_id=cast.officer.pk,
        opd_id=cast.opd.pk,
        is_staff=True,
        is_answer=True,
        text="Sudah.",
    )
    make("Photo", report=done, attachment_id=cast.photos[0].pk, kind="sebelum")
    make("Photo", report=done, message=answer, attachment_id=cast.photos[1].pk, kind="sesudah")
    for before, after in itertools.pairwise(["", "diajukan", "diverifikasi", "didisposisikan", "diproses", "selesai"]):
        make("Transition", report=done, from_state=before, to_state=after, actor_id=cast.officer.pk, opd_id=cast.opd.pk)


def fill_eplesiran(old: Any, cast: Cast) -> None:
    """A place with everything that belongs to it, an event, and reviews in each state."""

    def make(name: str, /, **fields: Any) -> Any:
        return old.get_model("eplesiran", name).objects.create(**fields)

    place = make(
        "Destination",
        slug="candi-jiwa",
        name="Candi Jiwa",
        category="sejarah",
        summary_id="Candi bata di Batujaya.",
        description_id="Candi bata di Batujaya.",
        latitude=-6.056,
        longitude=107.153,
        district_code="32.15.05",
        address="Batujaya",
        facilities=["parkir"],
        last_verified_on=date(2026, 11, 1),
        is_published=True,
        opd_id=cast.opd.pk,
    )
    make("DestinationPhoto", destination=place, attachment_id=cast.photos[0].pk, caption="Dari timur")
    make("OpeningHours", destination=place, weekday=0, opens=time(8), closes=time(17))
    make("Tariff", destination=place, label="dewasa", amount=5000, valid_from=date(2026, 1, 1))
    start = timezone.now() + timedelta(days=5)
    make(
        "Event",
        title="Festival Batujaya",
        description="Tari.",
        starts_at=start,
        ends_at=start + timedelta(hours=3),
        is_published=True,
        destination=place,
        photo_id=cast.photos[1].pk,
    )
    written = {"destination": place, "written_at": timezone.now(), "rating": 5}
    make("Review", author_id=cast.citizen.pk, text="Indah.", state="tampil", **written)
    make("Review", author_id=cast.officer.pk, text="Jelek.", state="ditolak", reason="Bukan pengunjung.", **written)


FILL: dict[str, Callable[[Any, Cast], None]] = {"laksa": fill_laksa, "eplesiran": fill_eplesiran}


def rows_of(town: Any, slug: str, version: str) -> dict[str, list[dict[str, Any]]]:
    """Every row of the tables of that release, read by the Pemda's own login."""
    release = release_of(slug, version, using="owner")
    assert release is not None
    found = {}
    with inside(town), connections["default"].cursor() as cursor:
        for table in release.tables:
            cursor.execute(f"SELECT to_jsonb(t)::text FROM {table} t ORDER BY 1")
            found[table] = [json.loads(text) for (text,) in cursor.fetchall()]
    return found


def whole(town: Any, slug: str) -> tuple[Any, ...]:
    """Rows, live tables and activation, as one value."""
    row = Activation.objects.filter(pemda_id=town.code, slug=slug).values("version", "fingerprint", "state").get()
    return rows_of(town, slug, OLD), drift.inspect_pemda(town.code), row


@pytest.fixture
def cast(fresh: str, karawang: Any, person: Callable[..., Any], settings: Any, tmp_path: Path) -> Cast:
    settings.MEDIA_ROOT = tmp_path / "media"
    with inside(karawang):
        citizen, officer = person("Sari"), person("Budi", kind="petugas")
        photos = [
            store_image(upload=picture(), purpose="uji", visibility="public", actor=citizen) for _each in range(2)
        ]
        return Cast(citizen, officer, Opd.objects.order_by("pk")[0], photos)


@pytest.mark.parametrize("slug", ["laksa", "eplesiran"])
def test_every_row_comes_along_and_an_undo_gives_back_exactly_what_was(
    cast, karawang, give, client_of, slug, tmp_path, monkeypatch
):
    monkeypatch.setattr(sys, "path", [*sys.path, str(tmp_path)])
    with old_code(slug, tmp_path) as old:
        build_releases([slug])
        run = do(request_enable(pemda_code=karawang.code, slug=slug, requested_by="tests"))
        assert (run.state, run.error) == (Run.State.DONE, "")
        with inside(karawang):
            FILL[slug](old, cast)
            for role in ROLES[slug]:
                give(cast.officer, role)
    before = whole(karawang, slug)
    assert (before[1], before[2]["version"]) == ([], OLD)
    assert [table for table, rows in before[0].items() if not rows] == []
    citizen, officer = client_of(karawang, cast.citizen), client_of(karawang, cast.officer)
    # This code does not know how to read those tables: nobody meets a broken page meanwhile.
    assert citizen.get(PAGES[slug][0]).status_code == 503

    run = do(request_upgrade(pemda_code=karawang.code, slug=slug, requested_by="tests"))
    assert (run.state, run.error) == (Run.State.DONE, "")
    after = rows_of(karawang, slug, NEW)
    for table, rows in before[0].items():
        added = DEFAULTS[slug].get(table, {})
        assert sorted(after[table], key=repr) == sorted([row | added for row in rows], key=repr), table
    assert {table for table in after if table not in before[0] and after[table]} == set()
    assert drift.inspect_pemda(karawang.code) == []
    assert {path: citizen.get(path).status_code for path in PAGES[slug]} == dict.fromkeys(PAGES[slug], 200)
    office = [f"/konsol/m/{slug}/{path}" for path in OFFICE[slug]]
    assert {path: officer.get(path).status_code for path in office} == dict.fromkeys(office, 200)

    undo = do(request_undo(run=run, requested_by="tests"))
    assert (undo.state, undo.error) == (Run.State.DONE, "")
    assert whole(karawang, slug) == before

    again = do(request_upgrade(pemda_code=karawang.code, slug=slug, requested_by="tests"))
    with inside(karawang), connections["default"].cursor() as cursor:
        cursor.execute(OWN_ROW[slug])
    used = rows_of(karawang, slug, NEW)
    undo = do(request_undo(run=again, requested_by="tests"))
    assert (undo.state, undo.error_code) == (Run.State.FAILED, UndoWouldLose.code)
    assert rows_of(karawang, slug, NEW) == used
