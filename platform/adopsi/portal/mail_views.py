"""The demonstration's inbox: every mail that left, so that codes and letters can be read without a mail server."""

from __future__ import annotations

from email.utils import parseaddr
from pathlib import Path

from django.conf import settings
from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils.html import strip_tags
from django.views.decorators.cache import never_cache

from adopsi.runtime.mailbox import CaughtMail, list_mails, read_mail

PER_PAGE = 20


def _folder() -> Path:
    if not (settings.ADOPSI_DEMO and settings.ADOPSI_MAIL_CATCHER):
        raise Http404("mail catcher")
    return Path(settings.ADOPSI_MAIL_CATCHER)


def _belongs_here(request: HttpRequest, mail: CaughtMail) -> bool:
    """At pusat every mail; at a Pemda those that it sent."""
    return request.pemda is None or parseaddr(mail.sender)[0] == request.pemda.display_name


@never_cache
def mails(request: HttpRequest) -> HttpResponse:
    """All mails of this place, newest first."""
    folder = _folder()
    search = request.GET.get("cari", "").strip().lower()
    found = [
        mail
        for mail in list_mails(folder, limit=500)
        if _belongs_here(request, mail) and search in f"{mail.subject} {' '.join(mail.recipients)}".lower()
    ]
    page = Paginator(found, PER_PAGE).get_page(request.GET.get("halaman"))
    return render(request, "portal/mails.html", {"page": page, "search": search})


@never_cache
def mail(request: HttpRequest, key: str) -> HttpResponse:
    """One mail as text, with its links."""
    found = read_mail(_folder(), key)
    if found is None or not _belongs_here(request, found):
        raise Http404(key)
    return render(request, "portal/mail.html", {"mail": found, "text": found.text or strip_tags(found.html)})
