"""Signing in by the Pemda's own identity provider (OpenID Connect); allauth does the exchange, the rules are ours.

A person is found by a verified address alone and never by what the provider calls them: no account is ever tied to a
provider, so changing the provider cannot hand accounts over.
"""

from __future__ import annotations

import hashlib
import logging
from typing import Any, NoReturn

import jwt
from allauth.account.models import EmailAddress
from allauth.account.utils import get_next_redirect_url
from allauth.core.exceptions import ImmediateHttpResponse
from allauth.socialaccount.adapter import DefaultSocialAccountAdapter
from allauth.socialaccount.models import SocialApp, SocialLogin
from allauth.socialaccount.providers.base import AuthProcess
from allauth.socialaccount.providers.oauth2.client import OAuth2Error
from allauth.socialaccount.providers.oauth2.views import OAuth2CallbackView
from allauth.socialaccount.providers.openid_connect.provider import OpenIDConnectProvider
from allauth.socialaccount.providers.openid_connect.views import OpenIDConnectOAuth2Adapter
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponseBase
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_GET, require_POST
from requests import RequestException, Session

from tenants.accounts.models import Person
from tenants.errors import DomainError
from tenants.identity.fetching import ProviderSession
from tenants.identity.models import IdentityProvider
from tenants.identity.officers import open_officer_account
from tenants.identity.providers import enabled_provider, read_discovery, secret_of

log = logging.getLogger("adopsi.accounts")
PROVIDER = "openid_connect"
PROVIDER_ID = "pemda"


class ProviderAdapter(DefaultSocialAccountAdapter):
    """The adapter that SOCIALACCOUNT_ADAPTER names: one provider at most, the active Pemda's."""

    def list_apps(self, request: HttpRequest, provider: Any = None, client_id: Any = None) -> list[SocialApp]:
        """The Pemda's provider as allauth knows providers; nothing at pusat, nothing out of allauth's own table."""
        own = enabled_provider() if getattr(request, "pemda", None) is not None else None
        if own is None or provider not in {None, PROVIDER, PROVIDER_ID}:
            return []
        return [as_app(own)]

    def get_requests_session(self) -> Session:
        """Requests that cannot be led into our own network."""
        return ProviderSession()

    def is_open_for_signup(self, request: HttpRequest, sociallogin: SocialLogin) -> bool:
        """Accounts are opened by `pre_social_login` or not at all."""
        return False

    def authenticate_by_email(self, sociallogin: SocialLogin) -> None:
        """allauth's own matching knows nothing of the Pemda's domains."""
        return

    def on_authentication_error(self, request: HttpRequest, *args: Any, **facts: Any) -> None:
        """Whatever went wrong on the way: back to the log-in page, with words."""
        # The class alone: what a provider writes may hold names and codes of people.
        log.warning("sign-in by provider failed: %s", type(facts.get("exception")).__name__)
        _refuse(request, _("Masuk lewat penyedia identitas tidak berhasil. Coba lagi."))

    def pre_social_login(self, request: HttpRequest, sociallogin: SocialLogin) -> None:
        """Decide who this is; allauth goes on with `sociallogin.user`, through the second factor like every log-in."""
        own = enabled_provider()
        if own is None:
            _refuse(request, _("Penyedia identitas ini tidak dipakai lagi."))
        email = _vouched_address(request, sociallogin, own)
        person = _owner_of(email) or _opened(request, own, email, sociallogin)
        if not person.is_active:
            _refuse(request, _("Akun Anda sudah ditutup. Hubungi Admin TI Pemda Anda."))
        if not EmailAddress.objects.filter(user=person, email=email, verified=True).exists():
            # Somebody may have signed up with this address without owning it, and would share the account.
            _refuse(request, _("Alamat surel akun ini belum diverifikasi. Masuk dengan kata sandi atau kode dahulu."))
        sociallogin.user = person


def as_app(own: IdentityProvider) -> SocialApp:
    """The provider in allauth's words; never saved."""
    settings = {"server_url": own.issuer, "oauth_pkce_enabled": True}
    return SocialApp(
        provider=PROVIDER,
        provider_id=PROVIDER_ID,
        name=own.label,
        client_id=own.client_id,
        secret=secret_of(own),
        settings=settings,
    )


def _owner_of(email: str) -> Person | None:
    proven = EmailAddress.objects.select_related("user").filter(email=email, verified=True).first()
    return proven.user if proven else Person.objects.filter(email=email).first()


def _vouched_address(request: HttpRequest, sociallogin: SocialLogin, own: IdentityProvider) -> str:
    claims = _claims_of(sociallogin)
    email = str(claims.get("email") or "").strip().lower()
    # Only the boolean: some providers send "false" as a word, which is true to Python.
    if not email or claims.get("email_verified") is not True:
        _refuse(request, _("Penyedia identitas tidak memastikan alamat surel Anda."))
    if email.rpartition("@")[2] not in own.domains:
        _refuse(request, _("Alamat surel Anda tidak termasuk domain yang diterima Pemda ini."))
    return email


