"""What e-Plesiran's tests start from: an officer, a moderator, a published place in Tentena, pictures."""

from __future__ import annotations

import io
import json
import uuid
from collections.abc import Callable
from datetime import date, datetime, time, timedelta
from time import time as seconds
from typing import Any
from zoneinfo import ZoneInfo

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from PIL import Image

TENTENA = (-1.767, 120.641)
POSO_KOTA = (-1.395, 120.75)


@pytest.fixture(autouse=True)
def files(settings: Any, tmp_path: Any) -> None:
    """Uploads lie in the test's own folder, and pages need no collected static files."""
    settings.MEDIA_ROOT = tmp_path
    plain = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
    settings.STORAGES = settings.STORAGES | {"staticfiles": plain}


@pytest.fixture
def manager(in_poso: Any, budi: Any, give: Callable[..., None]) -> Any:
    """An officer who maintains destinations of the whole Pemda."""
    give(budi, "eplesiran.pengelola")
    return budi


@pytest.fixture
def moderator(in_poso: Any, person: Callable[..., Any], give: Callable[..., None]) -> Any:
    """An officer who moderates reviews."""
    wulan = person("Wulan", kind="petugas")
    give(wulan, "eplesiran.moderator")
    return wulan


@pytest.fixture
def facts() -> Callable[..., Any]:
    """What an officer states of a place: `facts(name="…")`."""
    from catalog.modules.eplesiran.services.destinations import DestinationFacts

    def make(**changes: Any) -> DestinationFacts:
        values: dict[str, Any] = {
            "name": "Danau Poso",
            "category": "air",
            "summary_id": "Danau sebening kaca.",
            "summary_en": "A lake as clear as glass.",
            "description_id": "Danau yang luas.",
            "latitude": TENTENA[0],
            "longitude": TENTENA[1],
            "district_code": "72.02.04",
            "address": "Tentena",
        }
        return DestinationFacts(**values | changes)

    return make


@pytest.fixture
def add(manager: Any, facts: Callable[..., Any]) -> Callable[..., Any]:
    """Adds a destination by its service: `add(name="…", hours=[…], published=False)`."""
    from catalog.modules.eplesiran.services.destinations import add_destination, publish_destination

    def make(*, hours: Any = (), tariffs: Any = (), published: bool = True, **changes: Any) -> Any:
        made = add_destination(
            actor=manager, facts=facts(**changes), hours=hours, tariffs=tariffs, client_key=uuid.uuid4()
        )
        return publish_destination(actor=manager, destination_id=made.pk) if published else made

    return make


@pytest.fixture
def place(add: Callable[..., Any]) -> Any:
    """Danau Poso, published, open from eight to five on every day."""
    return add(hours=every_day(time(8), time(17)))


@pytest.fixture
def officer(in_poso: Any, manager: Any, client_of: Callable[..., Any]) -> Any:
    """The manager's browser."""
    return client_of(in_poso, manager)


@pytest.fixture
def demonstration(settings: Any) -> None:
    """The provider of the demonstration takes payments."""
    settings.ADOPSI_DEMO = True


@pytest.fixture
def selling(demonstration: None, manager: Any, add: Callable[..., Any]) -> Any:
    """Danau Poso with six places a day, for adults and children; cars pay at the gate."""
    from catalog.modules.eplesiran.services.destinations import TariffRow
    from catalog.modules.eplesiran.services.offers import save_offer

    prices = (("dewasa", 10_000), ("anak", 5_000), ("mobil", 5_000))
    tariffs = [TariffRow(label=label, amount=amount, valid_from=later(-30)) for label, amount in prices]
    made = add(hours=every_day(time(0), time(23, 59)), tariffs=tariffs)
    save_offer(actor=manager, destination_id=made.pk, facts=offer_facts())
    return made


@pytest.fixture
def book(selling: Any, sari: Any) -> Callable[..., Any]:
    """Books for Sari, tomorrow: `book(dewasa=2)`."""
    from catalog.modules.eplesiran.services.bookings import book_tickets

    def make(*, person: Any = None, day: date | None = None, key: uuid.UUID | None = None, **visitors: int) -> Any:
        return book_tickets(
            person=person or sari,
            destination_id=selling.pk,
            day=day or later(1),
            visitors=visitors,
            key=key or uuid.uuid4(),
        )

    return make


def offer_facts(**changes: Any) -> Any:
    """What an officer states of the lake's tickets, with some of it changed."""
    from catalog.modules.eplesiran.services.offers import OfferFacts

    values = {
        "is_open": True,
        "payers": ["dewasa", "anak"],
        "daily_quota": 6,
        "days_ahead": 10,
        "legal_basis": "Perda 1/2024 (contoh)",
    }
    return OfferFacts(**values | changes)


def pay(booking: Any, **changes: Any) -> Any:
    """What the payer's bank reports, signed, with some of it changed."""
    from catalog.payments import take_notice
    from catalog.sdk.payments import Payment
    from tenants.payments import signing
    from tenants.payments.providers.demonstration import DemonstrationProvider

    provider = DemonstrationProvider()
    body, header = provider.notice_of(Payment.objects.get(reference=booking.payment_reference))
    if changes:
        body = json.dumps(json.loads(body) | changes).encode()
        header = signing.sign(body, secret=provider._secret(), at=int(seconds()))
    return take_notice(provider_key="peragaan", body=body, header=header)


def every_day(opens: time, closes: time) -> list[Any]:
    """The same hours on all seven days."""
    from catalog.modules.eplesiran.services.destinations import DayRow

    return [DayRow(weekday=day, opens=opens, closes=closes) for day in range(7)]


def picture(name: str = "foto.jpg", colour: str = "teal") -> SimpleUploadedFile:
    """A small real JPEG."""
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), colour).save(buffer, "JPEG")
    return SimpleUploadedFile(name, buffer.getvalue(), "image/jpeg")


def destination_form(**changes: Any) -> dict[str, Any]:
    """The officer's form filled in right, with no hours and no tariffs."""
    values: dict[str, Any] = {
        "once": str(uuid.uuid4()),
        "name": "Pantai Imbo",
        "category": "air",
        "summary_id": "Pantai keluarga.",
        "description_id": "Pantai teluk Tomini.",
        "latitude": "-1,361",
        "longitude": "120.782",
        "district_code": "72.02.22",
        "address": "Madale",
        "condition": "baik",
        "facilities": ["parkir", "toilet"],
        "tarif-TOTAL_FORMS": "1",
        "tarif-INITIAL_FORMS": "0",
    }
    return {name: value for name, value in (values | changes).items() if value is not None}


def event_form(**changes: Any) -> dict[str, Any]:
    """The officer's form of an event filled in right."""
    day = date(2026, 12, 5)
    values = {
        "once": str(uuid.uuid4()),
        "title": "Malam Dero",
        "description": "Menari bersama.",
        "place": "Tentena",
        "starts_at": f"{day}T19:00",
        "ends_at": f"{day}T22:00",
    }
    return values | changes


def wita(*clock: int) -> datetime:
    """Sunday 22 November 2026 in Poso's zone."""
    return datetime(2026, 11, 22, *clock, tzinfo=ZoneInfo("Asia/Makassar"))


def later(days: int) -> date:
    """A day from today, as it is in Poso: from 16.00 on its date is a day ahead of UTC's."""
    return datetime.now(ZoneInfo("Asia/Makassar")).date() + timedelta(days=days)
