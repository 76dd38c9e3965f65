"""Forms about how people sign in: the identity provider, a supervised reset, handing duties over."""

from __future__ import annotations

import re
from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.utils.translation import gettext_lazy as _

from tenants.accounts.models import Person
from tenants.accounts.selectors import list_people
from tenants.identity.models import IdentityProvider

DOMAIN = re.compile(r"^(?=.{4,253}$)([a-z0-9]([a-z0-9-]{0,61}[a-z0-9])?\.)+[a-z]{2,63}$")


class ProviderForm(forms.Form):
    """The Pemda's OpenID Connect provider; the secret is written and never read back."""

    issuer = forms.CharField(
        label=_("Alamat penerbit (issuer)"),
        max_length=300,
        help_text=_("Misalnya https://sso.daerah.go.id/realms/pemda"),
        widget=forms.URLInput(attrs={"autocomplete": "off"}),
    )
    client_id = forms.CharField(
        label=_("ID klien"), max_length=200, widget=forms.TextInput(attrs={"autocomplete": "off"})
    )
    secret = forms.CharField(
        label=_("Rahasia klien"),
        max_length=500,
        widget=forms.PasswordInput(attrs={"autocomplete": "off"}),
        help_text=_("Disimpan terenkripsi dan tidak pernah ditampilkan lagi. Kosongkan untuk memakai yang tersimpan."),
    )
    label = forms.CharField(label=_("Tulisan pada tombol"), max_length=60, initial=_("Masuk dengan akun pegawai"))
    domains = forms.CharField(
        label=_("Domain surel yang diterima"),
        max_length=600,
        help_text=_("Bagian setelah @, dipisah koma. Misalnya poso.go.id, dinkes.poso.go.id"),
    )
    creates_officers = forms.BooleanField(
        label=_("Buat akun petugas untuk orang yang belum punya akun"),
        required=False,
        help_text=_("Akun baru tidak memiliki peran, dan tidak pernah menjadi Admin TI."),
    )
    is_enabled = forms.BooleanField(label=_("Tampilkan tombolnya di halaman masuk"), required=False, initial=True)

    def __init__(self, provider: IdentityProvider | None, *args: Any, **options: Any) -> None:
        if provider is not None:
            names = ("issuer", "client_id", "label", "creates_officers", "is_enabled")
            options["initial"] = {name: getattr(provider, name) for name in names}
            options["initial"]["domains"] = ", ".join(provider.domains)
        super().__init__(*args, **options)
        self.fields["secret"].required = provider is None

    def clean_domains(self) -> list[str]:
        """The domains as a list, each of them one."""
        found = [part.strip().lower().lstrip("@") for part in self.cleaned_data["domains"].split(",") if part.strip()]
        wrong = [part for part in found if not DOMAIN.match(part)]
        if wrong or not found:
            raise ValidationError(_("Tulis domain seperti poso.go.id, dipisah koma."), code="invalid_domain")
        return found


class ResetForm(forms.Form):
    """Why somebody's second factor is taken away."""

    reason = forms.CharField(
        label=_("Alasan"),
        max_length=200,
        help_text=_("Misalnya “ponsel hilang, diperiksa langsung di kantor”. Orang itu membacanya di surelnya."),
    )


class HandOverForm(forms.Form):
    """Who takes the roles over."""

    to = forms.ModelChoiceField(
        label=_("Dialihkan kepada"), queryset=Person.objects.none(), empty_label=_("Pilih orang")
    )

    def __init__(self, person: Person, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["to"].queryset = list_people(state="active").exclude(pk=person.pk)
