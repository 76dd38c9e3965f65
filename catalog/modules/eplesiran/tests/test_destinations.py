"""Acts on destinations: what they promise, and refusals after which nothing changed."""

from __future__ import annotations

import uuid
from datetime import date, time

import pytest
from django.db import IntegrityError, transaction

from catalog.modules.eplesiran.errors import (
    DestinationUnknown,
    HasReviews,
    HoursInvalid,
    OutsideOfPemda,
    PublishedStays,
    SlugTaken,
    TariffInvalid,
)
from catalog.modules.eplesiran.models import Destination, OpeningHours, Review, Tariff
from catalog.modules.eplesiran.selectors.destinations import find_published, list_maintained
from catalog.modules.eplesiran.services import destinations as services
from catalog.modules.eplesiran.services.destinations import DayRow, TariffRow
from catalog.modules.eplesiran.tests.conftest import every_day
from catalog.sdk.context import local_now, local_today
from catalog.sdk.errors import NotAllowed
from catalog.sdk.people import Opd
from catalog.sdk.records import trail_of


def test_a_new_destination_is_not_public_yet(add):
    made = add(published=False)

    assert made.slug == "danau-poso"
    with pytest.raises(DestinationUnknown):
        find_published("danau-poso")


def test_publishing_shows_it_and_is_on_the_trail(add, manager):
    made = add(published=False)

    services.publish_destination(actor=manager, destination_id=made.pk)

    assert find_published("danau-poso") == made
    acts = [entry.act for entry in trail_of("eplesiran.destination", made.pk)]
    assert acts == ["eplesiran.destination_published", "eplesiran.destination_added"]


def test_a_form_sent_twice_makes_one_destination(manager, facts):
    key = uuid.uuid4()

    first = services.add_destination(actor=manager, facts=facts(), client_key=key)
    second = services.add_destination(actor=manager, facts=facts(), client_key=key)

    assert first == second
    assert Destination.objects.count() == 1


def test_two_places_of_one_name_get_two_addresses(add):
    assert add().slug == "danau-poso"
    assert add().slug == "danau-poso-2"


def test_a_taken_address_is_refused_at_its_field(add, manager, facts):
    add()

    with pytest.raises(SlugTaken) as refusal:
        services.add_destination(actor=manager, facts=facts(slug="danau-poso"), client_key=uuid.uuid4())

    assert refusal.value.field == "slug"
    assert Destination.objects.count() == 1


def test_a_point_outside_of_the_pemda_is_refused(manager, facts):
    with pytest.raises(OutsideOfPemda) as refusal:
        services.add_destination(actor=manager, facts=facts(latitude=-6.19, longitude=106.64))

    assert refusal.value.field == "latitude"
    assert not Destination.objects.exists()


def test_closing_before_opening_is_refused_and_nothing_changes(place, manager, facts):
    bad = [DayRow(weekday=0, opens=time(17), closes=time(8))]

    with pytest.raises(HoursInvalid):
        services.change_destination(
            actor=manager, destination_id=place.pk, facts=facts(name="Lain"), hours=bad, tariffs=[]
        )

    place.refresh_from_db()
    assert place.name == "Danau Poso"
    assert place.hours.count() == 7


@pytest.mark.parametrize(
    ("row", "field"),
    [
        (TariffRow(label="dewasa", amount=-1, valid_from=date(2026, 1, 1)), "amount"),
        (TariffRow(label="dewasa", amount=10**9, valid_from=date(2026, 1, 1)), "amount"),
        (TariffRow(label="dewasa", amount=1, valid_from=date(2026, 1, 2), valid_until=date(2026, 1, 1)), "valid_until"),
    ],
)
def test_a_senseless_tariff_is_refused(manager, facts, row, field):
    with pytest.raises(TariffInvalid) as refusal:
        services.add_destination(actor=manager, facts=facts(), tariffs=[row])

    assert refusal.value.field == field
    assert not Destination.objects.exists()


