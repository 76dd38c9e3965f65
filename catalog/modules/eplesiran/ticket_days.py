"""On which days a destination sells tickets, how many are left, and what each kind of visitor pays then."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, timedelta

from django.utils.translation import gettext as _
from django.utils.translation import pgettext

from catalog.modules.eplesiran.hours import tariffs_on
from catalog.modules.eplesiran.models import Destination, Tariff, TicketDay, TicketOffer
from catalog.sdk.context import local_now, local_today
from catalog.sdk.payments import can_be_paid

# Vehicles and whole groups pay at the gate: their tariffs are not by head.
VISITORS = (Tariff.Payer.ADULT, Tariff.Payer.CHILD, Tariff.Payer.STUDENT, Tariff.Payer.FOREIGNER)


@dataclass(frozen=True, slots=True)
class SaleDay:
    """One day as a buyer sees it; `refusal` says why nothing is sold, empty where something is."""

    day: date
    left: int
    refusal: str
    is_full: bool = False

    @property
    def is_sold(self) -> bool:
        """Whether a place can be booked."""
        return not self.refusal


def offer_of(destination: Destination) -> TicketOffer | None:
    """The destination's offer where tickets can be booked now."""
    offer = TicketOffer.objects.filter(destination=destination, is_open=True).first()
    return offer if offer is not None and destination.is_published else None


def prices_on(destination: Destination, offer: TicketOffer, day: date) -> dict[str, int]:
    """What each kind of visitor pays on the day, in rupiah; a kind without a tariff is not sold.

    Where the Pemda cannot be paid, only what is free is sold.
    """
    prices = {row.label: row.amount for row in tariffs_on(destination, day) if row.label in offer.payers}
    if any(prices.values()) and not can_be_paid():
        return {payer: amount for payer, amount in prices.items() if not amount}
    return prices


def sale_days(destination: Destination, offer: TicketOffer) -> list[SaleDay]:
    """Every day from today to the last one that is on sale."""
    today = local_today()
    days = [today + timedelta(days=ahead) for ahead in range(offer.days_ahead + 1)]
    counters = {row.day: row for row in TicketDay.objects.filter(destination=destination, day__in=days)}
    return [_sale_day(destination, offer, day, counters.get(day)) for day in days]


def sale_day(destination: Destination, offer: TicketOffer, day: date, counter: TicketDay | None) -> SaleDay:
    """One day; outside of the span on sale it is refused."""
    if not 0 <= (day - local_today()).days <= offer.days_ahead:
        return SaleDay(day, 0, _("Di luar masa pemesanan"))
    return _sale_day(destination, offer, day, counter)


def _sale_day(destination: Destination, offer: TicketOffer, day: date, counter: TicketDay | None) -> SaleDay:
    left = counter.quota - counter.taken if counter else offer.daily_quota
    refusal = _refusal(destination, offer, day, counter)
    if refusal or left > 0:
        return SaleDay(day, left, refusal)
    return SaleDay(day, 0, _("Habis"), is_full=True)


def _refusal(destination: Destination, offer: TicketOffer, day: date, counter: TicketDay | None) -> str:
    if counter is not None and counter.is_closed:
        return counter.note or pgettext("jam buka", "Tutup")
    if destination.is_closed_for_now or not _opens_on(destination, day):
        return pgettext("jam buka", "Tutup")
    return "" if prices_on(destination, offer, day) else _("Belum ada tarif")


def _opens_on(destination: Destination, day: date) -> bool:
    """Whether visitors can still come in on the day; a destination without known hours is taken to be open."""
    week = {row.weekday: row for row in destination.hours.all()}
    if not week:
        return True
    row = week.get(day.weekday())
    return row is not None and (day > local_today() or local_now().time() < row.closes)


def ordered(payers: Iterable[str]) -> list[str]:
    """Kinds of visitors in the order in which they are listed everywhere."""
    known = [str(payer) for payer in VISITORS]
    return sorted(payers, key=known.index)
