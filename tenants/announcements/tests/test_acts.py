"""Writing, sending, withdrawing, putting right, reading and putting away: who may, and what it changes."""

from datetime import timedelta

import pytest
from django.db import ProgrammingError, transaction
from django.utils import timezone

from tenants.announcements import services
from tenants.announcements.errors import (
    AnnouncementEndsEarly,
    AnnouncementNeedsReason,
    AnnouncementSent,
    AnnouncementStays,
    AnnouncementWithoutRecipients,
)
from tenants.announcements.models import Announcement, Reading, Recipient
from tenants.announcements.selectors import banners_for, list_announcements, received, received_by
from tenants.announcements.tests.conftest import KARAWANG, POSO
from tenants.context import at_pusat, inside
from tenants.directory import pemda_of
from tenants.errors import NotAllowed
from tenants.router import PUBLIC


def banners(person, code=POSO):
    with inside(pemda_of(code)):
        return [banner.announcement.title_id for banner in banners_for(person, code)]


def test_only_the_team_writes_and_sends(rina, wording, tiara):
    with inside(pemda_of(POSO)), pytest.raises(NotAllowed):
        services.write_announcement(wording=wording(), actor=rina)
    assert Announcement.objects.count() == 0
    with at_pusat():
        draft = services.write_announcement(wording=wording(), actor=tiara)
    with inside(pemda_of(POSO)), pytest.raises(NotAllowed):
        services.send_announcement(draft=draft, codes=[POSO], actor=rina)
    assert Recipient.objects.count() == 0


def test_a_draft_is_nobodys_to_read(tiara, wording, rina):
    with at_pusat():
        draft = services.write_announcement(wording=wording(), actor=tiara)
    assert received(POSO, draft.pk) is None
    assert banners(rina) == []


def test_it_is_shown_to_its_recipients_alone(sent, rina, person):
    announcement = sent()
    with inside(pemda_of(KARAWANG)):
        stranger = person("Tono", kind="admin_ti")
    assert banners(rina) == ["Pemeliharaan Sabtu malam"]
    assert banners(stranger, KARAWANG) == []
    assert received(KARAWANG, announcement.pk) is None


def test_it_begins_and_ends_at_its_time(sent, rina):
    now = timezone.now()
    sent(title_id="Besok", shown_from=now + timedelta(days=1))
    ended = sent(title_id="Kemarin", shown_until=now + timedelta(minutes=5))
    Announcement.objects.filter(pk=ended.pk).update(shown_until=now - timedelta(minutes=5))
    assert banners(rina) == []
    assert [row.announcement.title_id for row in received_by(POSO)] == ["Kemarin"]


def test_a_banner_is_put_away_by_each_for_themselves(sent, rina, person):
    announcement = sent()
    with inside(pemda_of(POSO)):
        budi = person("Budi", kind="petugas")
        services.dismiss(recipient=received(POSO, announcement.pk), person=rina)
    assert banners(rina) == []
    assert banners(budi) == ["Pemeliharaan Sabtu malam"]


def test_an_urgent_one_stays_and_stands_first(sent, rina):
    urgent = sent(title_id="Serangan", severity="urgent")
    sent(title_id="Kabar")
    with inside(pemda_of(POSO)), pytest.raises(AnnouncementStays):
        services.dismiss(recipient=received(POSO, urgent.pk), person=rina)
    assert Reading.objects.count() == 0
    assert banners(rina) == ["Serangan", "Kabar"]


def test_readings_are_counted_once_per_person_and_pemda(sent, rina):
    announcement = sent(POSO, KARAWANG)
    with inside(pemda_of(POSO)):
        for _turn in range(2):
            services.note_reading(recipient=received(POSO, announcement.pk), person=rina)
    row = list_announcements().get(pk=announcement.pk)
    assert (row.pemda_count, row.read_count) == (2, 1)
    assert Reading.objects.count() == 1


def test_what_was_sent_is_neither_changed_nor_thrown_away(sent, tiara, wording):
    announcement = sent()
    with at_pusat():
        with pytest.raises(AnnouncementSent):
            services.write_announcement(wording=wording(title_id="Lain"), draft=announcement, actor=tiara)
        with pytest.raises(AnnouncementSent):
            services.discard_draft(draft=announcement, actor=tiara)
        with pytest.raises(AnnouncementSent):
            services.send_announcement(draft=announcement, codes=[KARAWANG], actor=tiara)
    assert Announcement.objects.get().title_id == "Pemeliharaan Sabtu malam"
    assert [row.pemda_code for row in Recipient.objects.all()] == [POSO]


def test_no_login_of_the_web_deletes_who_got_what(sent):
    sent()
    with pytest.raises(ProgrammingError), transaction.atomic(using=PUBLIC):
        Recipient.objects.all()._raw_delete(PUBLIC)
    assert Recipient.objects.count() == 1


def test_nobody_as_recipient_sends_nothing(tiara, wording):
    with at_pusat():
        draft = services.write_announcement(wording=wording(), actor=tiara)
        with pytest.raises(AnnouncementWithoutRecipients):
            services.send_announcement(draft=draft, codes=[], actor=tiara)
    assert Announcement.objects.get().is_draft


def test_it_does_not_end_before_it_begins(tiara, wording):
    soon = timezone.now() + timedelta(hours=1)
    with at_pusat(), pytest.raises(AnnouncementEndsEarly):
        services.write_announcement(
            wording=wording(shown_from=soon, shown_until=soon - timedelta(minutes=1)), actor=tiara
        )
    assert Announcement.objects.count() == 0


def test_withdrawing_takes_a_reason_and_the_banner(sent, tiara, rina):
    announcement = sent()
    with at_pusat(), pytest.raises(AnnouncementNeedsReason):
        services.withdraw_announcement(announcement=announcement, reason=" ", actor=tiara)
    assert banners(rina) == ["Pemeliharaan Sabtu malam"]
    with at_pusat():
        services.withdraw_announcement(announcement=announcement, reason="Salah tanggal", actor=tiara)
    assert banners(rina) == []
    assert received(POSO, announcement.pk).announcement.withdrawal == "Salah tanggal"


def test_a_correction_takes_the_place_of_what_it_puts_right(sent, tiara, rina):
    wrong = sent()
    with at_pusat():
        draft = services.begin_correction(announcement=wrong, actor=tiara)
        assert services.begin_correction(announcement=wrong, actor=tiara) == draft
        assert draft.audience_values == [POSO]
        Announcement.objects.filter(pk=draft.pk).update(title_id="Hari Minggu")
        services.send_announcement(draft=draft, codes=[POSO], actor=tiara)
    assert banners(rina) == ["Hari Minggu"]
    assert Announcement.objects.get(pk=wrong.pk).state == "withdrawn"
