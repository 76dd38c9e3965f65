"""Pages of the portal: home, services, news, search."""

from __future__ import annotations

from django.core.paginator import Paginator
from django.http import Http404, HttpRequest, HttpResponse
from django.shortcuts import render
from django.utils import timezone

from adopsi.portal.home import MOST_TILES, greeting, list_services, map_data
from adopsi.portal.looks import NEWS_LOOKS, TOPIC_LOOKS
from adopsi.portal.models import News, Notice
from adopsi.portal.search import search_everything
from adopsi.portal.selectors import card_of, current_notices, find_article, home_news, list_news
from catalog.manifest import Dimension

NEWS_PER_PAGE = 9


def home(request: HttpRequest) -> HttpResponse:
    """What a citizen sees first."""
    name = request.user.name if request.user.is_authenticated else ""
    notices = [(notice, TOPIC_LOOKS[notice.topic].icon) for notice in current_notices()]
    services = list_services(request.pemda)
    context = {
        "active_nav": "home",
        "greeting": greeting(timezone.localtime(), name),
        "services": services[:MOST_TILES],
        "news": home_news(),
        "urgent": [pair for pair in notices if pair[0].severity == Notice.Severity.DANGER],
        "notices": [pair for pair in notices if pair[0].severity != Notice.Severity.DANGER],
        "map_data": map_data(request.pemda),
    }
    return render(request, "portal/home.html", context)


def services(request: HttpRequest) -> HttpResponse:
    """All services, filtered by word and dimension."""
    search, dimension = request.GET.get("cari", "").strip()[:80], request.GET.get("bidang", "")
    present = {service.dimension for service in list_services(request.pemda)}
    context = {
        "active_nav": "services",
        "search": search,
        "dimension": dimension,
        "dimensions": [(each.value, each.label) for each in Dimension if each.value in present],
        "services": list_services(request.pemda, search=search, dimension=dimension),
        "is_filtered": bool(search or dimension),
    }
    return render(request, "portal/services.html", context)


def news(request: HttpRequest) -> HttpResponse:
    """Published news with search, category and pages."""
    search, category = request.GET.get("cari", "").strip()[:80], request.GET.get("kategori", "")
    rows = list_news(search=search, category=category if category in News.Category.values else "")
    page = Paginator(rows, NEWS_PER_PAGE).get_page(request.GET.get("halaman"))
    context = {
        "active_nav": "news",
        "search": search,
        "category": category,
        "categories": News.Category.choices,
        "page": page,
        "cards": [card_of(row) for row in page],
        "is_filtered": bool(search or category),
    }
    return render(request, "portal/news.html", context)


def news_article(request: HttpRequest, slug: str) -> HttpResponse:
    """One published article; 404 for everything else."""
    article = find_article(slug)
    if article is None:
        raise Http404(slug)
    others = list_news().exclude(pk=article.pk)[:3]
    context = {
        "active_nav": "news",
        "article": article,
        "look": NEWS_LOOKS[article.category],
        "others": [card_of(row) for row in others],
    }
    return render(request, "portal/news_article.html", context)


def search(request: HttpRequest) -> HttpResponse:
    """Everything that holds the words, in groups; `?jenis=` shows one of them whole."""
    query, wanted = request.GET.get("q", "").strip()[:120], request.GET.get("jenis", "")
    groups = search_everything(query, pemda=request.pemda, person=request.user) if query else []
    shown = [group for group in groups if group.key == wanted] or groups
    context = {
        "active_nav": "",
        "query": query,
        "groups": groups,
        "shown": shown,
        "wanted": wanted if shown is not groups else "",
        "most": len(groups) == 1 or shown is not groups,
        "count": sum(len(group.hits) for group in groups),
        "is_near": bool(groups) and all(group.is_near for group in groups),
        "suggestions": list_services(request.pemda)[:MOST_TILES] if not groups else [],
    }
    return render(request, "portal/search.html", context)
