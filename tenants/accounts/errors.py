"""Refusals of acts on accounts."""

from __future__ import annotations

from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from tenants.accounts.models import Person
from tenants.errors import DomainError


class AddressTaken(DomainError):
    """Another account of this Pemda has the e-mail address; `person` is its owner."""

    code = "address_taken"

    def __init__(self, person: Person) -> None:
        text = _("Alamat surel ini sudah dipakai oleh %(name)s (%(kind)s).")
        super().__init__(text % {"name": person.name, "kind": person.get_kind_display()}, field="email")
        self.person = person


class PhoneTaken(DomainError):
    """Another account of this Pemda has the mobile number."""

    code = "phone_taken"
    message = gettext_lazy("Nomor ponsel ini sudah dipakai akun lain.")

    def __init__(self) -> None:
        super().__init__(field="phone")


class OwnBusiness(DomainError):
    """A citizen changes their own name and contact; nobody does it for them."""

    code = "own_business"
    message = gettext_lazy("Nama dan kontak warga hanya diubah oleh warga itu sendiri.")
    http_status = 403


class LastAdmin(DomainError):
    """A Pemda must keep one IT admin."""

    code = "last_admin"
    message = gettext_lazy("Pemda harus memiliki paling sedikit satu Admin TI yang aktif.")


class AlreadyInside(DomainError):
    """The person has chosen a password, so the invitation has done its work."""

    code = "already_inside"
    message = gettext_lazy("Orang ini sudah memilih kata sandi; undangan tidak perlu dikirim lagi.")
