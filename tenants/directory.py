"""Who lives at which host, cached in process and forgotten within a moment of a change.

PostgreSQL triggers on the shared tables send `NOTIFY adopsi_changes, '<code>'` at commit; a listener thread of
each process drops what it knows of that Pemda. While the listener is not connected, entries live one second.
"""

from __future__ import annotations

import logging
import os
import re
import select
import threading
import time
from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Generic, TypeVar
from zoneinfo import ZoneInfo

import psycopg2
from django.conf import settings
from django.db import connections
from django.utils.functional import cached_property
from django.utils.translation import gettext as _

from tenants.models import Domain, Pemda

log = logging.getLogger("adopsi.directory")
CHANNEL = "adopsi_changes"
HOST = re.compile(r"[a-z0-9]([a-z0-9.-]{0,251}[a-z0-9])?")
BLIND_SECONDS = 1.0
POLL_SECONDS = 15.0
Value = TypeVar("Value")


@dataclass(frozen=True)
class PemdaFacts:
    """What every request needs to know of a Pemda; a snapshot without a database connection."""

    code: str
    name: str
    kind: str
    schema_name: str
    subdomain: str
    primary_host: str
    state: str
    time_zone: str
    is_owner: bool
    brand_primary: str
    brand_secondary: str
    brand_logo: str
    tagline: str
    contact_email: str
    contact_phone: str
    contact_address: str
    tile_url: str
    tile_attribution: str
    # The region's Kemendagri code: districts and ticket numbers begin with it; a sandbox has its Pemda's.
    region_code: str
    # A copy for trying things out, with invented people: nothing leaves it, and it ends at `expires_at`.
    is_sandbox: bool
    expires_at: datetime | None
    region_display_name: str

    @property
    def display_name(self) -> str:
        """The name on every page and mail; a sandbox's says what it is, so that nobody takes it for the Pemda."""
        return (
            _("%(name)s (uji coba)") % {"name": self.region_display_name}
            if self.is_sandbox
            else self.region_display_name
        )

    @cached_property
    def zone(self) -> ZoneInfo:
        """The Pemda's time zone; deadlines and dates are computed in it."""
        return ZoneInfo(self.time_zone)

    @property
    def kind_label(self) -> str:
        """The kind in Indonesian: Kabupaten, Kota or Provinsi."""
        return self.kind.capitalize()

    @property
    def government_label(self) -> str:
        """The first line of the page head: Pemerintah Kabupaten."""
        return f"Pemerintah {self.kind_label}"

    @property
    def base_url(self) -> str:
        """The address of the portal without a trailing slash; the only one that mails may contain."""
        port = settings.ADOPSI_PUBLIC_PORT
        suffix = f":{port}" if port else ""
        return f"{settings.ADOPSI_SCHEME}://{self.primary_host}{suffix}"


class PemdaCache(Generic[Value]):
    """Values by key, each belonging to one Pemda, dropped when that Pemda changes."""

    def __init__(self, load: Callable[[str], tuple[str, Value] | None]) -> None:
        self._load = load
        self._entries: dict[str, tuple[float, str, Value]] = {}
        _caches.append(self)

    def get(self, key: str) -> Value | None:
        """The value, loaded when unknown; None where there is none (never cached: hosts are cheap to invent)."""
        if not listener.is_started:
            listener.start()
        entry = self._entries.get(key)
        if entry is not None and (listener.is_connected or time.monotonic() - entry[0] < BLIND_SECONDS):
            return entry[2]
        generation = listener.generation
        loaded = self._load(key)
        if loaded is None:
            self._entries.pop(key, None)
            return None
        code, value = loaded
        # A change that arrived while loading may be missing from what was read: do not keep that.
        if listener.generation == generation:
            self._entries[key] = (time.monotonic(), code, value)
        return value

    def forget(self, code: str | None) -> None:
        """Drop the Pemda's entries; all of them for None."""
        for key, entry in list(self._entries.items()):
            if code is None or entry[1] == code:
                self._entries.pop(key, None)


