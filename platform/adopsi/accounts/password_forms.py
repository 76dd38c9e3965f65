"""Choosing, changing and confirming a password."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from django import forms
from django.utils.translation import gettext_lazy as _

from adopsi.accounts.fields import PasswordField


class _NewPassword(forms.Form):
    """One field for the new password: browsers show it on request, so it need not be typed twice."""

    user: Any = None

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        del self.fields["password2"]
        self.fields["password1"] = PasswordField(is_new=True, label=_("Kata sandi baru"))

    def clean_password1(self) -> str:
        """Refuse what the house rules refuse."""
        return get_adapter().clean_password(self.cleaned_data["password1"], user=self.user)


class NewPasswordForm(_NewPassword, allauth_forms.ResetPasswordKeyForm):
    """The new password after a code."""


class SetPasswordForm(_NewPassword, allauth_forms.SetPasswordForm):
    """A first password for those who came in by code."""


class ChangePasswordForm(_NewPassword, allauth_forms.ChangePasswordForm):
    """The old password and the new one."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["oldpassword"] = PasswordField(label=_("Kata sandi sekarang"))


class ReauthenticateForm(allauth_forms.ReauthenticateForm):
    """The password once more before something grave."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["password"] = PasswordField()
