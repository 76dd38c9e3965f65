"""Form fields of accounts."""

from __future__ import annotations

from typing import Any

from django import forms
from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.utils.translation import gettext_lazy as _

from adopsi.accounts.phone import to_e164

PASSWORD_HINT = _("Paling sedikit 10 huruf atau angka, dan bukan kata sandi yang umum dipakai.")


class PhoneField(forms.CharField):
    """An Indonesian mobile number; its value is E.164."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Nomor ponsel"))
        options.setdefault("help_text", _("Contoh: 0812-3456-7890"))
        options.setdefault("widget", forms.TextInput(attrs={"type": "tel", "autocomplete": "tel"}))
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        """The number in E.164, empty when the field may be empty and is."""
        text = super().clean(value)
        number = to_e164(text) if text else ""
        if text and not number:
            raise ValidationError(_("Tulis nomor ponsel Indonesia, misalnya 0812-3456-7890."), code="invalid_phone")
        return number


class ContactField(forms.CharField):
    """An e-mail address or a mobile number; its value is the address in lower case or the number in E.164."""

    def __init__(self, **options: Any) -> None:
        options.setdefault("label", _("Surel (email) atau nomor ponsel"))
        options.setdefault("max_length", 254)
        options.setdefault("widget", forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"}))
        super().__init__(**options)

    def clean(self, value: Any) -> str:
        """One of the two, or a message that shows both forms."""
        text = super().clean(value)
        if number := to_e164(text):
            return number
        try:
            validate_email(text)
        except ValidationError:
            message = _("Tulis alamat surel seperti sari@contoh.id atau nomor ponsel seperti 0812-3456-7890.")
            raise ValidationError(message, code="invalid_contact") from None
        return text.lower()


class PasswordField(forms.CharField):
    """A password; `is_new` tells the browser to offer one."""

    def __init__(self, *, is_new: bool = False, **options: Any) -> None:
        options.setdefault("label", _("Kata sandi"))
        if is_new:
            options.setdefault("help_text", PASSWORD_HINT)
        autocomplete = "new-password" if is_new else "current-password"
        widget = forms.PasswordInput(attrs={"autocomplete": autocomplete})
        super().__init__(strip=False, max_length=128, widget=widget, **options)


class CodeField(forms.CharField):
    """A code of six digits out of a message."""

    def __init__(self) -> None:
        widget = forms.TextInput(attrs={"autocomplete": "one-time-code", "inputmode": "numeric", "class": "code-input"})
        super().__init__(label=_("Kode 6 angka"), max_length=20, widget=widget)
