"""Addresses of the Pemda."""

from __future__ import annotations

from typing import Any

from django import forms
from django.contrib import messages
from django.db.models import Q
from django.http import HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy
from django.views.decorators.http import require_http_methods, require_POST

from adopsi.console.access import admin_required
from catalog.sdk.tables import Column, export_response, page_of
from tenants.domains import services as domains
from tenants.domains.proof import record_name, record_value
from tenants.domains.selectors import list_domains, subdomain_of
from tenants.errors import DomainError
from tenants.models import Domain

# What the admin has to do something about: a new name, and one whose proof is gone.
_IS_UNPROVEN = Q(verified_at=None) | Q(failed_days__gt=0)


class DomainForm(forms.Form):
    """A host name."""

    domain = forms.CharField(
        label=gettext_lazy("Nama domain"),
        max_length=253,
        help_text=gettext_lazy("Misalnya layanan.daerahanda.go.id"),
        widget=forms.TextInput(attrs={"autocapitalize": "none", "spellcheck": "false", "inputmode": "url"}),
    )


@require_http_methods(["GET", "HEAD", "POST"])
@admin_required
def index(request: HttpRequest) -> HttpResponse:
    """The list with what each domain still needs; POST adds one."""
    form = DomainForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            domain = domains.add_domain(host=form.cleaned_data["domain"], actor=request.user)
        except DomainError as refusal:
            form.add_error("domain", str(refusal.message))
        else:
            text = _("%(host)s ditambahkan. Pasang kedua catatan DNS-nya, lalu tekan Periksa.")
            messages.success(request, text % {"host": domain.domain})
            return redirect("console:domains")
    code, search = request.pemda.code, request.GET.get("cari", "").strip().lower()
    rows = list_domains(code).filter(domain__contains=search)
    if file_format := request.GET.get("format"):
        return export_response(rows=rows, columns=_columns(), name="domain", file_format=file_format)
    context = {
        "form": form,
        "page": page_of(request, rows),
        "search": search,
        "subdomain": subdomain_of(code),
        "waiting": [_to_prove(domain) for domain in list_domains(code).filter(_IS_UNPROVEN)],
    }
    return render(request, "console/domains.html", context, status=422 if form.errors else 200)


def _to_prove(domain: Domain) -> dict[str, Any]:
    return {"domain": domain, "name": record_name(domain.domain), "value": record_value(domain)}


def _columns() -> list[Column]:
    return [
        Column(_("Domain"), lambda domain: domain.domain),
        Column(_("Utama"), lambda domain: _("Ya") if domain.is_primary else _("Tidak")),
        Column(_("Terbukti sejak"), lambda domain: domain.verified_at.isoformat() if domain.verified_at else ""),
        Column(_("Ditutup sejak"), lambda domain: domain.suspended_at.isoformat() if domain.suspended_at else ""),
    ]


def _act(request: HttpRequest, act: Any, message: str, domain_id: int) -> HttpResponse:
    try:
        domain: Domain = act(domain_id=domain_id, actor=request.user)
    except DomainError as refusal:
        messages.error(request, str(refusal.message))
    else:
        messages.success(request, message % {"host": domain.domain})
    return redirect("console:domains")


@require_POST
@admin_required
def verify(request: HttpRequest, domain_id: int) -> HttpResponse:
    """Look whether the TXT record is there."""
    return _act(request, domains.verify_domain, _("%(host)s terbukti dan sudah dapat dibuka."), domain_id)


@require_POST
@admin_required
def primary(request: HttpRequest, domain_id: int) -> HttpResponse:
    """Use the domain in mails and links."""
    return _act(request, domains.make_primary, _("%(host)s sekarang menjadi alamat utama."), domain_id)


@require_POST
@admin_required
def remove(request: HttpRequest, domain_id: int) -> HttpResponse:
    """Take the domain away."""
    return _act(request, domains.remove_domain, _("%(host)s dihapus."), domain_id)
