"""Announcements from the team's pages: written, looked at, sent to those who were seen, and journaled."""

import re

import pytest

from tenants.announcements.models import Announcement, Reading, Recipient
from tenants.models import Pemda

NEW = "/pengumuman/baru/"


def words(**changes):
    texts = {
        "title_id": "Pemeliharaan Sabtu malam",
        "title_en": "Maintenance on Saturday night",
        "body_id": "Layanan berhenti satu jam.\n\nMohon kabarkan.",
        "body_en": "Services stop for an hour.\n\nPlease tell people.",
        "severity": "info",
        "audience": "all",
    }
    return texts | changes


def write(client, **changes):
    answer = client.post(NEW, words(**changes))
    assert answer.status_code == 302, answer.content.decode()
    return Announcement.objects.latest("created_at")


def send(client, draft):
    page = client.get(f"/pengumuman/{draft.pk}/").content.decode()
    mark = re.search(r'name="penerima" value="(\w+)"', page)[1]
    return client.post(f"/pengumuman/{draft.pk}/kirim/", {"penerima": mark}, follow=True)


def codes_of(draft):
    return sorted(Recipient.objects.filter(announcement=draft).values_list("pemda_code", flat=True))


def test_from_writing_to_the_journal(central):
    draft = write(central)
    page = central.get(f"/pengumuman/{draft.pk}/").content.decode()
    assert "2 penerima" in page
    assert "Kabupaten Poso" in page
    assert "<p>Mohon kabarkan.</p>" in page
    assert "Please tell people." in page
    assert codes_of(draft) == []
    journal = send(central, draft).content.decode()
    assert codes_of(draft) == ["32.15", "72.02"]
    assert "Jurnal pengiriman" in journal
    assert "Pemeliharaan Sabtu malam" in central.get("/pengumuman/?cari=sabtu").content.decode()


@pytest.mark.parametrize(
    ("audience", "expected"),
    [
        ({"audience": "ring", "rings": ["canary"]}, ["72.02"]),
        ({"audience": "province", "provinces": ["32"]}, ["32.15"]),
        ({"audience": "module", "modules": ["laksa"]}, ["72.02"]),
        ({"audience": "picked", "picked": "Kabupaten Karawang\n"}, ["32.15"]),
    ],
)
def test_each_audience_means_its_pemda(audience, expected, central):
    Pemda.objects.filter(pk="72.02").update(ring="canary")
    Pemda.objects.filter(pk="32.15").update(ring="everyone")
    draft = write(central, **audience)
    send(central, draft)
    assert codes_of(draft) == expected


def test_a_list_that_changed_meanwhile_is_shown_again_and_nobody_gets_it(central):
    Pemda.objects.filter(pk="72.02").update(ring="canary")
    Pemda.objects.filter(pk="32.15").update(ring="everyone")
    draft = write(central, audience="ring", rings=["canary"])
    page = central.get(f"/pengumuman/{draft.pk}/").content.decode()
    mark = re.search(r'name="penerima" value="(\w+)"', page)[1]
    Pemda.objects.filter(pk="32.15").update(ring="canary")
    answer = central.post(f"/pengumuman/{draft.pk}/kirim/", {"penerima": mark}, follow=True)
    assert "Daftar penerima berubah" in answer.content.decode()
    assert codes_of(draft) == []


@pytest.mark.parametrize(
    ("changes", "said"),
    [
        ({"title_en": ""}, "Judul dalam bahasa Inggris"),
        ({"audience": "ring"}, "Pilih paling sedikit satu"),
        ({"audience": "picked", "picked": "99.99"}, "Tidak ada wilayah dengan kode"),
        ({"audience": "picked", "picked": "32.04"}, "Belum menjadi Pemda aktif"),
        ({"shown_until": "2020-01-01T08:00"}, "Waktu berakhirnya"),
    ],
)
def test_what_does_not_fit_is_told_and_the_text_stays(changes, said, central):
    answer = central.post(NEW, words(**changes))
    page = answer.content.decode()
    assert answer.status_code == 422
    assert said in page
    assert "Mohon kabarkan." in page
    assert Announcement.objects.count() == 0


def test_markup_in_the_text_stays_text(central):
    draft = write(central, body_id="<script>alert(1)</script>")
    assert "<script>alert(1)" not in central.get(f"/pengumuman/{draft.pk}/").content.decode()


def test_withdrawing_needs_a_reason(central):
    draft = write(central)
    send(central, draft)
    assert central.post(f"/pengumuman/{draft.pk}/tarik/", {"reason": ""}).status_code == 422
    assert Announcement.objects.get(pk=draft.pk).state == "sent"
    central.post(f"/pengumuman/{draft.pk}/tarik/", {"reason": "Salah tanggal"})
    assert Announcement.objects.get(pk=draft.pk).state == "withdrawn"


def test_a_correction_is_written_for_the_same_pemda(central):
    draft = write(central, audience="picked", picked="72.02")
    send(central, draft)
    answer = central.post(f"/pengumuman/{draft.pk}/ralat/")
    correction = Announcement.objects.get(corrects=draft)
    assert answer.url == f"/pengumuman/{correction.pk}/ubah/"
    send(central, correction)
    assert codes_of(correction) == ["72.02"]
    assert Announcement.objects.get(pk=draft.pk).state == "withdrawn"


def test_the_journal_is_searched_filtered_and_exported(central):
    draft = write(central)
    send(central, draft)
    Recipient.objects.filter(pemda_code="32.15").update(state="failed", problem="no_admin")
    page = central.get(f"/pengumuman/{draft.pk}/?keadaan=failed")
    assert [row.pemda_code for row in page.context["page"]] == ["32.15"]
    assert "Tidak ada Admin TI yang aktif" in page.content.decode()
    page = central.get(f"/pengumuman/{draft.pk}/?cari=poso")
    assert [row.pemda_code for row in page.context["page"]] == ["72.02"]
    export = central.get(f"/pengumuman/{draft.pk}/?unduh=csv").content.decode("utf-8-sig")
    assert "no_admin" in export
    assert central.get("/pengumuman/?unduh=xlsx").status_code == 200


def test_a_draft_is_thrown_away_but_nothing_sent(central):
    draft = write(central)
    central.post(f"/pengumuman/{draft.pk}/buang/")
    assert Announcement.objects.count() == 0
    sent = write(central)
    send(central, sent)
    central.post(f"/pengumuman/{sent.pk}/buang/")
    assert Announcement.objects.get().pk == sent.pk


def test_who_has_read_it_is_told(central):
    draft = write(central)
    send(central, draft)
    row = Recipient.objects.get(announcement=draft, pemda_code="72.02")
    Reading.objects.create(recipient=row, person_id=1, read_at=draft.created_at)
    page = central.get(f"/pengumuman/{draft.pk}/?keadaan=read")
    assert [each.pemda_code for each in page.context["page"]] == ["72.02"]
