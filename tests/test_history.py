"""Riwayat saya: everything of a person in one line of time, and nothing of others."""

from __future__ import annotations

import re
from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.modules.eplesiran.models import Destination, Review
from catalog.modules.laksa.models import Category, Report
from tenants.privacy.models import DataRequest


@pytest.fixture(autouse=True)
def _here(in_poso):
    """Every test runs inside Poso."""


@pytest.fixture
def visitor(client_of, poso):
    """A client on Poso's host that is not signed in."""
    return client_of(poso)


@pytest.fixture
def things(in_poso, sari, person):
    """Two reports, a review and a request of Sari, and a report of somebody else."""
    category = Category.objects.first()
    other = person("Tono")

    def report(number, title, who, days):
        made = Report.objects.create(
            number=number, category=category, title=title, description="x", district_code="72.02.01",
            reporter=who, is_confidential=True,
        )  # fmt: skip
        Report.objects.filter(pk=made.pk).update(created_at=timezone.now() - timedelta(days=days))

    report("LK-1", "Lampu jalan padam", sari, 3)
    report("LK-2", "Jembatan goyang", sari, 1)
    report("LK-3", "Milik orang lain", other, 0)
    place = Destination.objects.create(
        category=Destination.Category.values[0], address="Tentena",
        slug="danau", name="Danau Poso", summary_id="Danau.", summary_en="Lake.", latitude=-1.9, longitude=120.6,
        is_published=True, district_code="72.02.01", description_id="x", description_en="x",
    )  # fmt: skip
    Review.objects.create(
        destination=place, author=sari, rating=5, text="Indah", written_at=timezone.now() - timedelta(days=2)
    )
    return sari


def titles(page):
    return [re.sub("<[^>]+>", "", text).strip() for text in re.findall(r"<h3[^>]*>(.*?)</h3>", page, re.S)]


def test_one_line_of_time_over_all_services(client_of, poso, things):
    page = client_of(poso, things).get("/riwayat/").content.decode()
    assert titles(page) == ["Jembatan goyang", "Ulasan: Danau Poso", "Lampu jalan padam"]
    assert "orang lain" not in page


def test_one_service_alone(client_of, poso, things):
    page = client_of(poso, things).get("/riwayat/?layanan=eplesiran").content.decode()
    assert titles(page) == ["Ulasan: Danau Poso"]
    assert (
        "Belum ada apa-apa dari layanan ini" in client_of(poso, things).get("/riwayat/?layanan=data").content.decode()
    )


def test_requests_about_own_data_belong_to_it(client_of, poso, things):
    client_of(poso, things).post("/data-saya/salinan/")
    request = DataRequest.objects.get(person=things)
    assert titles(client_of(poso, things).get("/riwayat/").content.decode())[0].endswith(f"({request.number})")


def test_pages_of_fifteen(client_of, poso, sari, things):
    category = Category.objects.first()
    for number in range(20):
        Report.objects.create(
            number=f"LK-9{number}", category=category, title=f"Laporan {number}", description="x",
            district_code="72.02.01", reporter=sari,
        )  # fmt: skip
    first = client_of(poso, sari).get("/riwayat/").content.decode()
    second = client_of(poso, sari).get("/riwayat/?halaman=2").content.decode()
    assert (len(titles(first)), len(titles(second))) == (15, 8)
    assert not set(titles(first)) & set(titles(second))
    assert "Lebih lama" in first
    assert "Lebih lama" not in second


def test_empty_history_says_what_will_be_here(in_poso, client_of, poso, sari):
    assert "Riwayat Anda masih kosong" in client_of(poso, sari).get("/riwayat/").content.decode()


def test_visitors_are_asked_to_come_in(in_poso, visitor):
    assert "/akun/masuk/" in visitor.get("/riwayat/").url


def test_own_things_are_found_by_the_search(client_of, poso, things, visitor):
    page = client_of(poso, things).get("/cari/?q=jembatan").content.decode()
    assert "Milik saya" in page
    assert "goyang" in page
    assert "goyang" not in visitor.get("/cari/?q=jembatan").content.decode()