class Listener:
    """A daemon thread that hears of changes from PostgreSQL."""

    def __init__(self) -> None:
        self.is_connected = False
        self.generation = 0
        self.is_started = False
        self._lock = threading.Lock()
        self._stopping = threading.Event()
        # A forked child has no such thread.
        os.register_at_fork(after_in_child=self._forget_in_child)

    def _forget_in_child(self) -> None:
        self.is_started, self.is_connected = False, False
        self._lock = threading.Lock()

    def start(self) -> None:
        """Start the thread in this process if it does not run yet."""
        with self._lock:
            if self.is_started:
                return
            self.is_started = True
            threading.Thread(target=self._listen_forever, name="adopsi-directory", daemon=True).start()

    def stop(self) -> None:
        """End the thread; it leaves at its next look, and what is cached is no longer trusted at once."""
        self._stopping.set()
        self.is_connected = False

    def _listen_forever(self) -> None:
        while not self._stopping.is_set():
            try:
                self._listen()
            except (psycopg2.Error, OSError) as error:
                log.warning("directory listener lost its connection: %s", error)
            self.is_connected = False
            time.sleep(BLIND_SECONDS)

    def _listen(self) -> None:
        connection = psycopg2.connect(**_listening_params())
        try:
            connection.autocommit = True
            with connection.cursor() as cursor:
                cursor.execute(f"LISTEN {CHANNEL}")
            self._tell(None)
            self.is_connected = True
            while not self._stopping.is_set():
                if select.select([connection], [], [], POLL_SECONDS)[0]:
                    connection.poll()
                while connection.notifies:
                    self._tell(connection.notifies.pop(0).payload)
        finally:
            self.is_connected = False
            connection.close()

    def _tell(self, code: str | None) -> None:
        self.generation += 1
        for cache in _caches:
            cache.forget(code or None)


def _listening_params() -> dict[str, Any]:
    """How to reach the server itself: a pooler in transaction mode passes no notices on."""
    if direct := settings.LISTEN_DATABASE:
        return {"host": direct.host, "port": direct.port, "dbname": direct.name, "user": direct.user} | {
            "password": direct.password
        }
    params = connections["public"].get_connection_params()
    return {key: value for key, value in params.items() if key not in {"cursor_factory", "context"}}


_caches: list[PemdaCache] = []
listener = Listener()


def facts_of(pemda: Pemda) -> PemdaFacts:
    """A snapshot of the row."""
    region = pemda.region
    primary = pemda.domains.filter(is_primary=True).first()
    return PemdaFacts(
        code=pemda.code,
        name=region.name,
        kind=region.kind,
        schema_name=pemda.schema_name,
        subdomain=pemda.subdomain,
        primary_host=primary.domain if primary else f"{pemda.subdomain}.{settings.ADOPSI_BASE_DOMAIN}",
        state=pemda.state,
        time_zone=region.time_zone,
        is_owner=pemda.is_owner,
        brand_primary=pemda.brand_primary,
        brand_secondary=pemda.brand_secondary,
        brand_logo=pemda.brand_logo,
        tagline=pemda.tagline,
        contact_email=pemda.contact_email,
        contact_phone=pemda.contact_phone,
        contact_address=pemda.contact_address,
        tile_url=pemda.tile_url,
        tile_attribution=pemda.tile_attribution,
        region_code=region.code,
        is_sandbox=pemda.sandbox_of_id is not None,
        expires_at=pemda.expires_at,
        region_display_name=region.display_name,
    )


def _load_host(host: str) -> tuple[str, PemdaFacts] | None:
    if not HOST.fullmatch(host):
        return None
    # An address that the Pemda has not proven to be its own leads nowhere.
    proven = Domain.objects.select_related("tenant__region").filter(verified_at__isnull=False, suspended_at=None)
    domain = proven.filter(domain=host).first()
    return (domain.tenant_id, facts_of(domain.tenant)) if domain else None


def _load_code(code: str) -> tuple[str, PemdaFacts] | None:
    pemda = Pemda.objects.select_related("region").filter(code=code).first()
    return (code, facts_of(pemda)) if pemda else None


_by_host: PemdaCache[PemdaFacts] = PemdaCache(_load_host)
_by_code: PemdaCache[PemdaFacts] = PemdaCache(_load_code)


def pemda_at(host: str) -> PemdaFacts | None:
    """The Pemda that a host name (without port, lower case) leads to."""
    return _by_host.get(host)


def get_pemda(code: str) -> PemdaFacts:
    """The Pemda of a code that must exist; raises LookupError."""
    facts = pemda_of(code)
    if facts is None:
        raise LookupError(f"no Pemda {code}")
    return facts


def pemda_of(code: str) -> PemdaFacts | None:
    """The Pemda of a Kemendagri code such as 72.02."""
    return _by_code.get(code)