def test_two_tariffs_of_one_payer_may_not_overlap_but_may_follow(manager, facts):
    old = TariffRow(label="dewasa", amount=5000, valid_from=date(2026, 1, 1), valid_until=date(2026, 12, 31))
    new = TariffRow(label="dewasa", amount=7000, valid_from=date(2027, 1, 1))
    clash = TariffRow(label="dewasa", amount=9000, valid_from=date(2026, 12, 31))

    with pytest.raises(TariffInvalid):
        services.add_destination(actor=manager, facts=facts(), tariffs=[old, clash])
    services.add_destination(actor=manager, facts=facts(), tariffs=[old, new])

    assert list(Tariff.objects.values_list("amount", flat=True)) == [5000, 7000]


def test_the_database_itself_refuses_senseless_rows(place):
    rows = [
        OpeningHours(destination=place, weekday=0, opens=time(9), closes=time(10)),
        Tariff(destination=place, label="anak", amount=5, valid_from=date(2026, 2, 1), valid_until=date(2026, 1, 1)),
    ]
    place.hours.filter(weekday=1).delete()
    rows.append(OpeningHours(destination=place, weekday=1, opens=time(10), closes=time(9)))
    for row in rows:
        with pytest.raises(IntegrityError), transaction.atomic():
            row.save()


def test_changing_replaces_hours_and_names_what_changed(place, manager, facts):
    services.change_destination(
        actor=manager,
        destination_id=place.pk,
        facts=facts(condition="perbaikan"),
        hours=every_day(time(7), time(18)),
        tariffs=[],
    )

    entry = trail_of("eplesiran.destination", place.pk)[0]
    assert entry.act == "eplesiran.destination_changed"
    assert set(entry.changes) == {"condition", "hours"}
    assert place.hours.first().opens == time(7)


def test_confirming_sets_todays_date_in_the_pemdas_zone(place, manager):
    services.confirm_destination(actor=manager, destination_id=place.pk)

    place.refresh_from_db()
    assert place.last_verified_on == local_today()


def test_what_is_public_or_reviewed_is_not_deleted(place, manager, sari):
    with pytest.raises(PublishedStays):
        services.delete_destination(actor=manager, destination_id=place.pk)
    services.unpublish_destination(actor=manager, destination_id=place.pk)
    Review.objects.create(destination=place, author=sari, rating=4, text="Bagus sekali", written_at=local_now())
    with pytest.raises(HasReviews):
        services.delete_destination(actor=manager, destination_id=place.pk)
    assert Destination.objects.filter(pk=place.pk).exists()

    Review.objects.all().delete()
    services.delete_destination(actor=manager, destination_id=place.pk)

    assert not Destination.objects.exists()


def test_an_officer_of_one_opd_maintains_only_its_places(add, person, give, facts):
    disbudpar, dlh = Opd.objects.get(code="disbudpar"), Opd.objects.get(code="dlh")
    own, other, nobodys = add(opd=disbudpar), add(opd=dlh), add(opd=None)
    officer = person("Tono", kind="petugas")
    give(officer, "eplesiran.pengelola", opd=disbudpar)

    assert list(list_maintained(officer=officer)) == [own]
    for stranger in (other, nobodys):
        with pytest.raises(NotAllowed):
            services.confirm_destination(actor=officer, destination_id=stranger.pk)
        stranger.refresh_from_db()
        assert stranger.last_verified_on is None
    with pytest.raises(NotAllowed):
        services.add_destination(actor=officer, facts=facts(opd=dlh))


def test_citizens_maintain_nothing(place, sari, facts):
    with pytest.raises(NotAllowed):
        services.unpublish_destination(actor=sari, destination_id=place.pk)
    with pytest.raises(NotAllowed):
        services.add_destination(actor=sari, facts=facts())

    place.refresh_from_db()
    assert place.is_published
    assert Destination.objects.count() == 1
