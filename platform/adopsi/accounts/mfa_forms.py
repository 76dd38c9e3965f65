"""Setting up a second factor and showing it."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import forms as base_forms
from allauth.mfa.models import Authenticator
from allauth.mfa.totp import forms as totp_forms
from allauth.mfa.webauthn import forms as webauthn_forms
from django import forms
from django.utils.translation import gettext_lazy as _

from adopsi.accounts.one_time import spend


def _code_field() -> forms.CharField:
    widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code-input"})
    return forms.CharField(label=_("Kode"), max_length=20, widget=widget)


class _ShowsCode(forms.Form):
    """A code out of the app, or a recovery code; neither counts twice."""

    authenticator: Authenticator

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = _code_field()
        self.fields["code"].help_text = _("6 angka dari aplikasi autentikator, atau salah satu kode pemulihan.")

    def clean_code(self) -> str:
        """allauth compares; here the code is spent for good."""
        code: str = super().clean_code()  # type: ignore[misc]
        if self.authenticator.type == Authenticator.Type.TOTP and not spend(self.authenticator, code):
            raise get_adapter().validation_error("incorrect_code")
        return code


class AuthenticateForm(_ShowsCode, base_forms.AuthenticateForm):
    """The second step of logging in."""


class ConfirmForm(_ShowsCode, base_forms.ReauthenticateForm):
    """The second factor once more, or for the first time in an old session."""


class ActivateAppForm(totp_forms.ActivateTOTPForm):
    """The first code out of the app proves that it was set up."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = _code_field()
        self.fields["code"].label = _("Kode 6 angka dari aplikasi")


class AddPasskeyForm(webauthn_forms.AddWebAuthnForm):
    """A name for the passkey; the rest is between the browser and the device."""

    passwordless = forms.BooleanField(
        label=_("Masuk tanpa kata sandi dengan kunci ini"),
        required=False,
        help_text=_("Kunci meminta sidik jari, wajah, atau PIN Anda setiap kali dipakai."),
    )
    field_order = ("name", "passwordless", "credential")

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"].label = _("Nama kunci sandi")
        self.fields["name"].max_length = 60
        self.fields["name"].help_text = _("Misalnya “Laptop kantor”.")


class RenamePasskeyForm(webauthn_forms.EditWebAuthnForm):
    """Another name for a passkey."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["name"] = forms.CharField(
            label=_("Nama kunci sandi"), max_length=60, initial=self.fields["name"].initial
        )
