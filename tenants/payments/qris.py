"""The text inside a dynamic QRIS code: EMVCo TLV with the amount and a checksum (facts: tags 01, 51, 54, 63)."""

from __future__ import annotations

import unicodedata
from dataclasses import dataclass

from lokal.qris import qris_crc

RUPIAH = "360"
DYNAMIC = "12"
# ISO 18245: government services not elsewhere classified.
GOVERNMENT = "9399"


@dataclass(frozen=True, slots=True)
class Merchant:
    """Who is paid, as the national merchant register has it; `nmid` is `ID` and 13 digits."""

    name: str
    city: str
    postal_code: str
    nmid: str
    acquirer: str
    category: str = GOVERNMENT


def dynamic_payload(*, merchant: Merchant, amount: int, reference: str) -> str:
    """The payload for exactly this amount of whole rupiah, with the reference as the bill number."""
    account = _field("00", merchant.acquirer) + _field("01", "93600000" + merchant.nmid[-10:]) + _field("03", "UBE")
    national = _field("00", "ID.CO.QRIS.WWW") + _field("02", merchant.nmid) + _field("03", "UBE")
    body = "".join(
        (
            _field("00", "01"),
            _field("01", DYNAMIC),
            _field("26", account),
            _field("51", national),
            _field("52", merchant.category),
            _field("53", RUPIAH),
            _field("54", str(amount)),
            _field("58", "ID"),
            _field("59", _plain(merchant.name, 25)),
            _field("60", _plain(merchant.city, 15)),
            _field("61", merchant.postal_code),
            _field("62", _field("01", reference[:25])),
            "6304",
        )
    )
    return body + qris_crc(body)


def _field(tag: str, value: str) -> str:
    return f"{tag}{len(value):02d}{value}"


def _plain(text: str, longest: int) -> str:
    """Readers of codes know Latin letters without marks only."""
    bare = unicodedata.normalize("NFKD", text).encode("ascii", "ignore").decode()
    return bare.upper()[:longest].strip()
