"""What a Pemda's IT admins are told, in the transaction that moves the thing it is about."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from zoneinfo import ZoneInfo

from django.utils import translation
from django.utils.translation import gettext as _

from provisioning.billing.models import Event, Invoice, Subscription
from provisioning.schema import owner_transaction
from tenants import directory
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.context import inside, owner_writes
from tenants.models import Pemda
from tenants.notifications.services import notify
from tenants.places.clock import format_date, format_rupiah

KIND = "inti.langganan"
PATH = "/konsol/langganan/"
ACTOR = "Stripe"
# A subject and a body in the reader's language, with days in the Pemda's zone.
Words = Callable[[ZoneInfo, str], tuple[str, str]]


@dataclass(frozen=True, slots=True)
class Notice:
    """One message: the act of the Pemda's audit trail, what it is about, and its words."""

    act: str
    label: str
    words: Words


def of_subscription(row: Subscription, before: tuple[str, bool]) -> Notice | None:
    """The message about what an event did to the subscription; None where it did nothing that people must know."""
    status, was_ending = before
    if row.status == Subscription.Status.CANCELED and status != row.status:
        return Notice("billing.subscription_ended", row.plan, lambda zone, language: _ended(row))
    if row.cancel_at_period_end and not was_ending and not row.is_over:
        return Notice("billing.subscription_ends", row.plan, lambda zone, language: _ends(row, zone, language))
    return None


def of_invoice(row: Invoice, before: str, *, has_failed: bool) -> Notice | None:
    """The same of an invoice. What is told is a change of its state, so that two events of one change tell once."""
    if row.status == Invoice.Status.PAID and before != row.status:
        return Notice("billing.invoice_paid", row.number, lambda zone, language: _paid(row))
    if has_failed and row.finality == 0:
        return Notice("billing.payment_failed", row.number, lambda zone, language: _failed(row, zone, language))
    if row.status == Invoice.Status.OPEN and before in {"", Invoice.Status.DRAFT}:
        return Notice("billing.invoice_due", row.number, lambda zone, language: _due(row, zone, language))
    return None


def tell(*, code: str, notice: Notice, event: Event) -> int:
    """Write the message to each IT admin and an entry into the Pemda's trail; how many people. Mails leave later.

    The owner writes both, inside of the caller's transaction: it is told if and only if it is applied.
    """
    place = directory.pemda_of(code)
    if place is None or place.state != Pemda.State.ACTIVE:
        return 0
    with owner_transaction(place.schema_name), inside(place), owner_writes():
        admins = list(Person.objects.filter(kind=Person.Kind.ADMIN, is_active=True))
        for person in admins:
            language = person.language or "id"
            with translation.override(language):
                subject, body = notice.words(place.zone, language)
            notify(person=person, kind=KIND, subject=subject, body=body, path=f"{PATH}#{event.pk}")
        changes = {"event": event.event_id}
        record(act=notice.act, subject="billing", label=notice.label, actor=ACTOR, changes=changes)
    return len(admins)


# --- words --------------------------------------------------------------------------------------------


def _due(row: Invoice, zone: ZoneInfo, language: str) -> tuple[str, str]:
    subject = _("Tagihan %(number)s: %(amount)s") % {"number": row.number, "amount": format_rupiah(row.amount)}
    until = _day(row.due_at, zone, language)
    body = _("Bayar paling lambat %(day)s.") % {"day": until} if until else _("Tagihan langganan Adopsi sudah terbit.")
    return subject, _with_link(body, row)


def _paid(row: Invoice) -> tuple[str, str]:
    subject = _("Tagihan %(number)s lunas: %(amount)s") % {
        "number": row.number,
        "amount": format_rupiah(row.amount_paid),
    }
    return subject, _with_link(_("Pembayaran sudah diterima. Tanda terimanya dapat diunduh."), row)


def _failed(row: Invoice, zone: ZoneInfo, language: str) -> tuple[str, str]:
    subject = _("Pembayaran tagihan %(number)s gagal") % {"number": row.number}
    again = _day(row.next_attempt_at, zone, language)
    tried = _("Stripe mencoba lagi pada %(day)s.") % {"day": again} if again else ""
    stays = _("Layanan Anda tetap berjalan. Periksa cara pembayaran Anda, atau bayar lewat halaman tagihan.")
    return subject, _with_link(" ".join(filter(None, [stays, tried])), row)


def _ends(row: Subscription, zone: ZoneInfo, language: str) -> tuple[str, str]:
    body = _("Sesudah hari itu tidak ada tagihan baru. Tim Pusat akan menghubungi Anda tentang kelanjutannya.")
    day = _day(row.period_end, zone, language)
    if not day:
        return _("Langganan %(plan)s tidak diperpanjang") % {"plan": row.plan}, body
    return _("Langganan %(plan)s berakhir pada %(day)s") % {"plan": row.plan, "day": day}, body


def _ended(row: Subscription) -> tuple[str, str]:
    body = _("Tidak ada tagihan baru. Layanan Anda tidak dimatikan karenanya; Tim Pusat akan menghubungi Anda.")
    return _("Langganan %(plan)s sudah berakhir") % {"plan": row.plan}, body


def _day(moment: datetime | None, zone: ZoneInfo, language: str) -> str:
    return format_date(moment.astimezone(zone).date(), language) if moment else ""


def _with_link(text: str, row: Invoice) -> str:
    return f"{text}\n{row.hosted_url}" if row.hosted_url else text
