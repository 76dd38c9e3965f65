"""Asking for a sandbox, and for its end."""

from __future__ import annotations

import re
from datetime import timedelta
from typing import Any

from django.utils import timezone

from provisioning import journal
from provisioning.errors import PemdaNotOpen, UnknownPemda
from provisioning.models import Run
from provisioning.sandboxes.errors import NotASandbox, SandboxDays, SandboxOfSandbox, SandboxQuota
from provisioning.services import hint
from tenants.models import Pemda

MAKE, DROP = "make_sandbox", "drop_sandbox"
# What makes a copy with a code of its own: invented people, or an archive beside its Pemda.
COPYING = (MAKE, "restore_beside")
MOST_PER_PEMDA = 2
MOST_DAYS = 60
NUMBERS = range(1, 10)
SUFFIX = re.compile(r"-u(\d)$")
# How the rule that ends a sandbox signs.
RULE = "Aturan masa uji coba"


def request_sandbox(
    *, pemda_code: str, requested_by: str, reason: str, days: int = 14, admin: dict[str, str] | None = None
) -> Run:
    """Ask for a sandbox of the Pemda that ends after so many days; `admin` (name, email) is who will be invited."""
    source = must_be_open(pemda_code)
    if not 1 <= days <= MOST_DAYS:
        raise SandboxDays(MOST_DAYS)
    code = free_code(source)
    arguments: dict[str, Any] = {
        "source": pemda_code,
        "subdomain": _free_subdomain(source.subdomain, code[-1]),
        "expires_at": (timezone.now() + timedelta(days=days)).isoformat(),
        "admin": admin,
    }
    return _open(MAKE, code, arguments, requested_by, reason)


def free_code(source: Pemda) -> str:
    """What the next copy of the Pemda may be called, of whatever kind; raises `SandboxQuota` where there are enough."""
    coming = Run.objects.filter(operation__in=COPYING, state__in=Run.UNFINISHED, arguments__source=source.pk)
    taken = set(source.sandboxes.values_list("code", flat=True)) | set(coming.values_list("pemda_code", flat=True))
    if len(taken) >= MOST_PER_PEMDA:
        raise SandboxQuota(MOST_PER_PEMDA)
    return _next_code(source.pk, taken)


def must_be_open(pemda_code: str) -> Pemda:
    """The Pemda, if it may have sandboxes; raises the refusal."""
    source = Pemda.objects.filter(pk=pemda_code).first()
    if source is None:
        raise UnknownPemda(pemda_code)
    if source.sandbox_of_id is not None:
        raise SandboxOfSandbox
    if source.state != Pemda.State.ACTIVE:
        raise PemdaNotOpen
    return source


def _next_code(pemda_code: str, taken: set[str]) -> str:
    """The next number in turn: parked connections of a sandbox dropped a moment ago must not meet its successor."""
    copies = Run.objects.filter(operation__in=COPYING, arguments__source=pemda_code)
    last = copies.order_by("-created_at").first()
    match = SUFFIX.search(last.pemda_code) if last else None
    start = int(match[1]) if match else 0
    numbers = [(start + step - 1) % len(NUMBERS) + 1 for step in NUMBERS]
    codes = [f"{pemda_code}-u{number}" for number in numbers]
    return next(code for code in codes if code not in taken)


def _free_subdomain(of: str, number: str) -> str:
    name = f"uji-{of}"[:38].rstrip("-")
    if not Pemda.objects.filter(subdomain=name).exists() and not _is_coming(name):
        return name
    return f"{name}-{number}"


def _is_coming(subdomain: str) -> bool:
    return Run.objects.filter(operation=MAKE, state__in=Run.UNFINISHED, arguments__subdomain=subdomain).exists()


def request_drop_sandbox(*, code: str, requested_by: str, reason: str = "") -> Run:
    """Ask to drop a sandbox with everything in it; a Pemda itself is refused."""
    pemda = Pemda.objects.filter(pk=code).first()
    if pemda is None:
        raise UnknownPemda(code)
    if pemda.sandbox_of_id is None:
        raise NotASandbox
    return _open(DROP, code, {"source": pemda.sandbox_of_id}, requested_by, reason)


def expire_sandboxes() -> int:
    """Ask to drop every sandbox whose time is over; returns how many."""
    over = Pemda.objects.filter(sandbox_of__isnull=False, expires_at__lte=timezone.now())
    codes = list(over.values_list("code", flat=True))
    for code in codes:
        request_drop_sandbox(code=code, requested_by=RULE, reason="")
    return len(codes)


def _open(operation: str, code: str, arguments: dict[str, Any], requested_by: str, reason: str) -> Run:
    run, is_new = journal.open_run(
        operation=operation,
        pemda_code=code,
        subject="",
        arguments=arguments,
        requested_by=requested_by,
        reason=reason,
    )
    if is_new:
        hint(run)
    return run
