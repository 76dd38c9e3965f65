"""Who takes the money of a Pemda: the port that a bank's provider fills.

A Pemda's bank replaces the demonstration by one class with the five members of `Provider`, listed in
`tenants.payments.registry`:

- `key` names it in rows and in the address of its notices, `/bayar/pemberitahuan/<key>/`;
- `is_ready()` says whether the active Pemda has a contract and secrets with it;
- `open(payment)` gives what the payer's app reads (a QRIS payload, or a virtual account's number);
- `read_notice(body, header)` checks the bank's signature over the bytes that came and gives a `NoticeFacts`; it must
  raise `SignatureInvalid` before it believes a single field;
- `refund(payment, amount)` asks for money to go back and says whether that is done at once; where the bank takes days
  it answers False, and its notice of kind `refunded` closes the payment.

Nothing else changes: amounts, expiry, one settlement for any number of notices, what modules are told, and the
reconciliation are the core's (docs/decisions/0015-payments-by-notice.md).
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import Protocol

from tenants.payments.models import Payment

PAID, REFUNDED = "paid", "refunded"


@dataclass(frozen=True, slots=True)
class NoticeFacts:
    """What a signed notice says: `number` is the provider's own for it, `kind` is `paid` or `refunded`."""

    number: str
    reference: str
    kind: str
    amount: int


class Provider(Protocol):
    """A way to be paid."""

    key: str

    def is_ready(self) -> bool:
        """Whether the active Pemda can be paid this way."""
        ...

    def open(self, payment: Payment) -> str:
        """What the payer's app reads."""
        ...

    def read_notice(self, body: bytes, header: str) -> NoticeFacts:
        """The notice, once its signature is checked."""
        ...

    def refund(self, payment: Payment, amount: int) -> bool:
        """Whether the money is back already."""
        ...
