"""The destinations behind a number of the LIVE Room: how many came, what was sold; nothing of a visitor."""

from __future__ import annotations

from collections.abc import Callable

from django.db.models import Count, Q, QuerySet, Sum
from django.urls import reverse
from django.utils.translation import gettext as _
from django.utils.translation import ngettext

from catalog.modules.eplesiran.models import Booking, Ticket
from catalog.modules.eplesiran.wording import language
from catalog.sdk.context import local_now
from catalog.sdk.live import LiveItem, LiveList
from catalog.sdk.places import format_number, format_rupiah

MOST_ITEMS = 50
CAME, SOLD, TAKEN = "masuk", "terjual", "penerimaan"
PLACE = ("booking__destination__name", "booking__destination__slug", "booking__destination__is_published")


def live_list(key: str) -> LiveList | None:
    """The destinations behind the number with this key; None where no number has it."""
    finder = FINDERS.get(key)
    if finder is None:
        return None
    title, items = finder()
    return LiveList(title=title, total=len(items), items=tuple(items[:MOST_ITEMS]))


def valid_tickets() -> QuerySet[Ticket]:
    """Tickets that are paid for and not cancelled."""
    return Ticket.objects.filter(booking__state=Booking.State.ISSUED)


def tickets_of_today() -> QuerySet[Ticket]:
    """Valid tickets for a visit today."""
    return valid_tickets().filter(booking__day=local_now().date())


def tickets_sold_today() -> QuerySet[Ticket]:
    """Valid tickets that were issued today, for whichever day."""
    midnight = local_now().replace(hour=0, minute=0, second=0, microsecond=0)
    return valid_tickets().filter(booking__issued_at__gte=midnight)


def _came() -> tuple[str, list[LiveItem]]:
    rows = tickets_of_today().values_list(*PLACE)
    counted = rows.annotate(came=Count("pk", filter=Q(used_at__isnull=False)), expected=Count("pk"))
    items = [
        _item(
            _("%(came)s dari %(expected)s tiket") % {"came": _number(came), "expected": _number(expected)},
            name,
            slug if is_open else "",
        )
        for name, slug, is_open, came, expected in counted.order_by("-came", PLACE[0])
    ]
    return _("Pengunjung masuk hari ini"), items


def _sold() -> tuple[str, list[LiveItem]]:
    return _("Tiket terjual hari ini"), _sales("-tickets")


def _taken() -> tuple[str, list[LiveItem]]:
    return _("Penerimaan hari ini"), _sales("-rupiah")


def _sales(order: str) -> list[LiveItem]:
    counted = tickets_sold_today().values_list(*PLACE).annotate(tickets=Count("pk"), rupiah=Sum("amount"))
    return [
        _item(
            ngettext("%(count)s tiket, %(sum)s", "%(count)s tiket, %(sum)s", tickets)
            % {"count": _number(tickets), "sum": format_rupiah(rupiah or 0)},
            name,
            slug if is_open else "",
        )
        for name, slug, is_open, tickets, rupiah in counted.order_by(order, PLACE[0])
    ]


def _item(figure: str, name: str, slug: str) -> LiveItem:
    return LiveItem(title=figure, text=name, url=reverse("eplesiran:destination", args=[slug]) if slug else "")


def _number(value: int) -> str:
    return format_number(value, language())


FINDERS: dict[str, Callable[[], tuple[str, list[LiveItem]]]] = {CAME: _came, SOLD: _sold, TAKEN: _taken}