def _claims_of(sociallogin: SocialLogin) -> dict[str, Any]:
    """What the ID token says, or where it says no address, the userinfo of the same subject."""
    facts = sociallogin.account.extra_data
    token, userinfo = facts.get("id_token") or {}, facts.get("userinfo") or {}
    is_same = bool(token.get("sub")) and token.get("sub") == userinfo.get("sub")
    return userinfo if "email" not in token and is_same else token


def _opened(request: HttpRequest, own: IdentityProvider, email: str, sociallogin: SocialLogin) -> Person:
    if not own.creates_officers:
        _refuse(request, _("Belum ada akun dengan alamat surel Anda. Minta undangan kepada Admin TI."))
    name = str(_claims_of(sociallogin).get("name") or "")
    return open_officer_account(email=email, name=name, provider=own)


def _refuse(request: HttpRequest, message: str) -> NoReturn:
    messages.error(request, message)
    raise ImmediateHttpResponse(redirect("account_login"))


class _OwnProvider(OpenIDConnectOAuth2Adapter):
    """The exchange with the Pemda's provider."""

    def __init__(self, request: HttpRequest, provider_id: str = PROVIDER_ID) -> None:
        super().__init__(request, provider_id)
        self.verifier = ""

    @property
    def openid_config(self) -> dict[str, Any]:
        """The discovery document, which must be the configured issuer's own."""
        if not hasattr(self, "_openid_config"):
            try:
                self._openid_config = read_discovery(self.get_provider().app.settings["server_url"])
            except DomainError as refusal:
                raise OAuth2Error(refusal.code) from refusal
        return self._openid_config

    @property
    def basic_auth(self) -> bool:
        """How we show the client secret; a provider that says nothing takes HTTP Basic (OpenID Connect Discovery, 3)."""
        return "client_secret_post" not in self.openid_config.get("token_endpoint_auth_methods_supported", ())

    def get_provider(self) -> OpenIDConnectProvider:
        """The Pemda's provider; no page at all where there is none."""
        apps = ProviderAdapter(self.request).list_apps(self.request)
        if not apps:
            raise Http404(PROVIDER_ID)
        return NonceProvider(self.request, app=apps[0])

    def get_access_token_data(self, request: HttpRequest, app: Any, client: Any, pkce_code_verifier: Any = None) -> Any:
        """Remember the verifier, of which the nonce is made."""
        self.verifier = str(pkce_code_verifier or "")
        return super().get_access_token_data(request, app, client, pkce_code_verifier=pkce_code_verifier)

    def complete_login(self, request: HttpRequest, app: Any, token: Any, **facts: Any) -> SocialLogin:
        """Only a signed ID token with our nonce counts, and a userinfo only beside it."""
        if not facts["response"].get("id_token"):
            raise OAuth2Error("no ID token")
        app.settings["fetch_userinfo"] = "userinfo_endpoint" in self.openid_config
        login = super().complete_login(request, app, token, **facts)
        if login.account.extra_data["id_token"].get("nonce") != nonce_of(self.verifier):
            raise OAuth2Error("another nonce")
        return login

    def _decode_id_token(self, app: Any, id_token: str) -> dict[str, Any]:
        # Straight from the provider over TLS a token counts without its signature (OpenID Connect Core, 3.1.3.7); where
        # it names its key, the signature is looked at all the same.
        try:
            self.did_fetch_access_token = "kid" not in jwt.get_unverified_header(id_token)
            claims: dict[str, Any] = super()._decode_id_token(app, id_token)
        except (KeyError, TypeError, ValueError, jwt.PyJWTError) as error:
            raise OAuth2Error("unreadable ID token") from error
        return claims


class NonceProvider(OpenIDConnectProvider):
    """allauth sends state and PKCE; a nonce ties the ID token to this very browser too."""

    oauth2_adapter_class = _OwnProvider

    def get_pkce_params(self) -> dict[str, str]:
        """Add the nonce, made of the verifier that only this session knows."""
        params = super().get_pkce_params()
        return {**params, "nonce": nonce_of(params["code_verifier"])}


def nonce_of(verifier: str) -> str:
    """The nonce that belongs to a PKCE verifier."""
    return hashlib.sha256(f"nonce:{verifier}".encode()).hexdigest()


@require_POST
@never_cache
def log_in(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """Show the way to the Pemda's provider.

    A page and not a redirect: browsers hold `form-action 'self'` against redirects of a form too.
    """
    provider = _own(request, provider_id)
    try:
        answer = provider.redirect(request, process=AuthProcess.LOGIN, next_url=get_next_redirect_url(request))
    except (OAuth2Error, RequestException):
        messages.error(request, _("Penyedia identitas tidak menjawab. Coba lagi, atau masuk dengan kata sandi."))
        return redirect("account_login")
    return render(request, "account/provider_leave.html", {"address": answer["Location"], "label": provider.name})


@require_GET
@never_cache
def come_back(request: HttpRequest, provider_id: str) -> HttpResponseBase:
    """The visitor comes back from the provider with a code."""
    _own(request, provider_id)
    answer: HttpResponseBase = OAuth2CallbackView.adapter_view(_OwnProvider)(request)
    return answer


def _own(request: HttpRequest, provider_id: str) -> OpenIDConnectProvider:
    if provider_id != PROVIDER_ID:
        raise Http404(provider_id)
    return _OwnProvider(request).get_provider()
