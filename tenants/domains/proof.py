"""The proof that a domain is a Pemda's: a TXT record that only who runs the domain's name servers can set."""

from __future__ import annotations

import hmac
from collections.abc import Callable, Collection

import dns.exception
import dns.name
import dns.resolver
from django.conf import settings

from tenants.domains.errors import NameServersSilent, OtherProof, ProofMissing
from tenants.models import Domain

LABEL = "_adopsi-verifikasi"
VALUE = "adopsi-verifikasi="
LOOK_UP_SECONDS = 5.0
DNS_PORT = 53

LookUp = Callable[[str], Collection[str]]


def record_name(host: str) -> str:
    """Where the record stands: `_adopsi-verifikasi.layanan.posokab.go.id`."""
    return f"{LABEL}.{host}"


def record_value(domain: Domain) -> str:
    """What the record says: a token made for this Pemda and this name, useless to anybody else."""
    return f"{VALUE}{domain.proof_token}"


def txt_records(name: str) -> list[str]:
    """The texts of the TXT records at a name, none where there are none; raises `NameServersSilent`."""
    try:
        answer = _resolver().resolve(dns.name.from_text(name), "TXT", lifetime=LOOK_UP_SECONDS, search=False)
    except (dns.resolver.NXDOMAIN, dns.resolver.NoAnswer):
        return []
    except (dns.exception.DNSException, OSError) as silence:
        raise NameServersSilent from silence
    return [b"".join(record.strings).decode("ascii", "replace") for record in answer]


def prove(domain: Domain, *, look_up: LookUp = txt_records) -> None:
    """Return where the record is as it should be; raises `ProofMissing`, `OtherProof` or `NameServersSilent`."""
    name, wanted = record_name(domain.domain), record_value(domain)
    found = [text.strip() for text in look_up(name)]
    if domain.proof_token and any(hmac.compare_digest(text.encode(), wanted.encode()) for text in found):
        return
    raise OtherProof(name) if found else ProofMissing(name)


def _resolver() -> dns.resolver.Resolver:
    """Without a cache: an admin who has just set the record presses the button again."""
    servers = settings.ADOPSI_DNS_SERVERS
    resolver = dns.resolver.Resolver(configure=not servers)
    if servers:
        parts = [server.rpartition(":") if server.count(":") == 1 else (server, "", "") for server in servers]
        resolver.nameservers = [address for address, _colon, _port in parts]
        resolver.nameserver_ports = {address: int(port or DNS_PORT) for address, _colon, port in parts}
    return resolver
