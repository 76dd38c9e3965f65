"""The public page of figures, and the open data: what is counted, what is not told, what is in the downloads."""

from __future__ import annotations

import csv
import io
import json
from datetime import timedelta

import pytest
from django.core.cache import cache
from django.utils import timezone

from catalog.modules.laksa.accountability.figures import LEAST_TOLD, figures_of
from catalog.modules.laksa.accountability.open_data import DICTIONARY
from catalog.modules.laksa.accountability.periods import period_of
from catalog.modules.laksa.models import Report
from catalog.sdk.context import local_today

PAGE, CSV, GEOJSON = "/laksa/kinerja/", "/laksa/kinerja/laporan.csv", "/laksa/kinerja/laporan.geojson"


@pytest.fixture(autouse=True)
def _forget(in_poso):
    cache.clear()


@pytest.fixture
def visitor(in_poso, client_of):
    return client_of(in_poso)


@pytest.fixture
def stored(in_poso, sari, category, opd):
    """Writes a report as it stands: `stored(answered=3, due=14)` days after it came in."""
    numbers = iter(range(1, 1000))

    def make(*, days_ago=30, answered=None, due=14, **changes):
        created = timezone.now() - timedelta(days=days_ago)
        fields = {
            "number": f"LK-7202-2026-{next(numbers):06d}",
            "category": category,
            "opd": opd("pupr"),
            "title": "Rumah Bapak Anwar",
            "description": "Tolong",
            "district_code": "72.02.01",
            "latitude": -1.39256,
            "longitude": 120.75404,
            "reporter": sari,
            "state": "diproses",
            "created_at": created,
            "due_on": (created + timedelta(days=due)).astimezone(in_poso.zone).date(),
        }
        if answered is not None:
            moment = created + timedelta(days=answered)
            due_on = fields.pop("due_on")
            fields |= {"state": "selesai", "answered_at": moment, "closed_at": moment, "answer_due_on": due_on}
        return Report.objects.create(**{**fields, **changes})

    return make


def _whole(category=""):
    cache.clear()
    return figures_of(period_of(""), category).whole


def test_in_time_is_on_or_before_the_day_and_what_still_has_time_is_not_counted(stored):
    for answered in (1, 14, 14, 15, 20):
        stored(answered=answered)
    stored(days_ago=30)
    stored(days_ago=2)
    stored(state="ditolak", due_on=None)
    whole = _whole()
    assert (whole.received, whole.answered, whole.in_time, whole.late) == (8, 5, 3, 3)
    assert whole.share_in_time == 50
    assert whole.median_days == 14


def test_of_few_no_average_is_told(stored, visitor):
    for _turn in range(LEAST_TOLD - 1):
        stored(answered=2, rating=1)
    whole = _whole()
    assert (whole.share_in_time, whole.median_days, whole.rating, whole.rating_count) == (None,) * 4
    stored(answered=2, rating=5)
    whole = _whole()
    assert (whole.share_in_time, whole.median_days, whole.rating, whole.rating_count) == (100, 2, 1.8, LEAST_TOLD)
    cache.clear()
    assert "menurut 5 penilai" in visitor.get(PAGE).content.decode()


def test_confidential_reports_are_in_no_group_and_few_of_them_have_no_number(stored, visitor):
    stored(answered=2)
    for _turn in range(3):
        stored(answered=2, is_confidential=True)
    figures = figures_of(period_of(""), "")
    assert figures.whole.received == 1
    assert [tally.received for tally in figures.by_unit.values()] == [1]
    page = visitor.get(PAGE).content.decode()
    assert "ada kurang dari 5" in page
    cache.clear()
    assert "ada kurang dari 5" not in visitor.get(f"{PAGE}?kategori=jalan").content.decode()


def test_filters_by_year_and_category_and_nonsense_filters_nothing(stored, visitor):
    stored(answered=2)
    year = local_today().year
    assert figures_of(period_of(str(year)), "jalan").whole.received == 1
    assert figures_of(period_of(str(year - 1)), "").whole.received == 0
    assert "Tidak ada laporan dalam periode ini" in visitor.get(f"{PAGE}?periode={year - 1}").content.decode()
    assert visitor.get(f"{PAGE}?periode=9999&kategori=%27%3B--").status_code == 200
    assert period_of("9999").key == period_of("x").key == "12"


def test_counted_once_in_five_minutes(stored, visitor):
    stored(answered=2)
    visitor.get(PAGE)
    stored(answered=2)
    assert figures_of(period_of(""), "").whole.received == 1


def test_open_data_has_published_reports_of_public_precision_and_nothing_about_people(stored, visitor):
    told = stored(answered=2, is_anonymous=True)
    for hidden in ({"is_confidential": True}, {"state": "diajukan", "opd": None}, {"state": "ditolak"}):
        stored(**hidden)
    without_point = stored(answered=3, latitude=None, longitude=None)
    answer = visitor.get(CSV)
    rows = list(csv.DictReader(io.StringIO(answer.content.decode("utf-8-sig"))))
    assert {row["nomor"] for row in rows} == {told.number, without_point.number}
    assert list(rows[0]) == [name for name, _meaning in DICTIONARY]
    document = json.loads(visitor.get(GEOJSON).content)
    points = {feature["id"]: feature["geometry"] for feature in document["features"]}
    assert points == {
        told.number: {"type": "Point", "coordinates": [120.754, -1.393]},
        without_point.number: None,
    }
    for body in (answer.content.decode(), json.dumps(document)):
        for word in ("Anwar", "Sari", "Tolong", "1.39256", "120.75404"):
            assert word not in body


def test_a_pemda_that_keeps_its_list_closed_gives_no_open_data(stored, visitor, rina):
    from catalog.activations import change_settings

    stored(answered=2)
    change_settings(slug="laksa", values={"public_list": False}, actor=rina)
    assert visitor.get(CSV).status_code == visitor.get(GEOJSON).status_code == 404
    page = visitor.get(PAGE)
    assert page.status_code == 200
    assert "Data terbuka" not in page.content.decode()


def test_every_page_of_the_portal_leads_to_it(visitor):
    assert f'href="{PAGE}"' in visitor.get("/").content.decode()
    visitor.cookies["bahasa"] = "en"
    assert "How reports are handled" in visitor.get("/").content.decode()
