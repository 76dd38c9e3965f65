"""Changing one's e-mail address or phone number."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms
from django.utils.translation import gettext_lazy as _


class _WithEmail(forms.Form):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        widget = forms.EmailInput(attrs={"autocomplete": "email"})
        self.fields["email"] = forms.EmailField(label=_("Alamat surel baru"), widget=widget)


class AddEmailForm(_WithEmail, allauth_forms.AddEmailForm):
    """A new address, in force once its code was typed in."""


class ChangeEmailForm(_WithEmail, allauth_forms.ChangeEmailForm):
    """Another address while the first is being proven."""


class ChangePhoneForm(allauth_forms.ChangePhoneForm):
    """A new number, in force once its code was typed in."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["phone"].label = _("Nomor ponsel baru")
