"""API tokens of the Pemda: shown once, revoked at once."""

from __future__ import annotations

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.cache import never_cache
from django.views.decorators.http import require_http_methods, require_POST, require_safe

from adopsi.console.access import admin_required
from adopsi.console.forms.tokens import TokenForm
from catalog.sdk.tables import Column, export_response, page_of
from tenants.accounts.models import ApiToken
from tenants.accounts.selectors import get_token, list_tokens
from tenants.accounts.tokens import issue_token, revoke_token

SPENT = "tokens_spent"
REMEMBERED = 20


@require_safe
@admin_required
def index(request: HttpRequest) -> HttpResponse:
    """Every token of the Pemda, without its key."""
    chosen = {name: request.GET.get(name, "").strip() for name in ("cari", "keadaan")}
    tokens = list_tokens(search=chosen["cari"], state=chosen["keadaan"])
    if file_format := request.GET.get("format"):
        return export_response(rows=tokens, columns=_columns(), name="token", file_format=file_format)
    page = page_of(request, tokens)
    for token in page:
        token.state_label, token.state_kind = _state(token)
    context = {
        "page": page,
        "chosen": chosen,
        "is_filtered": any(chosen.values()),
        "states": [("alive", _("Berlaku")), ("revoked", _("Dicabut"))],
    }
    return render(request, "console/tokens.html", context)


def _state(token: ApiToken) -> tuple[str, str]:
    if token.revoked_at:
        return _("Dicabut"), "off"
    if token.expires_at and token.expires_at <= timezone.now():
        return _("Kedaluwarsa"), "failed"
    return _("Berlaku"), "done"


def _columns() -> list[Column]:
    return [
        Column(_("Nama"), lambda token: token.name),
        Column(_("Awalan"), lambda token: token.prefix),
        Column(_("Pemilik"), lambda token: token.person.name),
        Column(_("Cakupan"), lambda token: " ".join(token.scopes)),
        Column(_("Keadaan"), lambda token: _state(token)[0]),
        Column(_("Dibuat"), lambda token: token.created_at.isoformat()),
        Column(_("Terakhir dipakai"), lambda token: token.last_used_at.isoformat() if token.last_used_at else ""),
        Column(_("Berlaku sampai"), lambda token: token.expires_at.isoformat() if token.expires_at else ""),
    ]


@require_http_methods(["GET", "HEAD", "POST"])
@never_cache
@admin_required
def issue(request: HttpRequest) -> HttpResponse:
    """Make a token and show its key this one time."""
    form = TokenForm(request.pemda.code, request.POST or None)
    if request.method != "POST" or not form.is_valid():
        return render(request, "console/token_issue.html", {"form": form}, status=422 if form.errors else 200)
    values = form.cleaned_data
    once, spent = str(values["once"]), request.session.get(SPENT, [])
    if once in spent:
        messages.warning(request, _("Token ini sudah dibuat dan kuncinya sudah ditampilkan satu kali."))
        return redirect("console:tokens")
    token, key = issue_token(
        person=request.user, name=values["name"], scopes=values["scopes"], days=int(values["days"]) or None
    )
    request.session[SPENT] = [*spent, once][-REMEMBERED:]
    return render(request, "console/token_issued.html", {"token": token, "key": key})


@require_POST
@admin_required
def revoke(request: HttpRequest, token_id: int) -> HttpResponse:
    """Make a token useless at once."""
    token = get_token(token_id)
    if token is None:
        raise Http404(token_id)
    revoke_token(token=token, actor=request.user)
    messages.success(request, _("Token %(name)s dicabut dan tidak berlaku lagi.") % {"name": token.name})
    return redirect("console:tokens")
