"""Search over services and news."""

from __future__ import annotations

import pytest
from django.db import connection
from django.test.utils import CaptureQueriesContext


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


@pytest.mark.parametrize("query", ["laporan", "melaporkan", "laporannya", "lapor"])
def test_indonesian_forms_of_a_word_are_one(visitor, article, query):
    article("cara-lapor", title="Cara melaporkan jalan rusak")
    assert "/berita/cara-lapor/" in visitor.get("/cari/", {"q": query}).content.decode()


@pytest.mark.parametrize("query", ["festifal", "fstival danau", "festivl"])
def test_words_spelt_nearly_so_are_found_and_said_to_be_near(visitor, article, query):
    article("festival-danau", title="Festival Danau Poso")
    page = visitor.get("/cari/", {"q": query}).content.decode()
    assert "/berita/festival-danau/" in page
    assert "Ini yang paling mirip" in page


def test_the_title_counts_more_than_the_text(visitor, article):
    article("biasa", title="Kabar pekan ini", body="Ada pasar murah di kecamatan.")
    article("utama", title="Pasar murah dibuka")
    page = visitor.get("/cari/?q=pasar+murah").content.decode()
    assert page.index("/berita/utama/") < page.index("/berita/biasa/")


def test_words_are_marked_and_all_else_is_escaped(visitor, article):
    article("danau", title="Danau <b>Poso</b>", summary="Tepi danau & hutan.")
    page = visitor.get("/cari/?q=danau").content.decode()
    assert "<mark>Danau</mark> &lt;b&gt;Poso" in page
    assert "Tepi <mark>danau</mark> &amp; hutan." in page


def test_one_kind_can_be_shown_whole(visitor, article):
    for number in range(7):
        article(f"pasar-{number}", title=f"Pasar murah {number}")
    all_kinds = visitor.get("/cari/?q=pasar").content.decode()
    assert all_kinds.count("/berita/pasar-") == 7
    article("aduan", title="Aduan warga")
    page = visitor.get("/cari/?q=aduan").content.decode()
    assert "jenis=berita" in page
    assert "jenis=layanan" in page
    news_alone = visitor.get("/cari/?q=aduan&jenis=berita").content.decode()
    assert news_alone.count("<h2 id=") == 1
    assert "/berita/aduan/" in news_alone


def test_nothing_found_leads_somewhere(visitor):
    page = visitor.get("/cari/?q=zzzyx").content.decode()
    assert "Tidak ada hasil" in page
    assert 'href="/laksa/"' in page


def test_letters_that_mean_something_to_the_database_mean_nothing(visitor):
    for query in ("a & | ! ( ) : *", "'; DROP TABLE x; --", "\\", "مرحبا", "😀", "x" * 5000):
        assert visitor.get("/cari/", {"q": query}).status_code == 200


def test_a_search_costs_few_queries(client_of, poso, sari, visitor, article):
    article("pasar", title="Pasar murah")
    for client, most in ((visitor, 9), (client_of(poso, sari), 15)):
        client.get("/cari/?q=pasar")
        with CaptureQueriesContext(connection) as taken:
            client.get("/cari/?q=pasar")
        assert len(taken) <= most, [query["sql"][:120] for query in taken]
