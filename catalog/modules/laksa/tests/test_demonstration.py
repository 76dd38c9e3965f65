"""The demonstration's data."""

from __future__ import annotations

from catalog.modules.laksa.demonstration.fill import fill
from catalog.modules.laksa.demonstration.scenes import PAINTERS, draw
from catalog.modules.laksa.demonstration.stories import STORIES
from catalog.modules.laksa.demonstration.streets import SPOTS, spots_of
from catalog.modules.laksa.models import Category, Photo, Report
from catalog.modules.laksa.states import State
from catalog.sdk.attachments import Attachment
from catalog.sdk.places import list_villages


def test_filling_twice_makes_each_report_once(in_poso):
    fill()
    first = (Report.objects.count(), Photo.objects.count(), Attachment.objects.count())
    fill()
    assert (Report.objects.count(), Photo.objects.count(), Attachment.objects.count()) == first
    assert first[0] == len(STORIES) >= 40
    assert set(Report.objects.values_list("state", flat=True)) == set(State.values)
    assert Report.objects.filter(rating__isnull=False).count() >= 8
    assert not Report.objects.filter(title__contains="{").exists()
    assert not Report.objects.exclude(district_code__startswith="72.02").exists()


def test_every_spot_is_a_real_village_of_its_district():
    for code, spots in SPOTS.items():
        for district, village, _street in spots:
            assert district.startswith(code)
            assert village in {row.name for row in list_villages(district)}


def test_other_regions_have_spots_too():
    assert len(spots_of("73.71")) >= 20


def test_each_category_has_its_own_picture_and_it_is_the_same_every_time(in_poso):
    assert set(PAINTERS) == set(Category.objects.values_list("code", flat=True))
    assert draw("jalan", seed="a", is_after=False) == draw("jalan", seed="a", is_after=False)
    assert draw("jalan", seed="a", is_after=False) != draw("jalan", seed="a", is_after=True)
