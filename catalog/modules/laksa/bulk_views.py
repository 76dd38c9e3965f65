"""Acts on many reports of the queue: what will happen first, then the doing, then an undoing for some minutes."""

from __future__ import annotations

import logging
import uuid
from typing import Any

from django import forms
from django.contrib import messages
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import redirect, render
from django.utils.translation import gettext as _
from django.utils.translation import gettext_lazy, ngettext
from django.views.decorators.http import require_http_methods, require_POST

from catalog.modules.laksa.console_views import WORKLIST, crumbs
from catalog.modules.laksa.forms import REQUIRED
from catalog.modules.laksa.models import BulkAct, Report
from catalog.modules.laksa.roles import HANDLER, VERIFIER
from catalog.modules.laksa.selectors import list_queue, list_units
from catalog.modules.laksa.services.bulk import (
    MOST_AT_ONCE,
    NEEDS_REASON,
    BulkOrder,
    Chosen,
    Outcome,
    act_on_many,
    bulk_acts_of,
    judge,
)
from catalog.modules.laksa.services.undoing import undo_bulk_act
from catalog.sdk.errors import DomainError
from catalog.sdk.people import Opd, role_required

log = logging.getLogger("adopsi.laksa")

# Title of the question, what will happen, the button that does it.
WORDS = {
    "verifikasi": (
        gettext_lazy("Verifikasi laporan terpilih"),
        gettext_lazy("Laporan dinyatakan benar dalam kategorinya sekarang dan terbuka untuk umum, kecuali rahasia."),
        gettext_lazy("Ya, verifikasi"),
    ),
    "disposisi": (
        gettext_lazy("Disposisikan laporan terpilih"),
        gettext_lazy("Laporan diteruskan ke OPD yang Anda pilih; yang baru diajukan sekaligus diverifikasi."),
        gettext_lazy("Ya, disposisikan"),
    ),
    "tolak": (
        gettext_lazy("Tolak laporan terpilih"),
        gettext_lazy("Untuk laporan yang tidak benar atau tidak lengkap. Alasannya dibaca setiap pelapor."),
        gettext_lazy("Ya, tolak"),
    ),
    "arsipkan": (
        gettext_lazy("Arsipkan laporan terpilih"),
        gettext_lazy("Untuk laporan di luar kewenangan Pemda. Alasannya dibaca setiap pelapor."),
        gettext_lazy("Ya, arsipkan"),
    ),
    "kerjakan": (
        gettext_lazy("Mulai kerjakan laporan terpilih"),
        gettext_lazy("Laporan berstatus Diproses; rencananya dibaca setiap pelapor."),
        gettext_lazy("Ya, mulai kerjakan"),
    ),
}
TEXT_LABELS = {
    "disposisi": gettext_lazy("Catatan untuk OPD"),
    "tolak": gettext_lazy("Alasan"),
    "arsipkan": gettext_lazy("Alasan"),
    "kerjakan": gettext_lazy("Rencana penanganan"),
}


class BulkForm(forms.Form):
    """What a bulk act needs beside the reports."""

    once = forms.UUIDField(widget=forms.HiddenInput, initial=uuid.uuid4)
    opd = forms.ModelChoiceField(
        label=gettext_lazy("OPD penanggung jawab"),
        queryset=Opd.objects.none(),
        empty_label=gettext_lazy("Pilih OPD"),
        error_messages=REQUIRED,
    )
    text = forms.CharField(max_length=1000, widget=forms.Textarea(attrs={"rows": 3}), error_messages=REQUIRED)

    def __init__(self, act: str, *args: Any, **options: Any) -> None:
        super().__init__(*args, **options)
        self.fields["opd"].queryset = list_units()
        if act != "disposisi":
            del self.fields["opd"]
        if act in TEXT_LABELS:
            self.fields["text"].label = TEXT_LABELS[act]
            self.fields["text"].required = act in NEEDS_REASON
        else:
            del self.fields["text"]


