"""The rule that ends the parking period: it tells the admins twice, then asks and approves by itself."""

from __future__ import annotations

import logging
from datetime import timedelta

from django.utils import timezone, translation
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.errors import UnknownModule
from catalog.models import Activation
from catalog.registry import get_manifest
from provisioning.erasures.selectors import open_erasure, parked_until
from provisioning.erasures.services import RULE, RULE_KEY, approve_by_rule, ask_erasure, try_again
from provisioning.models import Erasure, Run
from tenants import directory
from tenants.accounts.models import Person
from tenants.context import inside
from tenants.errors import DomainError
from tenants.notifications.services import notify
from tenants.places.clock import format_date

log = logging.getLogger("adopsi.provisioning")
# Days before the end on which the Pemda's IT admins are told.
NOTICES = (14, 1)


def sweep_parked() -> int:
    """Tell admins of periods that end soon, and have the data of those that ended erased; returns how many began."""
    begun = 0
    for activation in parked_until(within=timedelta(days=max(NOTICES))):
        try:
            begun += _look_at(activation)
        except DomainError as refusal:
            log.warning("sweep of %s: %s", activation, refusal)
    return begun


def _look_at(activation: Activation) -> bool:
    assert activation.purge_after is not None
    left = activation.purge_after - timezone.now()
    if left > timedelta(0):
        days = min(days for days in NOTICES if left <= timedelta(days=days))
        _tell_admins(activation, days)
        return False
    erasure = open_erasure(pemda_code=activation.pemda_id, slug=activation.slug)
    if erasure is not None and erasure.state == Erasure.State.APPROVED:
        return _resume(erasure)
    approve_by_rule(erasure=erasure or _ask(activation))
    return True


def _ask(activation: Activation) -> Erasure:
    return ask_erasure(
        pemda_code=activation.pemda_id,
        slug=activation.slug,
        reason=_("Masa simpan data modul yang dinonaktifkan telah berakhir."),
        asked_by=RULE,
        asked_by_key=RULE_KEY,
    )


def _resume(erasure: Erasure) -> bool:
    if erasure.run is None or erasure.run.state != Run.State.FAILED:
        return False
    try_again(erasure=erasure, requested_by=RULE)
    return True


def _tell_admins(activation: Activation, days: int) -> None:
    assert activation.purge_after is not None
    facts = directory.get_pemda(activation.pemda_id)
    try:
        title = get_manifest(activation.slug).title
    except UnknownModule:
        return
    last_day = activation.purge_after.astimezone(facts.zone).date()
    # The mark makes a second look on the same day silent.
    path = f"/konsol/katalog/{activation.slug}/#hapus-{last_day}-{days}"
    with inside(facts), translation.override("id"):
        for person in Person.objects.filter(kind=Person.Kind.ADMIN, is_active=True).exclude(notifications__path=path):
            notify(
                person=person,
                kind="inti.data_modul_akan_dihapus",
                subject=ngettext(
                    "Data modul %(title)s dihapus paling lambat %(days)s hari lagi",
                    "Data modul %(title)s dihapus paling lambat %(days)s hari lagi",
                    days,
                )
                % {"title": title, "days": days},
                body=_(
                    "Masa simpan berakhir %(day)s. Aktifkan kembali modul ini sebelum itu bila datanya masih dibutuhkan. "
                    "Sebelum dihapus, semua data diekspor ke sebuah arsip yang dapat diunduh."
                )
                % {"day": format_date(last_day)},
                path=path,
            )
