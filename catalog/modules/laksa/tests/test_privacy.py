"""A person's copy of their data, and its erasure."""

from __future__ import annotations

import json
from datetime import timedelta

from django.utils import timezone

from catalog.modules.laksa.models import Report, Transition
from catalog.modules.laksa.privacy import ERASED, erase_person, export_person
from catalog.modules.laksa.services.conversation import reply_to_report
from catalog.modules.laksa.services.photos import keep_draft
from catalog.privacy import retention
from catalog.sdk.attachments import Attachment


def test_export_holds_reports_messages_and_photos_and_is_json(file_report, sari, otto, picture):
    report = file_report(photos=[keep_draft(upload=picture(), person=sari)], is_anonymous=True)
    file_report(reporter=otto, title="Milik Otto")
    reply_to_report(number=report.number, author=sari, text="Tambahan.")
    copy = export_person(sari)
    assert [row["title"] for row in copy["reports"]] == ["Lubang besar"]
    assert copy["reports"][0]["photos"] == [report.photos.get().attachment.get_absolute_url()]
    assert copy["messages"][0]["text"] == "Tambahan."
    assert "Otto" not in json.dumps(copy)


def test_erasing_deletes_what_was_never_public_and_cuts_the_rest_loose(file_report, bring, sari, picture):
    public = bring(file_report(photos=[keep_draft(upload=picture(), person=sari)]), "ditanggapi")
    file_report(title="Belum diperiksa")
    bring(file_report(title="Rahasia", is_confidential=True), "selesai")
    reply_to_report(number=public.number, author=sari, text="Ini nomor saya.")
    keep_draft(upload=picture(), person=sari)
    facts = erase_person(sari)
    assert facts == {"reports_erased": 2, "reports_made_anonymous": 1, "messages_erased": 1, "photos_erased": 1}
    kept = Report.objects.get()
    assert (kept.reporter, kept.is_anonymous, kept.latitude, kept.address) == (None, True, None, "")
    assert kept.messages.filter(is_staff=True).count() == 1
    assert kept.messages.get(is_staff=False).text == ERASED
    assert Attachment.objects.filter(uploaded_by=sari).count() == 0
    assert export_person(sari) == {"reports": [], "messages": []}


def test_erasing_twice_changes_nothing_more(file_report, bring, sari):
    bring(file_report(), "diproses")
    erase_person(sari)
    assert not any(erase_person(sari).values())


def test_reports_keep_what_happened_and_lose_everybody_when_their_time_is_over(file_report):
    file_report()
    Report.objects.update(state="ditolak", created_at=timezone.now() - timedelta(days=6 * 365))
    ended = {run.model: run.rows for run in retention.end_what_is_due()}
    assert ended["laksa.Report"] == 1
    kept = Report.objects.get()
    assert (kept.reporter, kept.latitude, kept.address, kept.district_code) == (None, None, "", "72.02.01")
    assert "motor" not in kept.description
    assert not Transition.objects.exclude(actor=None).exists()
    assert retention.end_what_is_due() == []


def test_what_is_not_past_its_time_stays(file_report, sari):
    file_report()
    Report.objects.update(state="ditolak", created_at=timezone.now() - timedelta(days=5 * 365 - 1))
    assert retention.end_what_is_due() == []
    assert Report.objects.get().reporter == sari
