"""Looking at every own domain once a day: a name that changed hands must not go on leading to the Pemda."""

from __future__ import annotations

import logging
from datetime import date, timedelta

from django.conf import settings
from django.db import transaction
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import ngettext, override

from tenants import context, directory
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.domains.errors import NameServersSilent, OtherProof, ProofMissing
from tenants.domains.proof import LookUp, prove, record_name, txt_records
from tenants.domains.services import fall_back
from tenants.models import Domain, Pemda
from tenants.notifications.services import notify
from tenants.router import PUBLIC

log = logging.getLogger("adopsi.domains")
KIND = "inti.domain"
PAGE = "/konsol/domain/"


def recheck_all(*, look_up: LookUp = txt_records, today: date | None = None) -> int:
    """Look at every proven own domain; the number of those whose proof is missing. Survives running twice a day."""
    day = today or timezone.localdate()
    own = Domain.objects.filter(verified_at__isnull=False, tenant__state=Pemda.State.ACTIVE).exclude(proof_token="")
    missing = 0
    for key, code in own.order_by("pk").values_list("pk", "tenant_id"):
        with context.inside(directory.get_pemda(code)):
            missing += not recheck(domain_id=key, look_up=look_up, today=day)
    return missing


def recheck(*, domain_id: int, look_up: LookUp = txt_records, today: date) -> bool:
    """Look at one domain of the active Pemda; whether it may go on. A silent name server changes nothing."""
    domain = Domain.objects.filter(pk=domain_id, tenant_id=context.current_pemda().code).first()
    if domain is None:
        return True
    try:
        prove(domain, look_up=look_up)
    except NameServersSilent:
        log.warning("name servers of %s are silent; looked at again tomorrow", domain.domain)
        return True
    except (ProofMissing, OtherProof):
        _note_missing(domain, today)
        return False
    if domain.failed_days or domain.suspended_at:
        _note_back(domain)
    else:
        Domain.objects.filter(pk=domain.pk).update(checked_at=timezone.now())
    return True


def _note_missing(domain: Domain, today: date) -> None:
    if domain.failed_on == today:
        return
    if domain.suspended_at is not None:
        _release_in_time(domain)
        return
    days = domain.failed_days + 1
    is_over = days >= settings.ADOPSI_DOMAIN_FAILED_DAYS
    now = timezone.now()
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        Domain.objects.filter(pk=domain.pk).update(
            failed_days=days, failed_on=today, checked_at=now, suspended_at=now if is_over else None
        )
        if is_over:
            fall_back(domain)
            record(act="domain.suspended", subject="domain", label=domain.domain)
        _tell_admins(domain, days_left=settings.ADOPSI_DOMAIN_FAILED_DAYS - days)
    log.warning("proof of %s is missing on %s days; suspended=%s", domain.domain, days, is_over)


def _release_in_time(domain: Domain) -> None:
    """A suspended name that nobody mends is freed when its quarantine, which began with the suspension, is over."""
    period = timedelta(days=settings.ADOPSI_DOMAIN_QUARANTINE_DAYS)
    if domain.suspended_at is None or domain.suspended_at + period > timezone.now():
        return
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        Domain.objects.filter(pk=domain.pk).delete()
        record(act="domain.released", subject="domain", label=domain.domain)


def _note_back(domain: Domain) -> None:
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        Domain.objects.filter(pk=domain.pk).update(
            failed_days=0, failed_on=None, suspended_at=None, checked_at=timezone.now()
        )
        record(act="domain.restored", subject="domain", label=domain.domain)


def _tell_admins(domain: Domain, *, days_left: int) -> None:
    for admin in Person.objects.filter(kind=Person.Kind.ADMIN, is_active=True):
        with override(admin.language or settings.LANGUAGE_CODE):
            subject, body = _words(domain, days_left)
            notify(person=admin, kind=KIND, subject=subject, body=body, path=PAGE)


def _words(domain: Domain, days_left: int) -> tuple[str, str]:
    facts = {"host": domain.domain, "name": record_name(domain.domain), "days": days_left}
    if days_left > 0:
        subject = ngettext(
            "%(host)s akan ditutup dalam %(days)s hari", "%(host)s akan ditutup dalam %(days)s hari", days_left
        )
        body = _(
            "Catatan TXT %(name)s tidak ditemukan lagi, sehingga domain ini tidak terbukti milik Anda. Pasang kembali"
            " catatan itu; isinya ada di halaman Domain. Bila tidak, warga tidak dapat lagi membuka layanan lewat"
            " alamat ini; subdomain bawaan tetap berlaku."
        )
        return subject % facts, body % facts
    body = _(
        "Catatan TXT %(name)s tidak ditemukan beberapa hari berturut-turut. Alamat ini tidak lagi mengarah ke layanan"
        " Anda, dan surel memakai subdomain bawaan. Pasang kembali catatan itu, lalu tekan Periksa di halaman Domain."
    )
    return _("%(host)s ditutup") % facts, body % facts
