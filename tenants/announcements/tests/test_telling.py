"""Telling Pemda: once each, however often a message comes; retried, journaled, and never after a withdrawal."""

import threading
from contextlib import suppress
from datetime import timedelta

import pytest
from django.core import mail
from django.db import connections
from django.utils import timezone

from tenants.announcements import tasks
from tenants.announcements.errors import AnnouncementSent
from tenants.announcements.models import Recipient
from tenants.announcements.services import (
    send_announcement,
    tell_again,
    withdraw_announcement,
    write_announcement,
)
from tenants.announcements.tests.conftest import KARAWANG, POSO
from tenants.audit.models import Entry
from tenants.context import at_pusat, inside
from tenants.directory import pemda_of
from tenants.errors import DomainError
from tenants.notifications.models import Notification
from tenants.notifications.services import notify
from tenants.notifications.tasks import mail_notification


def tell(announcement, code=POSO):
    tasks.tell_pemda(pemda=code, announcement_id=str(announcement.pk))


def notes(code=POSO):
    with inside(pemda_of(code)):
        return list(Notification.objects.filter(kind=tasks.KIND).order_by("pk"))


def deliver(code=POSO):
    """Plays the worker: mails what waits."""
    for note in notes(code):
        mail_notification(pemda=code, notification_id=note.pk)


def journal(announcement, code=POSO):
    row = Recipient.objects.get(announcement=announcement, pemda_code=code)
    return row.state, row.told, row.mailed, row.problem


def test_each_admin_gets_one_message_and_one_mail_however_often_it_runs(sent, rina, mailoutbox):
    announcement = sent()
    for _turn in range(2):
        tell(announcement)
    assert [note.person_id for note in notes()] == [rina.pk]
    assert journal(announcement) == ("waiting", 1, 0, "not_mailed")
    for _turn in range(2):
        deliver()
    tell(announcement)
    assert [letter.to for letter in mail.outbox] == [[rina.email]]
    assert "Pemeliharaan Sabtu malam" in mail.outbox[0].subject
    assert f"/konsol/pengumuman/{announcement.pk}/" in mail.outbox[0].body
    assert journal(announcement) == ("done", 1, 1, "")
    tell(announcement)
    assert len(notes()) == 1
    with inside(pemda_of(POSO)):
        assert Entry.objects.filter(act="announcement.received").count() == 1


def test_admin_who_reads_english_gets_english(sent, rina, mailoutbox):
    with inside(pemda_of(POSO)):
        rina.language = "en"
        rina.save()
    tell(sent(severity="urgent"))
    deliver()
    assert mail.outbox[0].subject == "[Urgent] Maintenance on Saturday night"


def test_officers_get_no_mail(sent, rina, person):
    with inside(pemda_of(POSO)):
        person("Budi", kind="petugas")
        person("Sari")
    tell(sent())
    assert [note.person_id for note in notes()] == [rina.pk]


def test_a_mail_server_that_is_away_is_journaled_and_tried_again(sent, rina):
    announcement = sent()
    for _turn in range(tasks.MOST_ATTEMPTS):
        tell(announcement)
    assert journal(announcement) == ("failed", 1, 0, "not_mailed")


def test_the_team_tries_the_failed_again(sent, rina, tiara, mailoutbox):
    announcement = sent(POSO, KARAWANG)
    tell(announcement, KARAWANG)
    assert journal(announcement, KARAWANG) == ("failed", 0, 0, "no_admin")
    with at_pusat():
        assert tell_again(announcement=announcement, actor=tiara) == 1
    assert journal(announcement, KARAWANG) == ("waiting", 0, 0, "")


def test_nobody_is_told_of_what_was_withdrawn(sent, rina, tiara):
    announcement = sent()
    with at_pusat():
        withdraw_announcement(announcement=announcement, reason="Salah tanggal", actor=tiara)
    tell(announcement)
    assert notes() == []


def test_who_is_no_recipient_is_not_told(sent, rina, person):
    announcement = sent(KARAWANG)
    tell(announcement)
    assert notes() == []


@pytest.fixture
def messages(monkeypatch):
    """The messages that beat would send, by Pemda."""
    found = []
    monkeypatch.setattr(tasks.tell_pemda, "delay", lambda **arguments: found.append(arguments["pemda"]))
    return found


def test_beat_sends_a_message_to_each_that_waits_and_pauses_between_attempts(sent, rina, messages):
    announcement = sent(POSO, KARAWANG)
    assert tasks.tell_waiting() == 2
    assert sorted(messages) == [KARAWANG, POSO]
    tell(announcement)
    messages.clear()
    assert tasks.tell_waiting() == 1
    assert messages == [KARAWANG]
    Recipient.objects.update(tried_at=timezone.now() - timedelta(hours=2))
    assert tasks.tell_waiting() == 2


def test_beat_leaves_alone_what_begins_tomorrow(sent, messages):
    sent(shown_from=timezone.now() + timedelta(days=1))
    assert tasks.tell_waiting() == 0
    assert messages == []


def at_once(act):
    """The act twice in the same moment, each in a thread with connections of its own; what came of it."""
    gate, found = threading.Barrier(2), []

    def run():
        try:
            gate.wait(timeout=10)
            found.append(act())
        except DomainError as refusal:
            found.append(refusal.code)
        finally:
            connections.close_all()

    threads = [threading.Thread(target=run) for _turn in range(2)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join(timeout=30)
    return found


def waiting_for_the_other(act):
    """The act, begun only once the other turn has come as far, or is seen to be held back."""
    both = threading.Barrier(2)

    def run(**facts):
        with suppress(threading.BrokenBarrierError):
            both.wait(timeout=1)
        return act(**facts)

    return run


def test_two_who_send_the_same_draft_at_once_send_it_once(rina, tiara, wording, mailoutbox, monkeypatch):
    with at_pusat():
        draft = write_announcement(wording=wording(), actor=tiara)

    def send():
        with at_pusat():
            send_announcement(draft=draft, codes=[POSO], actor=tiara)
        return "sent"

    assert sorted(at_once(send)) == sorted(["sent", AnnouncementSent.code])
    assert [row.pemda_code for row in Recipient.objects.all()] == [POSO]
    monkeypatch.setattr(tasks, "notify", waiting_for_the_other(notify))
    at_once(lambda: tell(draft))
    assert [note.person_id for note in notes()] == [rina.pk]
    at_once(deliver)
    assert [letter.to for letter in mailoutbox] == [[rina.email]]
