"""The rules of what officers enter; forms show them at the field and services refuse by them."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time
from typing import Protocol

from django.utils.translation import gettext as _

from catalog.modules.eplesiran.errors import EventEndsBeforeStart, HoursInvalid, TariffInvalid
from catalog.modules.eplesiran.models.destination import HIGHEST_TARIFF


class DatedTariff(Protocol):
    """Anything that says who pays from when to when."""

    @property
    def label(self) -> str: ...
    @property
    def amount(self) -> int: ...
    @property
    def valid_from(self) -> date: ...
    @property
    def valid_until(self) -> date | None: ...


def check_hours(opens: time, closes: time) -> None:
    """Raise `HoursInvalid` when a day closes before it opens."""
    if closes <= opens:
        raise HoursInvalid(
            _("Jam tutup harus setelah jam buka. Untuk tempat yang buka sampai tengah malam, isi 23.59."),
            field="closes",
        )


def check_tariff(tariff: DatedTariff) -> None:
    """Raise `TariffInvalid` for a negative or absurd amount, or an end before the beginning."""
    if tariff.amount < 0:
        raise TariffInvalid(_("Tarif tidak boleh kurang dari 0. Isi 0 bila gratis."), field="amount")
    if tariff.amount > HIGHEST_TARIFF:
        raise TariffInvalid(_("Tarif terlalu besar. Periksa jumlah nolnya."), field="amount")
    if tariff.valid_until is not None and tariff.valid_until < tariff.valid_from:
        raise TariffInvalid(_("Tanggal akhir harus sama dengan atau setelah tanggal mulai."), field="valid_until")


def overlapping_tariff(tariffs: Sequence[DatedTariff]) -> int | None:
    """The index of the first tariff that holds on a day on which an earlier one of the same payer holds, or None."""
    for index, tariff in enumerate(tariffs):
        if any(_overlap(tariff, other) for other in tariffs[:index]):
            return index
    return None


def refuse_overlap(tariffs: Sequence[DatedTariff]) -> None:
    """Raise `TariffInvalid` when a payer would owe two tariffs on one day."""
    if overlapping_tariff(tariffs) is not None:
        raise TariffInvalid(overlap_text(), field="valid_from")


def overlap_text() -> str:
    """What overlapping tariffs are told."""
    return _("Masa berlaku tarif ini bertumpuk dengan tarif lain untuk pembayar yang sama.")


def _overlap(one: DatedTariff, other: DatedTariff) -> bool:
    if one.label != other.label:
        return False
    return one.valid_from <= (other.valid_until or date.max) and other.valid_from <= (one.valid_until or date.max)


def check_span(starts_at: datetime, ends_at: datetime) -> None:
    """Raise `EventEndsBeforeStart` for an event without length."""
    if ends_at <= starts_at:
        raise EventEndsBeforeStart(field="ends_at")
