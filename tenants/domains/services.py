"""What a Pemda's admin does with its domains."""

from __future__ import annotations

import re
import secrets

from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from tenants.accounts.access import require_admin
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.context import current_pemda
from tenants.domains.errors import (
    DomainNotVerified,
    HostInQuarantine,
    HostTaken,
    InvalidHost,
    SubdomainStays,
    UnknownDomain,
)
from tenants.domains.proof import LookUp, prove, record_name, txt_records
from tenants.domains.selectors import quarantined_until, subdomain_of
from tenants.models import Domain
from tenants.router import PUBLIC

HOST = re.compile(r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$")
MAX_NAME = 253


def normalise_host(text: str) -> str:
    """`https://Layanan.Posokab.go.id/` becomes `layanan.posokab.go.id`; raises `InvalidHost`."""
    host = text.strip().lower().removeprefix("https://").removeprefix("http://").split("/")[0].rstrip(".")
    base = settings.ADOPSI_BASE_DOMAIN
    if not HOST.match(host) or host == base or host.endswith(f".{base}") or len(record_name(host)) > MAX_NAME:
        raise InvalidHost(field="domain")
    return host


def add_domain(*, host: str, actor: Person) -> Domain:
    """Note a domain that the active Pemda wants to use; it leads nowhere until it is proven."""
    require_admin(actor)
    host, code = normalise_host(host), current_pemda().code
    if until := quarantined_until(host=host, code=code):
        raise HostInQuarantine(until)
    try:
        with transaction.atomic(), transaction.atomic(using=PUBLIC):
            # An unproven wish of somebody else does not reserve a name.
            Domain.objects.filter(domain=host, verified_at=None).exclude(tenant_id=code).delete()
            domain = Domain(domain=host, tenant_id=code, is_primary=False, proof_token=secrets.token_hex(20))
            domain.save(force_insert=True)
            record(act="domain.added", subject="domain", label=host, actor=actor)
    except IntegrityError:
        raise HostTaken(field="domain") from None
    return domain


def verify_domain(*, domain_id: int, actor: Person, look_up: LookUp = txt_records) -> Domain:
    """Open the domain, or open it again, when its TXT record holds the token made for this Pemda and this name."""
    require_admin(actor)
    domain = _own(domain_id)
    if domain.is_open and not domain.failed_days:
        return domain
    # The name may have been freed by another Pemda after this one asked for it.
    if until := quarantined_until(host=domain.domain, code=domain.tenant_id):
        raise HostInQuarantine(until)
    prove(domain, look_up=look_up)
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        now = timezone.now()
        Domain.objects.filter(pk=domain.pk).update(
            verified_at=domain.verified_at or now, suspended_at=None, failed_days=0, failed_on=None, checked_at=now
        )
        record(act="domain.verified", subject="domain", label=domain.domain, actor=actor)
    return domain


def make_primary(*, domain_id: int, actor: Person) -> Domain:
    """Use the domain in mails and links; the others keep leading here."""
    require_admin(actor)
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        domain = _own(domain_id)
        if not domain.is_open:
            raise DomainNotVerified
        set_primary(domain)
        record(act="domain.made_primary", subject="domain", label=domain.domain, actor=actor)
    return domain


def remove_domain(*, domain_id: int, actor: Person) -> Domain:
    """Take the domain away; where it was the primary one, the subdomain is again. Returns what was removed."""
    require_admin(actor)
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        domain = _own(domain_id)
        if domain.domain == subdomain_of(domain.tenant_id):
            raise SubdomainStays
        fall_back(domain)
        Domain.objects.filter(pk=domain.pk).delete()
        record(act="domain.removed", subject="domain", label=domain.domain, actor=actor)
    return domain


def fall_back(domain: Domain) -> None:
    """Where the domain is the primary one, make the subdomain that."""
    if domain.is_primary:
        set_primary(Domain.objects.get(tenant_id=domain.tenant_id, domain=subdomain_of(domain.tenant_id)))


def set_primary(domain: Domain) -> None:
    """Make it the Pemda's only primary domain."""
    Domain.objects.filter(tenant_id=domain.tenant_id, is_primary=True).exclude(pk=domain.pk).update(is_primary=False)
    Domain.objects.filter(pk=domain.pk).update(is_primary=True)


def _own(domain_id: int) -> Domain:
    domain = Domain.objects.filter(pk=domain_id, tenant_id=current_pemda().code).first()
    if domain is None:
        raise UnknownDomain
    return domain
