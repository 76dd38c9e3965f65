"""Boxes, groups and distances of public reports: they work on public points, so that asking often tells no more."""

from __future__ import annotations

import pytest

from catalog.modules.laksa.map_view import MOST_SINGLE
from catalog.modules.laksa.models import Report
from catalog.modules.laksa.nearby import GRID, Box, box_of, nearest_first, within
from catalog.modules.laksa.selectors import list_public_reports

POINTS = "/laksa/peta/titik/"


@pytest.fixture
def placed(sari, category):
    """Writes published reports at places: `placed((lat, lng), …)`."""
    numbers = iter(range(1, 10_000))

    def make(*places, **changes):
        return Report.objects.bulk_create(
            Report(
                **{
                    "number": f"LK-7202-2026-{next(numbers):06d}",
                    "category": category,
                    "title": "Lubang",
                    "description": "Tolong",
                    "district_code": "72.02.01",
                    "reporter": sari,
                    "state": "diverifikasi",
                    "latitude": latitude,
                    "longitude": longitude,
                    **changes,
                }
            )
            for latitude, longitude in places
        )

    return make


def test_a_box_finds_by_the_public_point_alone(in_poso, placed):
    """Two reports with one public point are in every box together, however narrow the box."""
    placed((-1.39251, 120.75351), (-1.39349, 120.75449))
    south = -1.395
    while south < -1.390:
        box = Box(120.70, south, 120.80, south + 0.0001)
        assert within(list_public_reports(), box).count() in {0, 2}, south
        south += 0.00005
    assert within(list_public_reports(), Box(120.7539, -1.3931, 120.7541, -1.3929)).count() == 2


def test_nearest_first_looks_at_the_public_point_alone(in_poso, placed):
    far, first, second = placed((-1.45, 120.75), (-1.39251, 120.754), (-1.39349, 120.754))
    for latitude in (-1.3925, -1.3930, -1.3935):
        order = list(nearest_first(list_public_reports(), latitude, 120.754))
        # Of two with one public point the newer stands first, from wherever one looks.
        assert [report.pk for report in order] == [second.pk, first.pk, far.pk]


def test_many_reports_come_as_groups_and_few_one_by_one(in_poso, placed, client_of):
    visitor = client_of(in_poso)
    placed(*((-1.39 - number / GRID, 120.75 + number / GRID) for number in range(MOST_SINGLE)))
    whole = visitor.get(POINTS).json()
    assert len(whole["markers"]) == MOST_SINGLE
    placed((-1.41, 120.77))
    whole = visitor.get(POINTS).json()
    assert "markers" not in whole
    assert sum(group["count"] for group in whole["groups"]) == MOST_SINGLE + 1
    assert len(whole["groups"]) < 300
    near = visitor.get(f"{POINTS}?box=120.749,-1.395,120.753,-1.389").json()
    assert {marker["title"] for marker in near["markers"]} == {"Lubang"}


def test_the_map_never_shows_what_the_list_does_not(in_poso, placed, client_of):
    placed((-1.39, 120.75), is_confidential=True)
    placed((-1.39, 120.75), state="diajukan")
    assert client_of(in_poso).get(POINTS).json() == {"markers": []}
    # What two boxes of confidential reports hold is no secret to be had by counting either.
    placed(*[(-1.39, 120.75)] * (MOST_SINGLE + 1), is_confidential=True)
    assert client_of(in_poso).get(POINTS).json() == {"markers": []}


@pytest.mark.parametrize("text", ["", "x", "1,2,3", "10,10,0,0", "nan,nan,nan,nan", "-999,-999,999,999", "1,1,inf,2"])
def test_a_box_that_is_none_is_the_whole_pemda(in_poso, client_of, text):
    assert box_of(text) == box_of("")
    assert client_of(in_poso).get(f"{POINTS}?box={text}").status_code == 200


def test_the_list_by_kelurahan_and_nearest_first(in_poso, placed, client_of):
    placed((-1.39, 120.75), title="Dekat", village_code="72.02.01.1007")
    placed((-1.45, 120.75), title="Jauh", village_code="72.02.01.1008")
    visitor = client_of(in_poso)
    page = visitor.get("/laksa/?lat=-1.45&lng=120.75").content.decode()
    assert page.index("Jauh") < page.index("Dekat")
    page = visitor.get("/laksa/?district=72.02.01&village=72.02.01.1007").content.decode()
    assert "Dekat" in page
    assert "Jauh" not in page
    for nonsense in ("lat=x&lng=y", "lat=999&lng=0", "lat=nan&lng=1", "lat=-1.4"):
        assert visitor.get(f"/laksa/?{nonsense}").status_code == 200
