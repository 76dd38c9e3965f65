"""A person's rights over what was paid in their name."""

from __future__ import annotations

from datetime import datetime
from typing import Any

from django.db.models import QuerySet
from django.utils.translation import gettext_lazy

from tenants.accounts.models import Person
from tenants.payments.models import Payment
from tenants.privacy.sources import ANONYMISE, Processing, Source

TEN_YEARS = 10 * 365


def _export(person: Person) -> dict[str, Any]:
    rows = Payment.objects.filter(payer=person).order_by("created_at")
    return {
        "payments": list(rows.values("reference", "label", "amount", "state", "created_at", "paid_at", "refunded_at"))
    }


def _erase(person: Person) -> dict[str, Any]:
    """Take the name off; the amounts stay, for the Pemda's books must add up."""
    return {"payments_without_name": Payment.objects.filter(payer=person).update(payer=None)}


def _expired(model: str, before: datetime) -> QuerySet:
    return Payment.objects.filter(created_at__lt=before, payer__isnull=False)


def _expire(model: str, rows: QuerySet) -> int:
    return rows.update(payer=None)


SOURCE = Source(
    "pembayaran",
    gettext_lazy("Pembayaran"),
    (
        Processing(
            "payments.Payment",
            ("payer", "label", "amount", "created_at", "paid_at"),
            gettext_lazy("Menerima retribusi, mengembalikan dana, dan mencocokkan penerimaan dengan bank."),
            gettext_lazy("Kewajiban hukum pengendali data (UU 27/2022 pasal 20 ayat 2 huruf c)"),
            gettext_lazy("Bendahara penerimaan; penyedia pembayaran; BPK dan inspektorat bila diminta"),
            TEN_YEARS,
            ending=ANONYMISE,
            kept_by_law=gettext_lazy(
                "Bukti penerimaan daerah disimpan sebagai dokumen keuangan (UU 8/1997; PP 12/2019), tanpa nama."
            ),
        ),
    ),
    export=_export,
    erase=_erase,
    expired=_expired,
    expire=_expire,
)
