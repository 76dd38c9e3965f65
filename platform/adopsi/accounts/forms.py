"""Coming in: log in, sign up, a code instead of a password, a forgotten password."""

from __future__ import annotations

from typing import Any

from allauth.account import forms as allauth_forms
from allauth.account.adapter import get_adapter
from allauth.account.internal.flows.manage_email import email_already_exists
from allauth.account.internal.flows.password_reset_by_code import PasswordResetVerificationProcess
from allauth.account.internal.userkit import filter_users_by_email
from allauth.core import context
from allauth.core.internal import ratelimit
from django import forms
from django.contrib.auth.hashers import make_password
from django.db import IntegrityError, transaction
from django.http import HttpRequest
from django.utils.translation import gettext_lazy as _

from adopsi.accounts.consent_fields import consent_fields, keep_consents
from adopsi.accounts.fields import ContactField, PasswordField
from adopsi.accounts.phone import is_phone, to_e164
from tenants.accounts.models import Person


class LoginForm(allauth_forms.LoginForm):
    """Contact and password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        widget = forms.TextInput(attrs={"autocomplete": "username", "autocapitalize": "none"})
        login = forms.CharField(label=_("Surel (email) atau nomor ponsel"), max_length=254, widget=widget)
        self.fields = {"login": login, "password": PasswordField()}

    def clean_login(self) -> str:
        """The contact in the form in which it is stored."""
        login = super().clean_login()
        return to_e164(login) or login.lower()


class SignupForm(allauth_forms.SignupForm):
    """Name, one contact and a password."""

    def __init__(self, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        name = forms.CharField(
            label=_("Nama lengkap"), max_length=120, widget=forms.TextInput(attrs={"autocomplete": "name"})
        )
        contact = ContactField(help_text=_("Kami mengirim kode ke alamat atau nomor ini untuk memastikan milik Anda."))
        self.fields = {"name": name, "contact": contact, "password1": PasswordField(is_new=True), **consent_fields()}

    def clean_contact(self) -> str:
        """Put the contact where allauth looks for it; an existing account is noted, never told."""
        contact = self.cleaned_data["contact"]
        self.cleaned_data |= {"email": "", "phone": ""}
        if is_phone(contact):
            self.cleaned_data["phone"] = contact
        else:
            self.cleaned_data["email"], self.account_already_exists = email_already_exists(contact)
        return contact

    def save(self, request: HttpRequest) -> Person:
        """Make the account whole or not at all."""
        with transaction.atomic():
            person = super().save(request)
            keep_consents(person=person, values=self.cleaned_data)
        return person

    def consents(self) -> list[forms.BoundField]:
        """The boxes of consent, for the page."""
        return [self[name] for name in consent_fields()]

    def try_save(self, request: HttpRequest) -> tuple[Person | None, Any]:
        """Of two sign-ups at once with one contact, the later is answered as if the account had been there."""
        if self.account_already_exists:
            return self._answer_as_if_new(request)
        try:
            return super().try_save(request)
        except IntegrityError:
            self.account_already_exists = True
            return self._answer_as_if_new(request)

    def _answer_as_if_new(self, request: HttpRequest) -> tuple[Person | None, Any]:
        # Hashing is what takes time in a sign-up: without it the clock would tell who has an account.
        make_password(self.cleaned_data["password1"])
        return super().try_save(request)


class RequestLoginCodeForm(forms.Form):
    """A code to one contact; the same answer whether an account has it or not."""

    contact = ContactField()

    def clean_contact(self) -> str:
        """Find the person behind the contact and count the request."""
        contact = self.cleaned_data["contact"]
        self._user = person_at(contact)
        if not ratelimit.consume(context.request, app="allauth.account", action="request_login_code", key=contact):
            raise get_adapter().validation_error("too_many_login_attempts")
        self.cleaned_data["phone" if is_phone(contact) else "email"] = contact
        return contact


class ResetPasswordForm(forms.Form):
    """A code with which a new password can be set."""

    contact = ContactField()

    def clean_contact(self) -> str:
        """allauth's view and flow know the contact as `email`; our adapter texts it where it is a number."""
        self.cleaned_data["email"] = self.cleaned_data["contact"]
        return self.cleaned_data["contact"]

    def save(self, request: HttpRequest, **options: Any) -> str:
        """Send the code."""
        contact = self.cleaned_data["contact"]
        PasswordResetVerificationProcess.initiate(request=request, user=person_at(contact), email=contact)
        return contact


def person_at(contact: str) -> Person | None:
    """The active person with this contact in the active place."""
    if is_phone(contact):
        return Person.objects.filter(phone=contact, is_active=True).first()
    return next(iter(filter_users_by_email(contact, is_active=True, prefer_verified=True, for_login=True)), None)
