"""Search over services and news."""

from __future__ import annotations


def test_news_are_found_in_a_group(visitor, article):
    article("festival-danau", title="Festival Danau Poso")
    page = visitor.get("/cari/?q=festival").content.decode()
    assert "1 hasil untuk “festival”" in page
    assert "/berita/festival-danau/" in page


def test_drafts_are_not_found(visitor, article):
    article("festival-danau", title="Festival Danau Poso", is_published=False)
    assert "Tidak ada hasil" in visitor.get("/cari/?q=festival").content.decode()


def test_empty_search_explains_itself(visitor):
    assert "Apa yang Anda cari?" in visitor.get("/cari/").content.decode()


def test_query_is_escaped(visitor):
    page = visitor.get("/cari/", {"q": "<script>x"}).content.decode()
    assert "<script>x" not in page
