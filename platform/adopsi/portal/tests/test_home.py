"""The home page."""

from __future__ import annotations

from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

import pytest
from django.utils import timezone

from adopsi.portal.home import greeting
from adopsi.portal.models import Notice
from tenants.notifications.models import Notification


@pytest.mark.parametrize(
    ("hour", "words"),
    [(3, "Selamat malam"), (4, "Selamat pagi"), (11, "Selamat siang"), (15, "Selamat sore"), (18, "Selamat malam")],
)
def test_greeting_follows_the_clock(hour, words):
    now = datetime(2026, 11, 22, hour, 30, tzinfo=ZoneInfo("Asia/Makassar"))
    assert greeting(now) == words
    assert greeting(now, "Sari Tobondo") == f"{words}, Sari"


def test_citizen_is_greeted_by_name_and_sees_unread_messages(client_of, poso, sari):
    Notification.objects.create(person=sari, kind="uji", subject="Satu")
    page = client_of(poso, sari).get("/").content.decode()
    assert ", Sari</h1>" in page
    assert "1 belum dibaca" in page


def test_visitor_is_greeted_without_a_name(visitor):
    page = visitor.get("/").content.decode()
    assert "<h1" in page
    assert "Selamat" in page
    assert "Berita kabupaten" in page


def test_newest_three_articles_are_shown(visitor, article):
    for number in range(4):
        article(f"berita-{number}", published_at=timezone.now() - timedelta(hours=number))
    page = visitor.get("/").content.decode()
    assert [f"/berita/berita-{number}/" in page for number in range(4)] == [True, True, True, False]


def test_warm_home_page_needs_few_queries(visitor, article, django_assert_max_num_queries):
    article("berita-satu")
    visitor.get("/")
    with django_assert_max_num_queries(3):
        visitor.get("/")


def test_notice_is_shown_only_in_its_time(visitor):
    now = timezone.now()
    spans = {"Lampau": (-3, -2), "Sekarang": (-1, 1), "Nanti": (1, 2)}
    for title, (start, end) in spans.items():
        Notice.objects.create(
            title=title, text="Isi", starts_at=now + timedelta(hours=start), ends_at=now + timedelta(hours=end)
        )
    page = visitor.get("/").content.decode()
    assert [title in page for title in spans] == [False, True, False]


def test_text_of_a_notice_is_escaped(visitor):
    now = timezone.now()
    text = "<script>alert(1)</script>"
    Notice.objects.create(title="Awas", text=text, starts_at=now, ends_at=now + timedelta(hours=1))
    page = visitor.get("/").content.decode()
    assert "<script>alert" not in page
    assert "&lt;script&gt;alert" in page


def test_map_names_the_base_map_and_the_source(visitor):
    page = visitor.get("/").content.decode()
    assert "/peta/dasar.geojson" in page
    assert "Data dasar: Pemerintah Kabupaten Poso" in page
