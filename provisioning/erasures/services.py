"""Asking for an erasure, approving or refusing it."""

from __future__ import annotations

from django.db import IntegrityError, transaction
from django.utils import timezone

from catalog.models import Activation
from catalog.registry import get_manifest
from provisioning import journal
from provisioning.erasures.errors import (
    ErasureDecided,
    ErasureNeedsReason,
    ErasureUnderWay,
    ModuleStillActive,
    NothingToErase,
    SecondPersonNeeded,
)
from provisioning.erasures.marks import is_one_person
from provisioning.errors import UnknownPemda
from provisioning.models import Erasure, Run
from provisioning.services import hint, retry_run
from tenants.models import Pemda
from tenants.router import PUBLIC

OPERATION = "purge_module"
# How the rule that ends the parking period signs.
RULE = "Aturan masa simpan data"
RULE_KEY = "rule:park_days"


def ask_erasure(*, pemda_code: str, slug: str, reason: str, asked_by: str, asked_by_key: str) -> Erasure:
    """Ask to erase a parked module's data; nothing happens until another person approves.

    `asked_by_key` tells people apart, see `provisioning.erasures.marks`; it is compared, never shown.
    """
    must_be_parked(pemda_code=pemda_code, slug=slug)
    if not reason.strip():
        raise ErasureNeedsReason(field="reason")
    if not asked_by_key:
        raise SecondPersonNeeded
    erasure = Erasure(
        pemda_code=pemda_code, slug=slug, reason=reason.strip()[:300], asked_by=asked_by, asked_by_key=asked_by_key
    )
    try:
        with transaction.atomic(using=PUBLIC):
            erasure.save(force_insert=True)
    except IntegrityError:
        raise ErasureUnderWay from None
    return erasure


def must_be_parked(*, pemda_code: str, slug: str) -> Activation:
    """The parked activation; raises the refusal where there is none."""
    get_manifest(slug)
    if not Pemda.objects.filter(pk=pemda_code).exists():
        raise UnknownPemda(pemda_code)
    activation = Activation.objects.filter(pemda_id=pemda_code, slug=slug).first()
    if activation is None:
        raise NothingToErase
    if activation.state != Activation.State.PARKED:
        raise ModuleStillActive
    return activation


def approve_erasure(*, erasure: Erasure, approved_by: str, approved_by_key: str) -> Run:
    """Let the erasure happen: the second person's word starts the run that exports and drops."""
    with transaction.atomic(using=PUBLIC):
        erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
        if erasure.state != Erasure.State.ASKED:
            raise ErasureDecided
        if not approved_by_key or is_one_person(approved_by_key, erasure.asked_by_key):
            raise SecondPersonNeeded
        run = _start(erasure, approved_by, approved_by_key)
    hint(run)
    return run


def approve_by_rule(*, erasure: Erasure) -> Run:
    """The parking period is over: the rule approves, whoever asked; the run checks the period again."""
    with transaction.atomic(using=PUBLIC):
        erasure = Erasure.objects.select_for_update().get(pk=erasure.pk)
        if erasure.state != Erasure.State.ASKED:
            raise ErasureDecided
        run = _start(erasure, RULE, RULE_KEY)
    hint(run)
    return run


def _start(erasure: Erasure, approved_by: str, approved_by_key: str) -> Run:
    must_be_parked(pemda_code=erasure.pemda_code, slug=erasure.slug)
    run, _is_new = journal.open_run(
        operation=OPERATION,
        pemda_code=erasure.pemda_code,
        subject=erasure.slug,
        arguments={"erasure": str(erasure.pk)},
        requested_by=approved_by,
        reason=erasure.reason,
    )
    erasure.state, erasure.run = Erasure.State.APPROVED, run
    _sign(erasure, approved_by, approved_by_key)
    return run


def _sign(erasure: Erasure, name: str, key: str) -> None:
    erasure.approved_by, erasure.approved_by_key, erasure.approved_at = name, key, timezone.now()
    erasure.save(update_fields=["state", "approved_by", "approved_by_key", "approved_at", "run", "refusal"])


def refuse_erasure(*, erasure: Erasure, refused_by: str, refused_by_key: str, reason: str = "") -> None:
    """Say no, or take the wish back; also of one whose run failed before it erased anything."""
    with transaction.atomic(using=PUBLIC):
        erasure = Erasure.objects.select_for_update(of=("self",)).select_related("run").get(pk=erasure.pk)
        if not (erasure.state == Erasure.State.ASKED or _came_to_nothing(erasure)):
            raise ErasureDecided
        erasure.state, erasure.refusal = Erasure.State.REFUSED, reason.strip()[:300]
        _sign(erasure, refused_by, refused_by_key)


def try_again(*, erasure: Erasure, requested_by: str) -> Run:
    """Start the failed run of an approved erasure again."""
    if erasure.run is None or not _came_to_nothing(erasure):
        raise ErasureDecided
    return retry_run(run=erasure.run, requested_by=requested_by)


def _came_to_nothing(erasure: Erasure) -> bool:
    run = erasure.run
    ended = run is not None and run.state in {Run.State.FAILED, Run.State.CANCELLED} and run.committed_at is None
    return erasure.state == Erasure.State.APPROVED and ended
