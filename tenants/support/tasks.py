"""Telling the other side; each runs in the place whose people it tells."""

from __future__ import annotations

from celery import shared_task
from django.conf import settings
from django.core.mail import send_mail
from django.utils import translation
from django.utils.translation import gettext as _

from tenants import context
from tenants.accounts.models import Person
from tenants.audit.models import Entry
from tenants.audit.services import record
from tenants.notifications.services import notify
from tenants.support.models import SupportAccess
from tenants.tasks import pemda_task

PATH = "/konsol/dukungan/"


@pemda_task
def tell_of_question(*, access_id: str) -> None:
    """Write the question into the Pemda's trail and tell its IT admins; once, however often the message comes."""
    access = SupportAccess.objects.get(pk=access_id)
    if _is_noted("support.asked", access_id):
        return
    facts = {"access": access_id, "reason": access.reason, "hours": access.hours, "write": access.wants_write}
    record(act="support.asked", subject="support", label=access.asked_by, actor=_name(access), changes=facts)
    with translation.override("id"):
        for person in Person.objects.filter(kind=Person.Kind.ADMIN, is_active=True):
            notify(
                person=person,
                kind="inti.dukungan_diminta",
                subject=_("Tim pusat meminta akses dukungan"),
                body=_("%(name)s ingin masuk selama %(hours)s jam: %(reason)s")
                % {"name": access.asked_by, "hours": access.hours, "reason": access.reason},
                path=f"{PATH}#{access_id[:8]}",
            )


@pemda_task
def note_in_pemda(*, access_id: str) -> None:
    """Write into the Pemda's trail that tim pusat gave the access up."""
    access = SupportAccess.objects.get(pk=access_id)
    if not _is_noted("support.left", access_id):
        facts = {"access": access_id}
        record(act="support.left", subject="support", label=access.asked_by, actor=_name(access), changes=facts)


@shared_task(name="tenants.support.tasks.tell_pusat")
def tell_pusat(*, access_id: str) -> None:
    """Write the Pemda's decision into the trail of pusat and mail it to who asked."""
    access = SupportAccess.objects.get(pk=access_id)
    act = f"support.{access.state}"
    with context.at_pusat(), translation.override("id"):
        if _is_noted(act, access_id):
            return
        facts = {"pemda": access.pemda_code, "access": access_id, "reason": access.refusal}
        record(act=act, subject="support", label=access.asked_by, actor=_decider(access), changes=facts)
        person = Person.objects.filter(pk=access.asked_by_id, is_active=True).first()
        if person is not None and person.email:
            subject = _("Akses dukungan %(code)s: %(state)s") % {
                "code": access.pemda_code,
                "state": access.state_in_words,
            }
            send_mail(subject, access.refusal or access.reason, settings.DEFAULT_FROM_EMAIL, [person.email])


def _is_noted(act: str, access_id: str) -> bool:
    return Entry.objects.filter(act=act, changes__access=access_id).exists()


def _name(access: SupportAccess) -> str:
    return f"Tim Pusat · {access.asked_by}"


def _decider(access: SupportAccess) -> str:
    return f"{access.ended_by or access.decided_by} ({access.pemda_code})"
