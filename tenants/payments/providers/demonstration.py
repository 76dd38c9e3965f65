"""The demonstration's provider: a QRIS code that no bank knows, and notices signed as a bank's gateway would sign them.

It answers only where ADOPSI_DEMO is on. Its secret is made from the installation's own, one for each Pemda.
"""

from __future__ import annotations

import json
import time
import uuid

from django.conf import settings
from django.utils.crypto import salted_hmac

from tenants import directory
from tenants.context import current_pemda
from tenants.errors import NoPemdaActive
from tenants.payments import signing
from tenants.payments.errors import NoticeInvalid
from tenants.payments.models import Payment
from tenants.payments.providers import PAID, REFUNDED, NoticeFacts
from tenants.payments.qris import Merchant, dynamic_payload


class DemonstrationProvider:
    """Takes no money at all."""

    key = "peragaan"

    def is_ready(self) -> bool:
        """Only in the demonstration."""
        return bool(settings.ADOPSI_DEMO)

    def open(self, payment: Payment) -> str:
        """A QRIS payload with a right checksum, whose merchant number belongs to nobody."""
        code = current_pemda().code
        facts = directory.pemda_of(code)
        if facts is None:
            raise NoPemdaActive(code)
        digits = "".join(sign for sign in code if sign.isdecimal())
        merchant = Merchant(
            name=f"PERAGAAN {facts.display_name}",
            city=facts.display_name,
            postal_code="00000",
            nmid=f"ID{digits:0>13.13}",
            acquirer="COM.PERAGAAN.WWW",
        )
        return dynamic_payload(merchant=merchant, amount=payment.amount, reference=payment.reference)

    def read_notice(self, body: bytes, header: str) -> NoticeFacts:
        """The notice of a JSON body with `id`, `reference`, `status` and `amount`."""
        signing.check(body, header, secret=self._secret(), now=int(time.time()))
        try:
            said = json.loads(body)
            facts = NoticeFacts(str(said["id"])[:80], str(said["reference"]), said["status"], said["amount"])
        except (ValueError, TypeError, KeyError) as error:
            raise NoticeInvalid from error
        if facts.kind not in {PAID, REFUNDED} or type(facts.amount) is not int or not facts.number:
            raise NoticeInvalid
        return facts

    def refund(self, payment: Payment, amount: int) -> bool:
        """No money came, so it is back at once."""
        return True

    def notice_of(self, payment: Payment) -> tuple[bytes, str]:
        """What a gateway would send once the payer paid: the body and its signature."""
        said = {"id": uuid.uuid4().hex, "reference": payment.reference, "status": PAID, "amount": payment.amount}
        body = json.dumps(said).encode()
        return body, signing.sign(body, secret=self._secret(), at=int(time.time()))

    def _secret(self) -> bytes:
        return salted_hmac("tenants.payments.peragaan", current_pemda().code, algorithm="sha256").digest()
