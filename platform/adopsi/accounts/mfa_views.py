"""Second factors on screen: the overview, the app, passkeys and recovery codes; allauth does the work."""

from __future__ import annotations

from typing import Any

from allauth.mfa.adapter import get_adapter
from allauth.mfa.base import views as base_views
from allauth.mfa.models import Authenticator
from allauth.mfa.recovery_codes import views as recovery_views
from allauth.mfa.totp import views as totp_views
from allauth.mfa.webauthn import views as webauthn_views
from django.contrib import messages
from django.contrib.auth.decorators import login_required
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.urls import reverse
from django.views.decorators.cache import never_cache

from adopsi.accounts.demonstration import present_code_of
from adopsi.accounts.one_time import spend
from adopsi.accounts.second_factor import needs_second_factor, note_shown
from tenants.audit.services import record


@login_required
@never_cache
def overview(request: HttpRequest) -> HttpResponse:
    """What the person has, and what they may add; for those who have nothing yet, why they need it."""
    held = {auth.type: auth for auth in Authenticator.objects.filter(user=request.user).order_by("created_at")}
    codes = held.get(Authenticator.Type.RECOVERY_CODES)
    context = {
        "app": held.get(Authenticator.Type.TOTP),
        "passkeys": list(
            Authenticator.objects.filter(user=request.user, type=Authenticator.Type.WEBAUTHN).order_by("created_at")
        ),
        "codes_left": len(codes.wrap().get_unused_codes()) if codes else None,
        "is_required": needs_second_factor(request.user),
        "is_empty": not held,
    }
    return render(request, "mfa/index.html", context)


class LogInStep(base_views.AuthenticateView):
    """The second step of logging in."""

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """In the demonstration, the code that the person's app would show."""
        person = self.stage.login.user
        return {**super().get_context_data(**options), "demo_code": present_code_of(self.request, person)}


class Confirm(base_views.ReauthenticateView):
    """The second factor once more."""

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """In the demonstration, the code that the person's app would show."""
        code = present_code_of(self.request, self.request.user)
        return {**super().get_context_data(**options), "demo_code": code}


class ActivateApp(totp_views.ActivateTOTPView):
    """Set up an app on the telephone."""

    def form_valid(self, form: Any) -> HttpResponse:
        """The code that proves the app is spent, and the session has shown its factor."""
        response = super().form_valid(form)
        app = Authenticator.objects.get(user=self.request.user, type=Authenticator.Type.TOTP)
        spend(app, form.cleaned_data["code"])
        _note_added(self.request, app)
        return response


class DeactivateApp(totp_views.DeactivateTOTPView):
    """Take the app away."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Whoever must have a second factor keeps one; the form's own check says so."""
        response = super().form_valid(form)
        _note_removed(self.request, Authenticator.Type.TOTP)
        return response


class AddPasskey(webauthn_views.AddWebAuthnView):
    """Set up a passkey."""

    def form_valid(self, form: Any) -> HttpResponse:
        """The session has shown its factor."""
        response = super().form_valid(form)
        newest = Authenticator.objects.filter(user=self.request.user, type=Authenticator.Type.WEBAUTHN).latest("pk")
        _note_added(self.request, newest)
        return response


class RemovePasskey(webauthn_views.RemoveWebAuthnView):
    """Take a passkey away."""

    def form_valid(self, form: Any) -> HttpResponse:
        """allauth asks only about apps whether they may go."""
        adapter, passkey = get_adapter(), self.get_object()
        if not adapter.can_delete_authenticator(passkey):
            messages.error(self.request, str(adapter.error_messages["cannot_delete_authenticator"]))
            return redirect("mfa_index")
        response = super().form_valid(form)
        _note_removed(self.request, Authenticator.Type.WEBAUTHN)
        return response

    def get_success_url(self) -> str:
        """Back to the overview."""
        return reverse("mfa_index")


class RenamePasskey(webauthn_views.EditWebAuthnView):
    """Give a passkey another name."""

    def get_success_url(self) -> str:
        """Back to the overview."""
        return reverse("mfa_index")


class DownloadCodes(recovery_views.DownloadRecoveryCodesView):
    """The recovery codes as a text file."""

    def render_to_response(self, context: dict[str, Any], **options: Any) -> HttpResponse:
        """Under a name that its owner finds again."""
        response = super().render_to_response(context, **options)
        response["Content-Disposition"] = 'attachment; filename="kode-pemulihan.txt"'
        return response


class RegenerateCodes(recovery_views.GenerateRecoveryCodesView):
    """New recovery codes, which make the old ones worthless."""

    def form_valid(self, form: Any) -> HttpResponse:
        """Who made new codes stands in the audit trail."""
        record(act="account.recovery_codes_made", subject=self.request.user, actor=self.request.user)
        return super().form_valid(form)


def _note_added(request: HttpRequest, authenticator: Authenticator) -> None:
    note_shown(request, kind=authenticator.type)
    record(
        act="account.factor_added",
        subject=request.user,
        actor=request.user,
        changes={"factor": str(authenticator.type)},
    )


def _note_removed(request: HttpRequest, kind: str) -> None:
    record(act="account.factor_removed", subject=request.user, actor=request.user, changes={"factor": str(kind)})


authenticate = never_cache(LogInStep.as_view())
confirm = never_cache(Confirm.as_view())
activate_app = never_cache(ActivateApp.as_view())
deactivate_app = never_cache(DeactivateApp.as_view())
add_passkey = never_cache(AddPasskey.as_view())
remove_passkey = never_cache(RemovePasskey.as_view())
rename_passkey = never_cache(RenamePasskey.as_view())
view_codes = never_cache(recovery_views.view_recovery_codes)
download_codes = DownloadCodes.as_view()
regenerate_codes = never_cache(RegenerateCodes.as_view())
