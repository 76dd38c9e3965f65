"""News for citizens and for editors."""

from __future__ import annotations

import io
from datetime import timedelta

import pytest
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import IntegrityError, transaction
from django.utils import timezone
from PIL import Image

from adopsi.portal import services
from adopsi.portal.models import News
from tenants.audit.models import Entry
from tenants.errors import NotAllowed

FORM = {"title": "Jadwal vaksinasi keliling", "summary": "Pekan ini.", "category": "kesehatan", "body": "Isi berita."}


@pytest.fixture
def editor(client_of, poso, budi, give):
    """A client signed in as an editor."""
    give(budi, "inti.redaksi")
    return client_of(poso, budi)


def _picture() -> SimpleUploadedFile:
    buffer = io.BytesIO()
    Image.new("RGB", (60, 40), "teal").save(buffer, "PNG")
    return SimpleUploadedFile("foto.png", buffer.getvalue(), content_type="image/png")


def test_article_is_readable(visitor, article):
    article("panen-raya", body="Paragraf satu.\n\n## Jadwal\n\n- Senin\n- Selasa\n\n<b>tidak</b> **ya**")
    page = visitor.get("/berita/panen-raya/").content.decode()
    assert "<h2>Jadwal</h2>" in page
    assert "<li>Senin</li>" in page
    assert "&lt;b&gt;tidak&lt;/b&gt; <strong>ya</strong>" in page


@pytest.mark.parametrize("hidden", [{"is_published": False}, {"published_at": timezone.now() + timedelta(days=1)}])
def test_what_is_not_published_does_not_exist(visitor, article, hidden):
    article("rahasia", **hidden)
    assert visitor.get("/berita/rahasia/").status_code == 404
    assert "/berita/rahasia/" not in visitor.get("/berita/").content.decode()


def test_list_is_searched_filtered_and_paged(visitor, article):
    for number in range(11):
        article(f"berita-{number}", published_at=timezone.now() - timedelta(hours=number))
    article("pajak-bumi", category=News.Category.TAX, body="Denda dihapus.")
    assert "/berita/pajak-bumi/" in visitor.get("/berita/?cari=denda").content.decode()
    found = visitor.get("/berita/?kategori=pajak").content.decode()
    assert "/berita/pajak-bumi/" in found
    assert "/berita/berita-1/" not in found
    second = visitor.get("/berita/?halaman=2").content.decode()
    assert "/berita/berita-10/" in second
    assert "Tidak ada berita yang cocok" in visitor.get("/berita/?cari=zzz").content.decode()


def test_editor_writes_previews_publishes_and_withdraws(editor, visitor, django_capture_on_commit_callbacks):
    answer = editor.post("/konsol/berita/baru/", FORM)
    news = News.objects.get()
    assert answer.url == f"/konsol/berita/{news.pk}/"
    assert (news.slug, news.is_published, news.author.name) == ("jadwal-vaksinasi-keliling", False, "Budi")
    assert visitor.get(news.get_absolute_url()).status_code == 404
    assert "Pratinjau" in editor.get(answer.url).content.decode()
    visitor.get("/")
    with django_capture_on_commit_callbacks(execute=True):
        editor.post(f"/konsol/berita/{news.pk}/terbitkan/")
    assert visitor.get(news.get_absolute_url()).status_code == 200
    assert news.title in visitor.get("/").content.decode()
    editor.post(f"/konsol/berita/{news.pk}/tarik/")
    assert visitor.get(news.get_absolute_url()).status_code == 404
    acts = Entry.objects.filter(subject_id=str(news.pk)).order_by("pk").values_list("act", flat=True)
    assert list(acts) == ["news.written", "news.published", "news.withdrawn"]


def test_second_article_of_one_title_gets_its_own_address(editor):
    for _ in range(2):
        editor.post("/konsol/berita/baru/", FORM)
    slugs = set(News.objects.values_list("slug", flat=True))
    assert slugs == {"jadwal-vaksinasi-keliling", "jadwal-vaksinasi-keliling-2"}


def test_picture_is_stored_for_everybody(editor, visitor, settings, tmp_path):
    settings.MEDIA_ROOT = tmp_path
    editor.post("/konsol/berita/baru/", FORM | {"upload": _picture()})
    news = News.objects.get()
    assert visitor.get(news.picture.get_absolute_url()).status_code == 200


def test_refused_picture_keeps_what_was_typed(editor):
    upload = SimpleUploadedFile("foto.png", b"bukan gambar", content_type="image/png")
    page = editor.post("/konsol/berita/baru/", FORM | {"upload": upload}).content.decode()
    assert "tidak sesuai dengan namanya" in page
    assert FORM["title"] in page
    assert not News.objects.exists()


def test_officer_without_the_role_is_refused(client_of, poso, budi, article):
    news = article("draf", is_published=False)
    client = client_of(poso, budi)
    for path in ("", "baru/", f"{news.pk}/", "pengumuman/"):
        assert client.get(f"/konsol/berita/{path}").status_code == 403
    assert client.post(f"/konsol/berita/{news.pk}/terbitkan/").status_code == 403
    with pytest.raises(NotAllowed):
        services.publish_article(news=news, actor=budi)
    news.refresh_from_db()
    assert not news.is_published


def test_visitor_is_sent_to_the_log_in(visitor):
    assert visitor.get("/konsol/berita/").url == "/akun/masuk/?next=/konsol/berita/"


@pytest.mark.parametrize("file_format", ["csv", "xlsx"])
def test_list_is_exported(editor, article, file_format):
    article("panen-raya")
    answer = editor.get(f"/konsol/berita/?unduh={file_format}")
    assert answer["Content-Disposition"] == f'attachment; filename="berita.{file_format}"'


def test_published_news_has_a_date(article):
    with pytest.raises(IntegrityError), transaction.atomic():
        article("tanpa-tanggal", published_at=None)
