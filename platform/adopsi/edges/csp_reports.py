"""Keeping what browsers report of the content security policy, without a trace of who reported it.

Of an address only what tells the developers where to look is kept: the page's route name (a path may hold a key),
the origin of what was blocked, the file of ours that asked for it. Query strings, fragments, samples and the
reporter's address and browser are not looked at.
"""

from __future__ import annotations

import hashlib
from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import timedelta
from typing import Any
from urllib.parse import urlsplit

from django.db import IntegrityError, transaction
from django.db.models import F, QuerySet, Sum
from django.urls import Resolver404, resolve
from django.utils import timezone

from adopsi.edges.models import CspReport
from tenants.router import PUBLIC

# One Pemda's pages cannot fill the table, whatever its visitors' browser extensions or enemies send.
KINDS_PER_PEMDA = 300
KEPT = timedelta(days=90)
RECENT = timedelta(days=7)
KEYWORDS = {"inline", "eval", "wasm-eval", "trusted-types-policy", "trusted-types-sink"}
LOCAL_SCHEMES = {"data", "blob", "filesystem", "about"}


@dataclass(frozen=True, slots=True)
class Violation:
    """One kind of event on the pages of one Pemda (empty: pusat)."""

    pemda_code: str
    route: str
    directive: str
    blocked: str
    source: str
    line: int
    is_enforced: bool

    @property
    def digest(self) -> str:
        """The same for the same kind of event."""
        return hashlib.sha256(repr(astuple(self)).encode()).hexdigest()


def violation_of(body: Mapping[str, Any], *, pemda_code: str, host: str) -> Violation | None:
    """What to keep of one report, in the old form or in that of the Reporting API; None where it is not about us."""
    try:
        document = urlsplit(_text(body, "document-uri", "documentURL"))
    except ValueError:
        return None
    if (document.hostname or "").lower() != host:
        return None
    directive = _text(body, "effective-directive", "effectiveDirective", "violated-directive").split(" ")[0]
    if not directive:
        return None
    return Violation(
        pemda_code=pemda_code,
        route=_route(document.path),
        directive=directive[:60],
        blocked=_origin(_text(body, "blocked-uri", "blockedURL")),
        source=_source(_text(body, "source-file", "sourceFile"), host),
        line=_line(body.get("line-number", body.get("lineNumber"))),
        is_enforced=_text(body, "disposition") != "report",
    )


def keep_report(violation: Violation) -> bool:
    """Count the violation, or note it where it is new; False where the Pemda has too many kinds already."""
    now = timezone.now()
    same = CspReport.objects.filter(digest=violation.digest)
    if same.update(count=F("count") + 1, last_seen_at=now):
        return True
    if CspReport.objects.filter(pemda_code=violation.pemda_code).count() >= KINDS_PER_PEMDA:
        return False
    facts = {name: getattr(violation, name) for name in Violation.__slots__}
    try:
        with transaction.atomic(using=PUBLIC):
            CspReport.objects.create(digest=violation.digest, last_seen_at=now, **facts)
    except IntegrityError:
        # Another browser was faster.
        same.update(count=F("count") + 1, last_seen_at=now)
    return True


def list_reports(*, pemda_code: str | None = None, search: str = "") -> QuerySet[CspReport]:
    """The kinds of violations, the latest first; of one Pemda, or of all for None."""
    rows = CspReport.objects.all()
    if pemda_code is not None:
        rows = rows.filter(pemda_code=pemda_code)
    if search:
        rows = (
            rows.filter(route__icontains=search)
            | rows.filter(blocked__icontains=search)
            | rows.filter(directive__icontains=search)
        )
    return rows


def count_recent(pemda_code: str) -> int:
    """How many violations the kinds have that were seen in the last seven days."""
    rows = CspReport.objects.filter(pemda_code=pemda_code, last_seen_at__gte=timezone.now() - RECENT)
    return rows.aggregate(total=Sum("count"))["total"] or 0


def forget_old_reports() -> int:
    """Delete the kinds that nobody has seen for ninety days; how many."""
    return CspReport.objects.filter(last_seen_at__lt=timezone.now() - KEPT).delete()[0]


def _text(body: Mapping[str, Any], *names: str) -> str:
    for name in names:
        value = body.get(name)
        if isinstance(value, str) and value:
            # PostgreSQL has no place for a zero byte.
            return value.replace("\0", "")
    return ""


def _line(value: Any) -> int:
    return value if isinstance(value, int) and 0 <= value < 2**31 else 0


def _route(path: str) -> str:
    try:
        return resolve(path or "/").view_name[:120]
    except Resolver404:
        return "-"


def _origin(address: str) -> str:
    if address in KEYWORDS:
        return address
    scheme = address.partition(":")[0].lower()
    if scheme in LOCAL_SCHEMES:
        return f"{scheme}:"
    try:
        parts = urlsplit(address)
        return f"{parts.scheme}://{parts.hostname}"[:200] if parts.hostname else "-"
    except ValueError:
        return "-"


def _source(address: str, host: str) -> str:
    try:
        parts = urlsplit(address)
    except ValueError:
        return ""
    if (parts.hostname or "").lower() == host and parts.path.startswith("/static/"):
        return parts.path[:200]
    return _origin(address) if address else ""
