"""Reporting a problem."""

from __future__ import annotations

import re
import uuid
from concurrent.futures import ThreadPoolExecutor

import pytest

from catalog.modules.laksa.errors import (
    AnonymousNotOffered,
    CategoryClosed,
    KeyTaken,
    OutsidePemda,
    PlaceUnknown,
    TextMissing,
)
from catalog.modules.laksa.models import NumberSeries, Report
from catalog.modules.laksa.services.reporting import Place, report_problem
from catalog.sdk.attachments import Attachment, TooManyFiles


def test_report_gets_number_state_due_day_and_district(file_report, sari):
    report = file_report()
    assert re.fullmatch(r"LK-7202-20\d\d-\d{6}", report.number)
    assert (report.state, report.stage, report.reporter, report.version) == ("diajukan", "menunggu", sari, 1)
    assert report.due_on is not None
    assert [step.to_state for step in report.transitions.all()] == ["diajukan"]


def test_reporter_and_verifier_are_told(file_report, sari, wulan):
    report = file_report()
    assert [note.kind for note in sari.notifications.all()] == ["laksa.received"]
    assert sari.notifications.get().path == f"/laksa/laporan/{report.number}/"
    assert wulan.notifications.get().path == f"/konsol/m/laksa/laporan/{report.number}/"


def test_notice_is_in_the_persons_language(file_report, sari):
    sari.language = "en"
    sari.save()
    report = file_report()
    assert sari.notifications.get().subject == f"We received report {report.number}"


def test_same_form_twice_makes_one_report(file_report):
    key = uuid.uuid4()
    first, second = file_report(client_key=key), file_report(client_key=key, title="Lain")
    assert first.pk == second.pk
    assert Report.objects.count() == 1


def test_key_of_another_person_is_refused(file_report, otto):
    key = uuid.uuid4()
    file_report(client_key=key)
    with pytest.raises(KeyTaken):
        file_report(client_key=key, reporter=otto)
    assert Report.objects.count() == 1


@pytest.mark.parametrize(
    ("changes", "refusal"),
    [
        ({"title": "  "}, TextMissing),
        ({"description": ""}, TextMissing),
        ({"place": Place()}, PlaceUnknown),
        ({"place": Place(district_code="36.71.01")}, PlaceUnknown),
        ({"place": Place(district_code="72.02.01", village_code="72.02.02.2001")}, PlaceUnknown),
        ({"place": Place(latitude=-1.39)}, PlaceUnknown),
        ({"place": Place(latitude=-6.17, longitude=106.63)}, OutsidePemda),
        ({"place": Place(latitude=float("nan"), longitude=120.7)}, OutsidePemda),
    ],
)
def test_bad_input_is_refused_and_leaves_nothing(file_report, changes, refusal):
    series = NumberSeries.objects.count()
    with pytest.raises(refusal):
        file_report(**changes)
    assert (Report.objects.count(), NumberSeries.objects.count()) == (0, series)


def test_closed_category_is_refused(file_report, category):
    category.is_active = False
    category.save()
    with pytest.raises(CategoryClosed):
        file_report()
    assert Report.objects.count() == 0


def test_anonymous_report_is_refused_where_the_pemda_takes_none(file_report, sari, in_poso):
    from catalog.activations import change_settings

    change_settings(slug="laksa", values={"allow_anonymous": False}, actor=sari)
    with pytest.raises(AnonymousNotOffered):
        file_report(is_anonymous=True)
    assert Report.objects.count() == 0


def test_point_alone_gives_the_nearest_district(file_report):
    report = file_report(place=Place(latitude=-1.3925, longitude=120.7540))
    assert report.district_code.startswith("72.02.")


def test_photos_belong_to_the_report_and_are_not_public_before_verification(file_report, sari, picture):
    from catalog.modules.laksa.services.photos import keep_draft

    report = file_report(photos=[keep_draft(upload=picture(), person=sari)])
    attachment = report.photos.get().attachment
    assert (attachment.purpose, attachment.visibility) == ("laksa.report", "owner")


def test_too_many_photos_are_refused(file_report, sari, picture):
    from catalog.modules.laksa.services.photos import keep_draft

    drafts = [keep_draft(upload=picture(), person=sari) for _ in range(4)]
    with pytest.raises(TooManyFiles):
        file_report(photos=drafts)
    assert Report.objects.count() == 0
    assert Attachment.objects.filter(purpose="laksa.draft").count() == 4


def test_anonymous_reporter_is_not_named_in_the_trail(file_report):
    from tenants.audit.models import Entry

    report = file_report(is_anonymous=True)
    entry = Entry.objects.get(act="laksa.report_filed")
    assert (entry.actor_id, entry.actor_name) == (None, "Pelapor (anonim)")
    assert entry.subject_id == str(report.pk)


@pytest.mark.usefixtures("fresh")
def test_numbers_are_unique_under_load():
    """Twelve citizens at once: twelve reports with the numbers 1 to 12."""
    from django.db import connections

    from catalog.modules.laksa.models import Category
    from catalog.sdk.people import Person
    from tenants import directory
    from tenants.context import inside

    facts = directory.pemda_of("72.02")

    def file_one(index: int) -> str:
        try:
            with inside(facts):
                reporter = Person.objects.create_user(name=f"Warga {index}")
                report = report_problem(
                    reporter=reporter,
                    category=Category.objects.get(code="jalan"),
                    title="Lubang",
                    description="Dalam.",
                    place=Place(district_code="72.02.01"),
                    client_key=uuid.uuid4(),
                )
                return report.number
        finally:
            connections.close_all()

    with ThreadPoolExecutor(max_workers=4) as threads:
        numbers = sorted(threads.map(file_one, range(12)))
    assert [int(number[-6:]) for number in numbers] == list(range(1, 13))
