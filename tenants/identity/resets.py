"""Taking a second factor away under supervision, for someone who lost telephone and recovery codes."""

from __future__ import annotations

from allauth.mfa.models import Authenticator
from django.conf import settings
from django.core.mail import send_mail
from django.db import transaction
from django.utils import translation
from django.utils.translation import gettext as _

from tenants.accounts.access import require_admin
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.identity.errors import NothingToReset, OwnReset, ReasonMissing
from tenants.identity.sessions import end_sessions
from tenants.notifications.services import notify

KIND = "inti.verifikasi"


@transaction.atomic
def reset_second_factor(*, person: Person, reason: str, actor: Person) -> None:
    """An IT admin takes another person's second factor away; all sessions end, the person is told."""
    require_admin(actor)
    if person.pk == actor.pk:
        raise OwnReset
    forget_second_factor(person=person, reason=reason, by=actor)
    _tell(person, actor.name, reason)


@transaction.atomic
def forget_second_factor(*, person: Person, reason: str, by: Person | str) -> None:
    """Forget apps, passkeys and recovery codes, and end all sessions; for those who have checked who asks."""
    if not reason.strip():
        raise ReasonMissing
    if not Authenticator.objects.filter(user_id=person.pk).delete()[0]:
        raise NothingToReset
    record(act="account.factor_reset", subject=person, actor=by, changes={"reason": reason.strip()})
    end_sessions(person=person, actor=by)


def _tell(person: Person, by: str, reason: str) -> None:
    with translation.override(person.language or settings.LANGUAGE_CODE):
        subject, body = _words(by, reason)
        notify(person=person, kind=KIND, subject=subject, body=body, path="/akun/verifikasi/")


def _words(by: str, reason: str) -> tuple[str, str]:
    body = _(
        "%(by)s menyetel ulang verifikasi dua langkah akun Anda. Alasan: %(reason)s. Semua perangkat Anda "
        "dikeluarkan. Masuk lagi dan pasang yang baru. Jika Anda tidak memintanya, segera hubungi Admin TI."
    )
    return _("Verifikasi dua langkah Anda disetel ulang"), body % {"by": by, "reason": reason.strip()}


@transaction.atomic
def reset_by_central_team(*, person: Person, reason: str, by: str) -> None:
    """The Tangerang team helps an IT admin whom no other admin can help."""
    forget_second_factor(person=person, reason=reason, by=by)
    _tell(person, by, reason)


def reset_in_the_team(*, person: Person, reason: str, by: str) -> None:
    """One of the Tangerang team helps another; at pusat there are no notifications, so a mail tells."""
    forget_second_factor(person=person, reason=reason, by=by)
    with translation.override(person.language or settings.LANGUAGE_CODE):
        subject, body = _words(by, reason)
    send_mail(subject, body, settings.DEFAULT_FROM_EMAIL, [person.email])