@require_http_methods(["GET", "POST"])
@role_required(VERIFIER, HANDLER)
def act(request: HttpRequest) -> HttpResponse:
    """Ask with GET (`act`, `chosen` numbers, `back` the queue's filters), do with POST."""
    data = request.POST if request.method == "POST" else request.GET
    name = data.get("act", "")
    if name not in bulk_acts_of(request.user):
        raise Http404
    if request.method == "POST":
        return _do(request, name)
    numbers = list(dict.fromkeys(data.getlist("chosen")))
    if not numbers:
        messages.error(request, _("Pilih laporan dahulu: centang di awal barisnya."))
        return redirect(WORKLIST.address(data.get("back", "")))
    return _question(request, name, BulkForm(name), numbers)


def _question(
    request: HttpRequest, name: str, form: BulkForm, numbers: list[str], *, status: int = 200
) -> HttpResponse:
    found: list[Report] = list(list_queue(request.user).filter(number__in=numbers[:MOST_AT_ONCE]))
    verdicts = judge(order=BulkOrder(name), actor=request.user, reports=found)
    data = request.POST if request.method == "POST" else request.GET
    context = {
        "act": name,
        "words": WORDS[name],
        "form": form,
        "fit": [verdict.report for verdict in verdicts if not verdict.refusal],
        "left_out": [verdict for verdict in verdicts if verdict.refusal],
        "too_many": len(numbers) > MOST_AT_ONCE,
        "most": MOST_AT_ONCE,
        "back": data.get("back", ""),
        "back_url": WORKLIST.address(data.get("back", "")),
        "crumbs": crumbs(),
    }
    return render(request, "laksa/console/bulk.html", context, status=status)


def _do(request: HttpRequest, name: str) -> HttpResponse:
    form, chosen = BulkForm(name, request.POST), _items(request)
    if form.is_valid():
        data = form.cleaned_data
        order = BulkOrder(name, data.get("opd"), data.get("text", ""))
        # What is not the officer's work is as if it were not there.
        mine = set(
            list_queue(request.user)
            .filter(number__in=[each.number for each in chosen])
            .values_list("number", flat=True)
        )
        try:
            outcome = act_on_many(
                key=data["once"],
                order=order,
                actor=request.user,
                chosen=[each for each in chosen if each.number in mine],
            )
        except DomainError as error:
            log.info("refused code=%s form=bulk act=%s", error.code, name)
            form.add_error(error.field if error.field in form.fields else None, str(error.message))
        else:
            _tell(request, outcome)
            return redirect(WORKLIST.address(request.POST.get("back", "")))
    return _question(request, name, form, [each.number for each in chosen], status=422)


def _items(request: HttpRequest) -> list[Chosen]:
    pairs = [item.rpartition(":") for item in request.POST.getlist("item")]
    return [Chosen(number, int(version)) for number, _colon, version in pairs if version.isdigit()]


def _tell(request: HttpRequest, outcome: Outcome) -> None:
    done, skipped = outcome.bulk_act.done, outcome.skipped
    if done:
        said = ngettext("%(count)s laporan selesai ditindak.", "%(count)s laporan selesai ditindak.", done)
        messages.success(request, said % {"count": done})
    if skipped:
        said = ngettext("%(count)s laporan dilewati: %(list)s", "%(count)s laporan dilewati: %(list)s", len(skipped))
        listed = "; ".join(f"{number} ({why})" for number, why in skipped[:5])
        messages.warning(request, said % {"count": len(skipped), "list": listed + (" …" if len(skipped) > 5 else "")})


@require_POST
@role_required(VERIFIER, HANDLER)
def undo(request: HttpRequest, key: uuid.UUID) -> HttpResponse:
    """Take a bulk act back."""
    if not BulkAct.objects.filter(pk=key, actor=request.user).exists():
        raise Http404
    try:
        undone = undo_bulk_act(key=key, actor=request.user)
    except DomainError as error:
        log.info("refused code=%s form=undo", error.code)
        messages.error(request, str(error.message))
        return redirect(WORKLIST.address(request.POST.get("back", "")))
    count = len(undone.restored)
    said = ngettext("%(count)s laporan kembali seperti semula.", "%(count)s laporan kembali seperti semula.", count)
    messages.success(request, said % {"count": count})
    if undone.kept:
        listed = "; ".join(f"{number} ({who})" for number, who in undone.kept[:5])
        messages.warning(request, _("Tetap seperti sekarang karena sudah dilanjutkan: %(list)s") % {"list": listed})
    return redirect(WORKLIST.address(request.POST.get("back", "")))
