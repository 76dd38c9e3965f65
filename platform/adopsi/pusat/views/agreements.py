"""A Pemda's agreements: written down, corrected, taken off the list."""

from __future__ import annotations

from typing import Any

from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect
from django.utils.translation import gettext as _
from django.views.decorators.http import require_http_methods, require_POST

from adopsi.pusat.access import central_required
from adopsi.pusat.agreements import add_agreement, change_agreement, remove_agreement
from adopsi.pusat.forms import AgreementForm
from adopsi.pusat.frame import show
from adopsi.pusat.views.plans import crumbs_of, pemda_or_404
from tenants.errors import DomainError
from tenants.models import Agreement, Pemda


@central_required
@require_http_methods(["GET", "HEAD", "POST"])
def add(request: HttpRequest, code: str) -> HttpResponse:
    """The form of a new agreement."""
    pemda, form = pemda_or_404(code), AgreementForm(request.POST or None)
    if request.method == "POST" and form.is_valid():
        try:
            add_agreement(actor=request.user, pemda=pemda, terms=form.terms())
            messages.success(request, _("Perjanjian dicatat."))
            return redirect("pusat:pemda", code)
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal.message))
    return _form(request, pemda, form, title=_("Perjanjian baru"))


@central_required
@require_http_methods(["GET", "HEAD", "POST"])
def change(request: HttpRequest, code: str, agreement_id: int) -> HttpResponse:
    """The form of an agreement that is written down."""
    pemda, agreement = pemda_or_404(code), _agreement_or_404(code, agreement_id)
    names = ("kind", "number", "signed_on", "valid_until", "modules", "module_limit")
    form = AgreementForm(request.POST or None, initial={name: getattr(agreement, name) for name in names})
    if request.method == "POST" and form.is_valid():
        try:
            change_agreement(actor=request.user, pemda=pemda, agreement=agreement, terms=form.terms())
            messages.success(request, _("Perjanjian disimpan."))
            return redirect("pusat:pemda", code)
        except DomainError as refusal:
            form.add_error(refusal.field, str(refusal.message))
    return _form(request, pemda, form, title=agreement.number, agreement=agreement)


@central_required
@require_POST
def remove(request: HttpRequest, code: str, agreement_id: int) -> HttpResponse:
    """Take it off the list."""
    remove_agreement(actor=request.user, pemda=pemda_or_404(code), agreement=_agreement_or_404(code, agreement_id))
    messages.success(request, _("Perjanjian dihapus dari daftar."))
    return redirect("pusat:pemda", code)


def _agreement_or_404(code: str, agreement_id: int) -> Agreement:
    found = Agreement.objects.filter(pemda_id=code, pk=agreement_id).first()
    if found is None:
        raise Http404(agreement_id)
    return found


def _form(request: HttpRequest, pemda: Pemda, form: AgreementForm, **context: Any) -> HttpResponse:
    context |= {"place": pemda, "form": form, "crumbs": crumbs_of(pemda)}
    status = 422 if form.is_bound else 200
    return show(request, "pusat/agreement.html", context, nav="fleet", status=status)
