"""Tells allauth how second factors work here: sealed secrets, names and words of the house."""

from __future__ import annotations

from typing import Any

from allauth.core import context
from allauth.mfa.adapter import DefaultMFAAdapter
from allauth.mfa.models import Authenticator
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy

from adopsi.accounts.second_factor import needs_second_factor
from tenants.vault.sealing import open_sealed, seal

PURPOSE = "mfa_authenticator.data"
# allauth names no row when it asks.
KEY = "any"


class MfaAdapter(DefaultMFAAdapter):
    """The adapter that MFA_ADAPTER names."""

    error_messages = {
        **DefaultMFAAdapter.error_messages,
        "cannot_delete_authenticator": gettext_lazy(
            "Ini langkah kedua terakhir Anda. Akun petugas harus memakainya: pasang yang lain dahulu."
        ),
        "cannot_generate_recovery_codes": gettext_lazy("Pasang aplikasi autentikator atau kunci sandi dahulu."),
        "incorrect_code": gettext_lazy("Kode tidak cocok, sudah dipakai, atau sudah kedaluwarsa."),
        "unverified_email": gettext_lazy("Pastikan alamat surel Anda dahulu."),
    }

    def encrypt(self, text: str) -> str:
        """Sealed for the active place alone."""
        return seal(text, purpose=PURPOSE, key=KEY)

    def decrypt(self, encrypted_text: str) -> str:
        """What `encrypt` sealed."""
        return open_sealed(encrypted_text, purpose=PURPOSE, key=KEY)

    def can_delete_authenticator(self, authenticator: Authenticator) -> bool:
        """Whoever must have a second factor keeps one."""
        if not needs_second_factor(authenticator.user):
            return True
        kinds = (Authenticator.Type.TOTP, Authenticator.Type.WEBAUTHN)
        others = Authenticator.objects.filter(user_id=authenticator.user_id, type__in=kinds).exclude(
            pk=authenticator.pk
        )
        return others.exists()

    def get_totp_issuer(self) -> str:
        """The Pemda's name, as the app on the telephone shows it."""
        return self._get_site_name()

    def generate_authenticator_name(self, user: Any, type: Authenticator.Type) -> str:
        """A name to begin with: `Kunci sandi 1`."""
        count = Authenticator.objects.filter(user_id=user.pk, type=type).count()
        return _("Kunci sandi %(number)d") % {"number": count + 1}

    def _get_site_name(self) -> str:
        pemda = getattr(context.request, "pemda", None)
        return pemda.display_name if pemda else "Adopsi"
