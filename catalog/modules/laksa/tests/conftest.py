"""Poso's officers and reports, for LAKSA's tests."""

from __future__ import annotations

import io
import uuid
from collections.abc import Callable
from typing import Any

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

PLACE = {"district_code": "72.02.01", "village_code": "72.02.01.1007"}


@pytest.fixture(autouse=True)
def media(settings: Any, tmp_path: Any) -> None:
    """Files of a test lie in its own folder."""
    settings.MEDIA_ROOT = tmp_path


@pytest.fixture
def person(in_poso: Any, person: Callable[..., Any]) -> Callable[..., Any]:
    """The house's own, inside Poso."""
    return person


@pytest.fixture
def opd(in_poso: Any) -> Callable[[str], Any]:
    """An OPD by its code."""
    from catalog.sdk.people import Opd

    return lambda code: Opd.objects.get(code=code)


@pytest.fixture
def category(in_poso: Any) -> Any:
    """Jalan berlubang, of Dinas PUPR."""
    from catalog.modules.laksa.models import Category

    return Category.objects.get(code="jalan")


@pytest.fixture
def wulan(person: Callable[..., Any], give: Callable[..., None], in_poso: Any) -> Any:
    """The Admin Koordinator."""
    made = person("Wulan", kind="petugas")
    give(made, "laksa.verifikator")
    return made


@pytest.fixture
def budi_pupr(budi: Any, give: Callable[..., None], opd: Callable[[str], Any]) -> Any:
    """The liaison officer of Dinas PUPR."""
    give(budi, "laksa.penanggap", opd=opd("pupr"))
    return budi


@pytest.fixture
def dina_dlh(person: Callable[..., Any], give: Callable[..., None], opd: Callable[[str], Any]) -> Any:
    """The liaison officer of DLH."""
    made = person("Dina", kind="petugas")
    give(made, "laksa.penanggap", opd=opd("dlh"))
    return made


@pytest.fixture
def picture() -> Callable[..., SimpleUploadedFile]:
    """Makes a real photo to upload."""

    def make(name: str = "foto.jpg", colour: str = "teal") -> SimpleUploadedFile:
        buffer = io.BytesIO()
        Image.new("RGB", (64, 48), colour).save(buffer, "JPEG")
        return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")

    return make


@pytest.fixture
def file_report(sari: Any, category: Any) -> Callable[..., Any]:
    """Files a report: `file_report(title="…", is_anonymous=True)`."""
    from catalog.modules.laksa.services.reporting import Place, report_problem

    def make(**changes: Any) -> Any:
        place = Place(**{**PLACE, "latitude": -1.3925, "longitude": 120.7540, "address": "Jalan Pulau Sumatera 12"})
        fields = {
            "reporter": sari,
            "category": category,
            "title": "Lubang besar",
            "description": "Dua motor jatuh.",
            "place": place,
            "client_key": uuid.uuid4(),
        }
        return report_problem(**{**fields, **changes})

    return make


@pytest.fixture
def bring(wulan: Any, budi_pupr: Any, opd: Callable[[str], Any], category: Any) -> Callable[[Any, str], Any]:
    """Brings a new report as far as a state: `bring(report, "ditanggapi")`."""
    from catalog.modules.laksa.services import handling, verification

    def steps(number: str) -> list[tuple[str, Callable[[], Any]]]:
        by_wulan, by_budi = {"number": number, "actor": wulan}, {"number": number, "actor": budi_pupr}
        return [
            ("diverifikasi", lambda: verification.verify_report(**by_wulan, category=category)),
            ("didisposisikan", lambda: verification.assign_to_opd(**by_wulan, opd=opd("pupr"))),
            ("diproses", lambda: handling.take_up_report(**by_budi)),
            ("ditanggapi", lambda: handling.answer_report(**by_budi, text="Sudah ditambal.")),
            ("selesai", lambda: handling.close_report(**by_budi)),
        ]

    def bring_to(report: Any, state: str) -> Any:
        for name, act in steps(report.number):
            act()
            if name == state:
                break
        report.refresh_from_db()
        assert report.state == state
        return report

    return bring_to


def state_of(report: Any) -> tuple[Any, ...]:
    """What an act may change, to assert that a refusal changed nothing."""
    from tenants.audit.models import Entry
    from tenants.notifications.models import Notification

    report.refresh_from_db()
    counts = (report.transitions.count(), report.messages.count(), report.photos.count())
    return (report.state, report.version, report.opd_id, *counts, Entry.objects.count(), Notification.objects.count())


@pytest.fixture
def snapshot() -> Callable[[Any], tuple[Any, ...]]:
    """The report, its rows, the trail and the inboxes, as one comparable value."""
    return state_of
