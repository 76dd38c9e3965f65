"""What merging must never give away or allow: other reporters' words, other OPD's reports, a trace after undoing."""

from __future__ import annotations

import pytest

from catalog.modules.laksa.errors import MergeRefused
from catalog.modules.laksa.models import Photo, Report
from catalog.modules.laksa.services import conversation, duplicates, handling, photos, verification
from catalog.modules.laksa.services.history import standing_of
from catalog.sdk.attachments import Attachment
from catalog.sdk.errors import NotAllowed

CONSOLE = "/konsol/m/laksa/laporan/"
SECRETS = ("Sungguh Rahasia", "Pungli di loket", "Kartika")


@pytest.fixture
def kartika(person):
    """Whoever must stay unknown."""
    return person("Kartika Contoh")


@pytest.fixture
def secret(file_report, kartika, picture):
    """A confidential report with a photo."""
    draft = photos.keep_draft(upload=picture(), person=kartika)
    words = {"title": "Sungguh Rahasia", "description": "Pungli di loket tiga."}
    return file_report(reporter=kartika, is_confidential=True, photos=[draft], **words)


def readings(client, number):
    """All that a citizen can read of reports."""
    addresses = (f"/laksa/laporan/{number}/", "/laksa/", "/laksa/kinerja/laporan.csv", "/api/v1/laksa/reports/")
    answers = [client.get(address) for address in addresses]
    return " ".join(answer.getvalue().decode() for answer in answers)


def told(person):
    return " ".join(f"{note.subject} {note.body}" for note in person.notifications.all())


def test_a_confidential_report_merged_into_a_public_one_stays_unknown(
    file_report, secret, bring, wulan, budi_pupr, sari, client_of, in_poso
):
    main = bring(file_report(title="Loket lambat"), "diproses")
    duplicates.merge_report(number=secret.number, into=main.number, actor=wulan)
    handling.answer_report(number=main.number, actor=budi_pupr, text="Sudah ditertibkan.")
    seen = [readings(client_of(in_poso, who), main.number) for who in (None, sari)]
    assert all("Loket lambat" in each for each in seen)
    seen.append(told(sari))
    assert [word for word in (*SECRETS, secret.number) if any(word in each for each in seen)] == []
    assert client_of(in_poso, sari).get(f"/laksa/laporan/{secret.number}/").status_code == 404
    hidden = Attachment.objects.get(pk=secret.photos.get().attachment_id)
    assert hidden.visibility == Attachment.Visibility.OWNER


def test_who_follows_a_report_does_not_follow_it_into_a_confidential_one(
    file_report, secret, kartika, otto, wulan, snapshot
):
    between = file_report(reporter=kartika, title="Laporan terbuka")
    others = file_report(reporter=otto, title="Yang sama")
    duplicates.merge_report(number=others.number, into=between.number, actor=wulan)
    before = [snapshot(each) for each in (secret, between, others)]
    # Kartika's own two may be merged; Otto, who follows the first, would hear of the second.
    with pytest.raises(MergeRefused):
        duplicates.merge_report(number=between.number, into=secret.number, actor=wulan)
    assert [snapshot(each) for each in (secret, between, others)] == before
    duplicates.unmerge_report(number=others.number, actor=wulan)
    duplicates.merge_report(number=between.number, into=secret.number, actor=wulan)
    assert secret.number not in told(otto)


def test_others_confidential_reports_are_offered_to_none(file_report, secret, otto, wulan):
    from catalog.modules.laksa.selectors import list_queue

    for is_confidential in (False, True):
        later = file_report(reporter=otto, title="Sungguh Rahasia", is_confidential=is_confidential)
        assert secret not in duplicates.likely_duplicates(later, list_queue(wulan))


def test_an_officer_merges_nothing_into_another_opds_report(
    file_report, bring, wulan, dina_dlh, opd, category, client_of, in_poso, snapshot
):
    main, own = bring(file_report(title="Milik PUPR"), "didisposisikan"), file_report(title="Milik DLH")
    verification.verify_report(number=own.number, actor=wulan, category=category)
    verification.assign_to_opd(number=own.number, actor=wulan, opd=opd("dlh"))
    own.refresh_from_db()
    before = [snapshot(main), snapshot(own)]
    with pytest.raises(MergeRefused):
        duplicates.merge_report(number=own.number, into=main.number, actor=dina_dlh)
    client = client_of(in_poso, dina_dlh)
    pages = []
    for into in (main.number, "LK-7202-2026-999999"):
        form = {"into": into, "version": own.version}
        pages.append(client.post(f"{CONSOLE}{own.number}/gabung/", form, follow=True).content.decode())
    # Another OPD's number and one that nobody has are answered alike.
    assert all("Nomor laporan utama tidak ditemukan." in page for page in pages)
    assert not any("Milik PUPR" in page for page in pages)
    assert client.post(f"{CONSOLE}{main.number}/gabung/", {"into": own.number}).status_code == 404
    assert [snapshot(main), snapshot(own)] == before


