"""News and notices in the console, for those with the role `inti.redaksi`."""

from __future__ import annotations

from collections.abc import Iterable

from django.contrib import messages
from django.core.paginator import Paginator
from django.http import HttpRequest, HttpResponse
from django.shortcuts import get_object_or_404, redirect, render
from django.utils import timezone
from django.utils.translation import gettext as _
from django.views.decorators.http import require_POST

from adopsi.portal import services
from adopsi.portal.console_forms import NewsForm, NoticeForm
from adopsi.portal.looks import NEWS_LOOKS
from adopsi.portal.models import News, Notice
from adopsi.portal.selectors import list_drafts_and_news, list_notices
from catalog.sdk.people import role_required
from catalog.sdk.tables import Column, export_response
from tenants.attachments.errors import FileRefused
from tenants.organisation.core_roles import EDITOR

PER_PAGE = 20
editor = role_required(EDITOR)


@editor
def news(request: HttpRequest) -> HttpResponse:
    """All articles, drafts first; also as CSV and XLSX."""
    search, state = request.GET.get("cari", "").strip(), request.GET.get("status", "")
    rows = list_drafts_and_news(search=search, state=state)
    if file_format := request.GET.get("unduh"):
        return _export_news(rows, file_format)
    page = Paginator(rows, PER_PAGE).get_page(request.GET.get("halaman"))
    states = [("draf", _("Draf")), ("terbit", _("Terbit"))]
    context = {"page": page, "search": search, "state": state, "states": states, "query": request.GET.urlencode()}
    return render(request, "portal/console/news.html", context)


def _export_news(rows: Iterable[News], file_format: str) -> HttpResponse:
    columns = [
        Column(_("Judul"), lambda row: row.title),
        Column(_("Kategori"), lambda row: row.get_category_display()),
        Column(_("Penulis"), lambda row: row.author.name if row.author else ""),
        Column("OPD", lambda row: row.opd.name if row.opd else ""),
        Column(
            _("Terbit"),
            lambda row: f"{timezone.localtime(row.published_at):%Y-%m-%d %H:%M}" if row.is_published else "",
        ),
    ]
    return export_response(rows=rows, columns=columns, name="berita", file_format=file_format)


@editor
def news_edit(request: HttpRequest, news_id: int | None = None) -> HttpResponse:
    """Write or change an article; what was typed stays when something is refused."""
    article = get_object_or_404(News, pk=news_id) if news_id else News()
    form = NewsForm(request.POST or None, request.FILES or None, instance=article)
    if request.method == "POST" and form.is_valid():
        try:
            services.save_article(news=form.instance, picture=form.cleaned_data["upload"], actor=request.user)
        except FileRefused as refusal:
            form.add_error("upload", str(refusal.message))
        else:
            messages.success(request, _("Berita disimpan."))
            return redirect("portal-console:news-preview", form.instance.pk)
    return render(request, "portal/console/news_form.html", {"form": form, "article": article if article.pk else None})


@editor
def news_preview(request: HttpRequest, news_id: int) -> HttpResponse:
    """The article as citizens will see it, with the buttons to publish and withdraw."""
    article = get_object_or_404(News.objects.select_related("picture", "opd"), pk=news_id)
    context = {"article": article, "look": NEWS_LOOKS[article.category]}
    return render(request, "portal/console/news_preview.html", context)


@editor
@require_POST
def news_publish(request: HttpRequest, news_id: int) -> HttpResponse:
    """Publish."""
    services.publish_article(news=get_object_or_404(News, pk=news_id), actor=request.user)
    messages.success(request, _("Berita terbit."))
    return redirect("portal-console:news-preview", news_id)


@editor
@require_POST
def news_unpublish(request: HttpRequest, news_id: int) -> HttpResponse:
    """Withdraw."""
    services.withdraw_article(news=get_object_or_404(News, pk=news_id), actor=request.user)
    messages.success(request, _("Berita ditarik dan tidak tampil lagi."))
    return redirect("portal-console:news-preview", news_id)


@editor
def notices(request: HttpRequest) -> HttpResponse:
    """All notices, newest first."""
    page = Paginator(list_notices(), PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "portal/console/notices.html", {"page": page, "now": timezone.now()})


@editor
def notice_edit(request: HttpRequest, notice_id: int | None = None) -> HttpResponse:
    """Put up or change a notice."""
    notice = get_object_or_404(Notice, pk=notice_id) if notice_id else Notice(starts_at=timezone.now())
    form = NoticeForm(request.POST or None, instance=notice)
    if request.method == "POST" and form.is_valid():
        services.save_notice(notice=form.instance, actor=request.user)
        messages.success(request, _("Pengumuman disimpan."))
        return redirect("portal-console:notices")
    return render(request, "portal/console/notice_form.html", {"form": form, "notice": notice if notice.pk else None})


@editor
@require_POST
def notice_end(request: HttpRequest, notice_id: int) -> HttpResponse:
    """Take a notice down."""
    services.end_notice(notice=get_object_or_404(Notice, pk=notice_id), actor=request.user)
    messages.success(request, _("Pengumuman diturunkan."))
    return redirect("portal-console:notices")
