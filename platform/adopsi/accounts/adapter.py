"""Tells allauth how accounts work here: both kinds of contact, the Pemda's name on mails, where people land."""

from __future__ import annotations

import logging
import time
from email.utils import formataddr
from smtplib import SMTPException
from typing import Any

from allauth.account import app_settings as account_settings
from allauth.account.adapter import DefaultAccountAdapter
from allauth.account.internal.flows.login import get_authentication_records
from django import forms
from django.conf import settings
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.template.loader import render_to_string
from django.urls import reverse
from django.utils.translation import gettext_lazy as _

from adopsi.accounts.errors import MessageNotSent
from adopsi.accounts.fields import PhoneField
from adopsi.accounts.phone import is_phone, to_e164
from adopsi.accounts.sms import send_sms
from adopsi.portal.cookies import keep_preference
from adopsi.preferences import LANGUAGE_COOKIE
from adopsi.reading import from_profile
from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.directory import PemdaFacts
from tenants.quiet import may_send_code

log = logging.getLogger("adopsi.accounts")
WRONG_LOGIN = _("Surel, nomor ponsel, atau kata sandi tidak cocok.")


class AccountAdapter(DefaultAccountAdapter):
    """The adapter that ACCOUNT_ADAPTER names."""

    error_messages = {
        **DefaultAccountAdapter.error_messages,
        "account_inactive": _("Akun ini tidak aktif."),
        "email_password_mismatch": WRONG_LOGIN,
        "phone_password_mismatch": WRONG_LOGIN,
        "username_password_mismatch": WRONG_LOGIN,
        "invalid_login": WRONG_LOGIN,
        "email_taken": _("Alamat surel ini sudah dipakai akun lain."),
        "phone_taken": _("Nomor ponsel ini sudah dipakai akun lain."),
        "duplicate_email": _("Alamat surel ini sudah terpasang pada akun Anda."),
        "same_as_current": _("Isian baru harus berbeda dari yang sekarang."),
        "enter_current_password": _("Kata sandi yang sekarang tidak cocok."),
        "incorrect_password": _("Kata sandi tidak cocok."),
        "incorrect_code": _("Kode tidak cocok. Periksa pesan terakhir dari kami."),
        "too_many_login_attempts": _("Terlalu banyak percobaan. Coba lagi beberapa menit lagi."),
        "rate_limited": _("Terlalu banyak permintaan. Tunggu sebentar, lalu coba lagi."),
        "cannot_remove_primary_email": _("Alamat surel utama tidak dapat dihapus."),
        "unverified_primary_email": _("Alamat surel utama harus diverifikasi."),
    }

    # --- who may come in, and where they land ---------------------------------------------------------

    def is_open_for_signup(self, request: HttpRequest) -> bool:
        """Citizens sign up at their Pemda; the Tangerang team's accounts are made by the team."""
        return _pemda(request) is not None

    def get_login_stages(self) -> list[str]:
        """allauth's stages with our exceptions for people whose contacts the Pemda entered."""
        return [
            "allauth.account.stages.LoginByCodeStage",
            "adopsi.accounts.stages.PhoneStage",
            "adopsi.accounts.stages.EmailStage",
            "allauth.mfa.stages.AuthenticateStage",
        ]

    def is_reauthentication_required(self, *, app: str, **facts: Any) -> bool:
        """Who signed in a moment ago is not asked again, least of all on the way to their first second factor."""
        if not super().is_reauthentication_required(app=app, **facts):
            return False
        records = get_authentication_records(self.request, self.request.user)
        latest = max((record["at"] for record in records), default=0.0)
        return time.time() - latest > account_settings.REAUTHENTICATION_TIMEOUT

    def get_login_redirect_url(self, request: HttpRequest) -> str:
        """Officers to the console, everybody else to the home page."""
        if _pemda(request) is not None and request.user.works_here:
            return reverse("console:home")
        return "/"

    get_signup_redirect_url = get_login_redirect_url

    def get_password_change_redirect_url(self, request: HttpRequest) -> str:
        """Back to the account page."""
        return reverse("account")

    def get_email_verification_redirect_url(self, email_address: Any) -> str:
        """Back to the page about e-mail for those who changed it, else to the log-in."""
        return reverse("account_email" if self.request.user.is_authenticated else "account_login")

    def post_login(self, request: HttpRequest, user: Person, **facts: Any) -> HttpResponse:
        """Note the device, and speak the language and look as the person chose in their account."""
        response = super().post_login(request, user, **facts)
        if user.language and LANGUAGE_COOKIE not in request.COOKIES:
            keep_preference(response, LANGUAGE_COOKIE, user.language)
        for name, value in from_profile(user.reading).items():
            if name not in request.COOKIES:
                keep_preference(response, name, value)
        if not user.is_citizen:
            record(act="account.signed_in", subject=user, actor=user)
        return response

    def save_user(self, request: HttpRequest, user: Person, form: forms.Form, commit: bool = True) -> Person:
        """Make the person with the name that the form asked for."""
        user.name = form.cleaned_data["name"]
        user.language = request.LANGUAGE_CODE[:2]
        return super().save_user(request, user, form, commit)

    # --- phone numbers --------------------------------------------------------------------------------

    def phone_form_field(self, **options: Any) -> PhoneField:
        """A field that takes Indonesian numbers in any common way of writing."""
        return PhoneField(**options)

    def get_phone(self, user: Person) -> tuple[str, bool] | None:
        """The person's number and whether it was proven."""
        return (user.phone, user.phone_verified) if user.phone else None

    def set_phone(self, user: Person, phone: str, verified: bool) -> None:
        """Store the number."""
        user.phone, user.phone_verified = phone, verified
        user.save(update_fields=["phone", "phone_verified"])

    def set_phone_verified(self, user: Person, phone: str) -> None:
        """Store the number as proven."""
        self.set_phone(user, phone, True)

    def get_user_by_phone(self, phone: str) -> Person | None:
        """The person with this number, however it is written."""
        number = to_e164(phone)
        return Person.objects.filter(phone=number).first() if number else None

    def send_verification_code_sms(self, user: Person, phone: str, code: str, **facts: Any) -> None:
        """The code by text message."""
        self._text(phone, "verification_code", {"code": code})

    def send_unknown_account_sms(self, phone: str, **facts: Any) -> None:
        """Tell the number's owner that no account has it."""
        self._text(phone, "unknown_account", {})

    def send_account_already_exists_sms(self, phone: str) -> None:
        """Tell the number's owner that they already have an account."""
        self._text(phone, "account_already_exists", {})

    # --- messages -------------------------------------------------------------------------------------

    def get_from_email(self) -> str:
        """`Kota Tangerang <layanan@…>`: mails carry the Pemda's name."""
        pemda = _pemda(self.request)
        return formataddr((pemda.display_name if pemda else "Adopsi", settings.DEFAULT_FROM_EMAIL))

    def send_mail(self, template_prefix: str, email: str, context: dict[str, Any]) -> None:
        """Send a mail, or a text message where the contact is a number (a password reset by phone)."""
        pemda = _pemda(self.request)
        facts = {"base_url": pemda.base_url if pemda else self.request.build_absolute_uri("/").rstrip("/")}
        if is_phone(email):
            self._text(email, template_prefix.rsplit("/", 1)[-1], context)
            return
        if pemda is not None and not may_send_code(pemda, address=email):
            log.info("mail %s stays in the sandbox %s", template_prefix, pemda.code)
            return
        try:
            super().send_mail(template_prefix, email, {**context, **facts})
        except (SMTPException, OSError) as error:
            log.error("mail %s was not sent: %s", template_prefix, error)
            raise MessageNotSent from error

    def _text(self, phone: str, name: str, context: dict[str, Any]) -> None:
        pemda = _pemda(self.request)
        if pemda is not None and pemda.is_sandbox:
            log.info("text message %s stays in the sandbox %s", name, pemda.code)
            return
        text = render_to_string(f"account/sms/{name}.txt", context, self.request)
        send_sms(phone=phone, text=" ".join(text.split()), sender=self.get_from_email())

    def _get_login_attempts_cache_key(self, request: HttpRequest, **credentials: Any) -> str:
        # One count for one account, under whichever of its contacts it is tried; unknown contacts count alike.
        login = str(credentials.get("email") or credentials.get("phone") or credentials.get("username") or "").lower()
        number = to_e164(login)
        person = Person.objects.filter(Q(phone=number) if number else Q(email=login) | Q(username=login)).first()
        return f"person:{person.pk}" if person else login


def _pemda(request: HttpRequest) -> PemdaFacts | None:
    return getattr(request, "pemda", None)