def test_who_only_watches_merges_and_separates_nothing(
    file_report, otto, person, give, wulan, client_of, in_poso, snapshot
):
    watcher = person("Pantau", kind="petugas")
    give(watcher, "laksa.pemantau")
    main, later = file_report(), file_report(reporter=otto)
    client = client_of(in_poso, watcher)
    before = snapshot(later)
    with pytest.raises((NotAllowed, MergeRefused)):
        duplicates.merge_report(number=later.number, into=main.number, actor=watcher)
    assert client.post(f"{CONSOLE}{later.number}/gabung/", {"into": main.number}).status_code == 403
    assert snapshot(later) == before
    duplicates.merge_report(number=later.number, into=main.number, actor=wulan)
    merged = snapshot(later)
    with pytest.raises(NotAllowed):
        duplicates.unmerge_report(number=later.number, actor=watcher)
    assert client.post(f"{CONSOLE}{later.number}/pisahkan/").status_code == 403
    assert snapshot(later) == merged


def test_the_page_of_a_merged_report_names_no_other_opds_main(
    file_report, bring, wulan, dina_dlh, opd, category, client_of, in_poso
):
    main, own = bring(file_report(title="Milik PUPR"), "didisposisikan"), file_report(title="Milik DLH")
    verification.verify_report(number=own.number, actor=wulan, category=category)
    verification.assign_to_opd(number=own.number, actor=wulan, opd=opd("dlh"))
    duplicates.merge_report(number=own.number, into=main.number, actor=wulan)
    page = client_of(in_poso, dina_dlh).get(f"{CONSOLE}{own.number}/").content.decode()
    assert (main.number in page, "Milik PUPR" in page) == (True, False)
    assert "Milik PUPR" in client_of(in_poso, wulan).get(f"{CONSOLE}{own.number}/").content.decode()


def test_who_follows_a_report_reads_its_steps_and_not_its_reporters_words(
    file_report, otto, bring, wulan, sari, client_of, in_poso
):
    main = bring(file_report(), "selesai")
    conversation.reopen_report(number=main.number, reporter=sari, reason="Baru separuh, di depan rumah saya.")
    later = file_report(reporter=otto)
    duplicates.merge_report(number=later.number, into=main.number, actor=wulan)
    followed = client_of(in_poso, otto).get(f"/laksa/laporan/{later.number}/")
    assert followed.context["main_timeline"]
    assert "di depan rumah saya" not in followed.content.decode()
    assert "di depan rumah saya" in client_of(in_poso, sari).get(f"/laksa/laporan/{main.number}/").content.decode()


def test_undoing_restores_the_row_its_photos_and_what_the_public_reads(
    file_report, otto, bring, wulan, picture, client_of, in_poso, budi_pupr
):
    main = file_report()
    draft = photos.keep_draft(upload=picture(), person=otto)
    later = bring(file_report(reporter=otto, photos=[draft]), "diproses")
    conversation.reply_to_report(number=later.number, author=budi_pupr, text="Kami cek.")
    whole = Report.objects.filter(pk=later.pk).values().get()
    standing, visitor = standing_of(later), client_of(in_poso)
    shown = photo_of(later).visibility
    duplicates.merge_report(number=later.number, into=main.number, actor=wulan)
    assert visitor.get(f"/laksa/laporan/{later.number}/").status_code == 404
    assert photo_of(later).visibility != shown
    duplicates.unmerge_report(number=later.number, actor=wulan)
    assert standing_of(later) == standing
    restored = Report.objects.filter(pk=later.pk).values().get()
    assert {name for name in whole if whole[name] != restored[name]} == {"version"}
    assert photo_of(later).visibility == shown
    assert visitor.get(f"/laksa/laporan/{later.number}/").status_code == 200
    # Whoever acts on the main one no longer speaks to Otto.
    before = told(otto)
    verification.verify_report(number=main.number, actor=wulan, category=main.category)
    assert told(otto) == before


def photo_of(report):
    return Attachment.objects.get(pk=Photo.objects.get(report=report).attachment_id)
