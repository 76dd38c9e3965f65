"""Typing in a code out of a message."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from django import forms

from adopsi.accounts.fields import CodeField


class _WithCode(forms.Form):
    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["code"] = CodeField()


class LoginCodeForm(_WithCode, allauth_forms.ConfirmLoginCodeForm):
    """The code instead of a password."""


class EmailCodeForm(_WithCode, allauth_forms.ConfirmEmailVerificationCodeForm):
    """The code that proves an e-mail address."""


class PhoneCodeForm(_WithCode, allauth_forms.VerifyPhoneForm):
    """The code that proves a phone number."""


class PasswordResetCodeForm(_WithCode, allauth_forms.ConfirmPasswordResetCodeForm):
    """The code with which a new password can be set."""
