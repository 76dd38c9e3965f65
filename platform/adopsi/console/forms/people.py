"""Forms about people: invite, change, give a role."""

from __future__ import annotations

from typing import Any

from django import forms
from django.utils.translation import gettext_lazy as _

from adopsi.accounts.fields import PhoneField
from adopsi.console.roles import role_choices, roles_on_offer
from tenants.accounts.models import Person
from tenants.organisation.models import Opd
from tenants.organisation.selectors import list_opd

STAFF_KINDS = [
    (Person.Kind.OFFICER.value, _("Petugas: bekerja dengan modul menurut perannya")),
    (Person.Kind.ADMIN.value, _("Admin TI: mengurus konsol, orang, dan modul")),
]


class RoleForm(forms.Form):
    """One role, for one OPD or for the whole Pemda."""

    role = forms.ChoiceField(label=_("Nama peran"))
    opd = forms.ModelChoiceField(
        label=_("Untuk OPD"),
        queryset=Opd.objects.none(),
        required=False,
        empty_label=_("Seluruh Pemda"),
        help_text=_("Peran yang hanya berlaku untuk seluruh Pemda mengabaikan pilihan ini."),
    )

    def __init__(self, code: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.whole = {option.key for option in roles_on_offer(code) if option.whole_pemda}
        self.fields["role"].choices = [("", _("Pilih peran")), *role_choices(code)]
        self.fields["opd"].queryset = list_opd()
        self.fields["opd"].label_from_instance = lambda opd: opd.name

    def clean(self) -> dict[str, Any]:
        """A role of the whole Pemda has no OPD."""
        values = super().clean() or {}
        if values.get("role") in self.whole:
            values["opd"] = None
        return values


class InviteForm(RoleForm):
    """A new officer or IT admin, with a first role if wanted."""

    name = forms.CharField(label=_("Nama lengkap"), max_length=120)
    email = forms.EmailField(
        label=_("Alamat surel"), max_length=254, help_text=_("Undangan dikirim ke alamat ini; pakai surel kedinasan.")
    )
    kind = forms.ChoiceField(label=_("Jenis akun"), choices=STAFF_KINDS, widget=forms.RadioSelect)
    field_order = ("name", "email", "kind", "role", "opd")

    def __init__(self, code: str, *args: Any, **options: Any) -> None:
        super().__init__(code, *args, **options)
        self.fields["role"].required = False
        self.fields["role"].label = _("Peran pertama")
        self.fields["role"].help_text = _("Peran lain dapat ditambahkan sesudahnya.")

    def clean_email(self) -> str:
        """Addresses are kept in lower case."""
        return self.cleaned_data["email"].lower()

    def roles(self) -> list[tuple[str, Opd | None]]:
        """The first role as the service takes it."""
        role = self.cleaned_data.get("role")
        return [(role, self.cleaned_data.get("opd"))] if role else []


class PersonForm(forms.Form):
    """Name and contact of someone who works here."""

    name = forms.CharField(label=_("Nama lengkap"), max_length=120)
    email = forms.EmailField(label=_("Alamat surel"), max_length=254)
    phone = PhoneField(required=False, label=_("Nomor ponsel baru"), help_text=_("Kosongkan bila tidak berubah."))
    without_phone = forms.BooleanField(label=_("Hapus nomor ponsel"), required=False)

    def clean_email(self) -> str:
        """Addresses are kept in lower case."""
        return self.cleaned_data["email"].lower()


class KindForm(forms.Form):
    """What kind of account this is."""

    kind = forms.ChoiceField(
        label=_("Jenis akun"),
        choices=[*STAFF_KINDS, (Person.Kind.CITIZEN.value, _("Warga: hanya halaman warga, tanpa konsol"))],
        widget=forms.RadioSelect,
    )
