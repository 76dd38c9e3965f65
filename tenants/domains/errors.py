"""Refusals about domains."""

from __future__ import annotations

from datetime import datetime

from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.errors import DomainError


class InvalidHost(DomainError):
    """Not a host name that could be a Pemda's own."""

    code = "invalid_host"
    message = gettext_lazy("Tulis nama domain seperti layanan.posokab.go.id, tanpa https:// dan tanpa garis miring.")
    http_status = 422


class HostTaken(DomainError):
    """The host leads to a Pemda already."""

    code = "host_taken"
    message = gettext_lazy("Domain ini sudah dipakai.")


class HostInQuarantine(DomainError):
    """Another Pemda had the host until lately."""

    code = "host_in_quarantine"

    def __init__(self, until: datetime) -> None:
        day = date_format(timezone.localtime(until), "j F Y")
        text = _("Domain ini baru saja dilepas pemerintah daerah lain dan baru dapat dipakai setelah %(day)s.")
        super().__init__(text % {"day": day}, field="domain")


class UnknownDomain(DomainError):
    """The active Pemda has no such domain."""

    code = "unknown_domain"
    message = gettext_lazy("Domain ini tidak ada di daftar Anda.")
    http_status = 404


class DomainNotVerified(DomainError):
    """The domain is not proven yet, or not any more."""

    code = "domain_not_verified"
    message = gettext_lazy("Domain ini belum terbukti milik Anda. Pasang catatan TXT-nya, lalu periksa lagi.")


class ProofMissing(DomainError):
    """The name servers have no such record."""

    code = "proof_missing"

    def __init__(self, name: str) -> None:
        text = _(
            "Catatan TXT untuk %(name)s belum terlihat. Periksa nama dan isinya; perubahan DNS dapat memerlukan"
            " beberapa jam."
        )
        super().__init__(text % {"name": name})


class OtherProof(DomainError):
    """There is such a record, and it says something else."""

    code = "other_proof"

    def __init__(self, name: str) -> None:
        text = _("Catatan TXT untuk %(name)s ada, tetapi isinya berbeda. Salin isinya persis dari halaman ini.")
        super().__init__(text % {"name": name})


class NameServersSilent(DomainError):
    """No name server answered, which proves nothing in either direction."""

    code = "name_servers_silent"
    message = gettext_lazy("Server DNS domain ini tidak menjawab. Coba lagi beberapa menit lagi.")
    http_status = 503


class SubdomainStays(DomainError):
    """The subdomain is the address that always works."""

    code = "subdomain_stays"
    message = gettext_lazy("Subdomain bawaan tidak dapat dihapus; alamat ini selalu tersedia.")
