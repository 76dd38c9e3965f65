"""The demonstration's inbox."""

from __future__ import annotations

from email.message import EmailMessage

import pytest

from adopsi.runtime.mailcatcher import Catcher


@pytest.fixture
def folder(settings, tmp_path):
    """Two caught mails: one of Poso, one of another Pemda."""
    settings.ADOPSI_DEMO, settings.ADOPSI_MAIL_CATCHER = True, str(tmp_path)
    for sender in ("Kabupaten Poso", "Kabupaten Karawang"):
        mail = EmailMessage()
        mail["From"], mail["To"], mail["Subject"] = f"{sender} <a@b.id>", "sari@contoh.id", f"Kode dari {sender}"
        mail.set_content("Kode 123456 <b>x</b> http://poso.localhost:8000/akun/")
        Catcher(tmp_path)._keep(b"X-RcptTo: sari@contoh.id\r\n" + mail.as_bytes())
    return tmp_path


def test_pemda_sees_only_its_own(visitor, folder):
    page = visitor.get("/surat-peraga/").content.decode()
    assert "Kode dari Kabupaten Poso" in page
    assert "Kode dari Kabupaten Karawang" not in page


def test_mail_is_shown_as_text_with_links(visitor, folder):
    key = min(folder.glob("*.eml")).stem
    page = visitor.get(f"/surat-peraga/{key}/").content.decode()
    assert "&lt;b&gt;x&lt;/b&gt;" in page
    assert 'href="http://poso.localhost:8000/akun/"' in page


def test_mail_of_another_pemda_does_not_exist(visitor, folder):
    key = max(folder.glob("*.eml")).stem
    assert visitor.get(f"/surat-peraga/{key}/").status_code == 404


def test_outside_of_the_demonstration_there_is_none(visitor, folder, settings):
    settings.ADOPSI_DEMO = False
    assert visitor.get("/surat-peraga/").status_code == 404
