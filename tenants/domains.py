"""Domains of a Pemda: its subdomain here, and addresses of its own which it proves by a CNAME record.

A host leads to a Pemda only once it is proven, so that nobody can take another government's name.
"""

from __future__ import annotations

import re
import socket
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from concurrent.futures import TimeoutError as TooSlow

from django.conf import settings
from django.db import IntegrityError, transaction
from django.db.models import QuerySet
from django.utils import timezone
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.accounts.access import require_admin
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.context import current_pemda
from tenants.errors import DomainError
from tenants.models import Domain, Pemda
from tenants.router import PUBLIC

HOST = re.compile(r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]([a-z0-9-]{0,61}[a-z0-9])$")
LOOK_UP_SECONDS = 5.0
_lookups = ThreadPoolExecutor(max_workers=4, thread_name_prefix="adopsi-dns")


class InvalidHost(DomainError):
    """Not a host name that could be a Pemda's own."""

    code = "invalid_host"
    message = gettext_lazy("Tulis nama domain seperti layanan.posokab.go.id, tanpa https:// dan tanpa garis miring.")
    http_status = 422


class HostTaken(DomainError):
    """The host leads to a Pemda already."""

    code = "host_taken"
    message = gettext_lazy("Domain ini sudah dipakai.")


class UnknownDomain(DomainError):
    """The active Pemda has no such domain."""

    code = "unknown_domain"
    message = gettext_lazy("Domain ini tidak ada di daftar Anda.")
    http_status = 404


class DomainNotVerified(DomainError):
    """The domain is not proven yet."""

    code = "domain_not_verified"
    message = gettext_lazy("Domain ini belum terbukti milik Anda. Pasang CNAME-nya, lalu periksa lagi.")


class CnameMissing(DomainError):
    """The domain does not lead to the Pemda's subdomain."""

    code = "cname_missing"

    def __init__(self, host: str, target: str, seen: str) -> None:
        if seen:
            text = _("%(host)s saat ini mengarah ke %(seen)s. Ubah CNAME-nya menjadi %(target)s, lalu periksa lagi.")
        else:
            text = _(
                "CNAME untuk %(host)s belum terlihat. Pasang CNAME ke %(target)s; perubahan dapat memerlukan beberapa jam."
            )
        super().__init__(text % {"host": host, "target": target, "seen": seen})


class SubdomainStays(DomainError):
    """The subdomain is the address that always works."""

    code = "subdomain_stays"
    message = gettext_lazy("Subdomain bawaan tidak dapat dihapus; alamat ini selalu tersedia.")


def list_domains(code: str) -> QuerySet[Domain]:
    """The Pemda's domains, the primary one first."""
    return Domain.objects.filter(tenant_id=code).order_by("-is_primary", "domain")


def subdomain_of(code: str) -> str:
    """The host that always leads to the Pemda, and to which its own domains point."""
    subdomain = Pemda.objects.values_list("subdomain", flat=True).get(pk=code)
    return f"{subdomain}.{settings.ADOPSI_BASE_DOMAIN}"


def normalise_host(text: str) -> str:
    """`https://Layanan.Posokab.go.id/` becomes `layanan.posokab.go.id`; raises `InvalidHost`."""
    host = text.strip().lower().removeprefix("https://").removeprefix("http://").split("/")[0].rstrip(".")
    base = settings.ADOPSI_BASE_DOMAIN
    if not HOST.match(host) or host == base or host.endswith(f".{base}"):
        raise InvalidHost(field="domain")
    return host


def add_domain(*, host: str, actor: Person) -> Domain:
    """Note a domain that the active Pemda wants to use; it leads nowhere until it is proven."""
    require_admin(actor)
    host, code = normalise_host(host), current_pemda().code
    try:
        with transaction.atomic(), transaction.atomic(using=PUBLIC):
            # An unproven wish of somebody else does not reserve a name.
            Domain.objects.filter(domain=host, verified_at=None).exclude(tenant_id=code).delete()
            domain = Domain(domain=host, tenant_id=code, is_primary=False)
            domain.save(force_insert=True)
            record(act="domain.added", subject="domain", label=host, actor=actor)
    except IntegrityError:
        raise HostTaken(field="domain") from None
    return domain


def canonical_name(host: str) -> str:
    """The name at the end of the host's CNAME records by the system's resolver; empty when unknown."""
    question = _lookups.submit(socket.getaddrinfo, host, None, type=socket.SOCK_STREAM, flags=socket.AI_CANONNAME)
    try:
        return question.result(timeout=LOOK_UP_SECONDS)[0][3].rstrip(".").lower()
    except (OSError, UnicodeError, TooSlow):
        return ""


def verify_domain(*, domain_id: int, actor: Person, look_up: Callable[[str], str] = canonical_name) -> Domain:
    """Open the domain when its CNAME leads to the Pemda's subdomain, which only its owner can arrange."""
    require_admin(actor)
    domain = _own(domain_id)
    if domain.verified_at is not None:
        return domain
    target = subdomain_of(domain.tenant_id)
    seen = look_up(domain.domain)
    if seen != target:
        raise CnameMissing(domain.domain, target, "" if seen == domain.domain else seen)
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        Domain.objects.filter(pk=domain.pk).update(verified_at=timezone.now())
        record(act="domain.verified", subject="domain", label=domain.domain, actor=actor)
    return domain


def make_primary(*, domain_id: int, actor: Person) -> Domain:
    """Use the domain in mails and links; the others keep leading here."""
    require_admin(actor)
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        domain = _own(domain_id)
        if domain.verified_at is None:
            raise DomainNotVerified
        _set_primary(domain)
        record(act="domain.made_primary", subject="domain", label=domain.domain, actor=actor)
    return domain


def remove_domain(*, domain_id: int, actor: Person) -> Domain:
    """Take the domain away; where it was the primary one, the subdomain is again. Returns what was removed."""
    require_admin(actor)
    with transaction.atomic(), transaction.atomic(using=PUBLIC):
        domain = _own(domain_id)
        subdomain = subdomain_of(domain.tenant_id)
        if domain.domain == subdomain:
            raise SubdomainStays
        if domain.is_primary:
            _set_primary(Domain.objects.get(tenant_id=domain.tenant_id, domain=subdomain))
        Domain.objects.filter(pk=domain.pk).delete()
        record(act="domain.removed", subject="domain", label=domain.domain, actor=actor)
    return domain


def _own(domain_id: int) -> Domain:
    domain = Domain.objects.filter(pk=domain_id, tenant_id=current_pemda().code).first()
    if domain is None:
        raise UnknownDomain
    return domain


def _set_primary(domain: Domain) -> None:
    Domain.objects.filter(tenant_id=domain.tenant_id, is_primary=True).exclude(pk=domain.pk).update(is_primary=False)
    Domain.objects.filter(pk=domain.pk).update(is_primary=True)
