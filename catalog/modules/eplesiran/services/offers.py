"""Acts of an officer on what a destination sells: the offer, and single days."""

from __future__ import annotations

from dataclasses import asdict, dataclass
from datetime import date

from django.db import transaction
from django.db.models import F
from django.db.models.functions import Greatest
from django.utils.translation import gettext as _

from catalog.modules.eplesiran.errors import DestinationUnknown, InvalidField, QuotaBelowSold
from catalog.modules.eplesiran.models import Destination, TicketDay, TicketOffer
from catalog.modules.eplesiran.models.ticket import HIGHEST_QUOTA
from catalog.modules.eplesiran.roles import MANAGER
from catalog.modules.eplesiran.selectors.destinations import maintains_whole_pemda
from catalog.modules.eplesiran.ticket_days import VISITORS
from catalog.sdk.context import local_today
from catalog.sdk.errors import NotAllowed
from catalog.sdk.people import Person, require_role
from catalog.sdk.records import record


@dataclass(frozen=True, slots=True, kw_only=True)
class OfferFacts:
    """All that an officer states about a destination's tickets."""

    is_open: bool
    payers: list[str]
    daily_quota: int
    days_ahead: int
    legal_basis: str


@transaction.atomic
def save_offer(*, actor: Person, destination_id: int, facts: OfferFacts) -> TicketOffer:
    """State what the destination sells; days to come follow the new quota, but never below what is sold."""
    destination = _lock(actor, destination_id)
    _refuse_invalid(facts)
    offer = TicketOffer.objects.filter(destination=destination).first() or TicketOffer(destination=destination)
    before = {name: getattr(offer, name) for name in asdict(facts)} if offer.pk else {}
    for name, value in asdict(facts).items():
        setattr(offer, name, value)
    offer.save()
    coming = TicketDay.objects.filter(destination=destination, day__gte=local_today(), is_exception=False)
    coming.update(quota=Greatest(F("taken"), facts.daily_quota))
    changes = {name: [before.get(name), value] for name, value in asdict(facts).items() if before.get(name) != value}
    record(act="eplesiran.offer_saved", subject=destination, actor=actor, changes=changes)
    return offer


@transaction.atomic
def set_day(*, actor: Person, destination_id: int, day: date, quota: int, is_closed: bool, note: str) -> TicketDay:
    """Make one day an exception: closed, or with a quota of its own; tickets that are sold stay valid."""
    destination = _lock(actor, destination_id)
    if day < local_today():
        raise InvalidField(_("Pilih hari ini atau hari yang akan datang."), field="day")
    if not 0 <= quota <= HIGHEST_QUOTA:
        raise InvalidField(_("Isi kuota dari 0 sampai 100.000."), field="quota")
    TicketDay.objects.bulk_create([TicketDay(destination=destination, day=day, quota=quota)], ignore_conflicts=True)
    counter = TicketDay.objects.select_for_update().get(destination=destination, day=day)
    if quota < counter.taken:
        raise QuotaBelowSold(
            _("Sudah ada %(taken)s tiket terpesan untuk hari itu; kuota tidak boleh kurang.")
            % {"taken": counter.taken},
            field="quota",
        )
    counter.quota, counter.is_closed, counter.note = quota, is_closed, note.strip()[:120]
    counter.is_exception = True
    counter.save()
    changes = {"day": str(day), "quota": quota, "is_closed": is_closed, "note": counter.note}
    record(act="eplesiran.ticket_day_set", subject=destination, actor=actor, changes=changes)
    return counter


@transaction.atomic
def clear_day(*, actor: Person, destination_id: int, day: date) -> None:
    """Take the exception back: the day follows the offer again, but never below what is sold."""
    destination = _lock(actor, destination_id)
    counter = TicketDay.objects.select_for_update().filter(destination=destination, day=day, is_exception=True).first()
    offer = TicketOffer.objects.filter(destination=destination).first()
    if counter is None or offer is None:
        return
    counter.quota = max(counter.taken, offer.daily_quota)
    counter.is_closed, counter.note, counter.is_exception = False, "", False
    counter.save()
    record(act="eplesiran.ticket_day_cleared", subject=destination, actor=actor, changes={"day": str(day)})


def _lock(actor: Person, destination_id: int) -> Destination:
    destination = Destination.objects.select_for_update(of=("self",)).filter(pk=destination_id).first()
    if destination is None:
        raise DestinationUnknown
    require_role(actor, MANAGER, opd=destination.opd)
    if destination.opd is None and not maintains_whole_pemda(actor):
        raise NotAllowed
    return destination


def _refuse_invalid(facts: OfferFacts) -> None:
    if not 1 <= facts.daily_quota <= HIGHEST_QUOTA:
        raise InvalidField(_("Isi kuota dari 1 sampai 100.000."), field="daily_quota")
    if not 0 <= facts.days_ahead <= 365:
        raise InvalidField(_("Isi 0 sampai 365 hari."), field="days_ahead")
    if not facts.payers or set(facts.payers) - {payer.value for payer in VISITORS}:
        raise InvalidField(_("Pilih paling sedikit satu golongan pengunjung."), field="payers")
    if facts.is_open and not facts.legal_basis.strip():
        raise InvalidField(_("Tulis peraturan yang menjadi dasar tarif sebelum tiket dijual."), field="legal_basis")
