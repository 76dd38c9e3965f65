"""Reports of the same thing: offered, merged, followed, taken apart."""

from __future__ import annotations

import uuid

import pytest

from catalog.modules.laksa.errors import MergeRefused, MoveRefused, NothingToUndo, ReportChanged
from catalog.modules.laksa.models import Category, Report
from catalog.modules.laksa.selectors import get_report_for, list_queue
from catalog.modules.laksa.services import conversation, duplicates, handling, verification
from catalog.modules.laksa.services.history import standing_of
from catalog.modules.laksa.services.reporting import Place
from catalog.sdk.errors import NotAllowed

CONSOLE = "/konsol/m/laksa/laporan/"


def place(**changes):
    spot = {"district_code": "72.02.01", "village_code": "72.02.01.1007", "latitude": -1.3926, "longitude": 120.7541}
    return Place(**{**spot, **changes})


@pytest.fixture
def pair(file_report, otto):
    """Two citizens' reports of one hole: the main one, and the later one."""
    main = file_report()
    return main, file_report(reporter=otto, place=place(), title="Lubang besar sekali")


def kinds(person):
    return [note.kind for note in person.notifications.all()]


def test_near_and_alike_is_offered_and_the_rest_is_not(pair, file_report, wulan, category):
    main, later = pair
    far = file_report(place=place(latitude=-1.42, longitude=120.70), title="Lubang besar")
    other = file_report(category=Category.objects.get(code="pju"))
    offered = duplicates.likely_duplicates(later, list_queue(wulan))
    assert main in offered
    assert not {far, other, later} & set(offered)


def test_without_a_point_the_words_decide(file_report, otto, wulan):
    spot = {"latitude": None, "longitude": None}
    main = file_report(place=place(**spot), title="Lubang depan gereja", description="Ada lubang depan gereja Sion.")
    same = file_report(place=place(**spot), title="Lubang besar depan gereja", description="Lubang depan gereja Sion!")
    other = file_report(place=place(**spot), title="Aspal retak", description="Retak panjang melintang.")
    offered = duplicates.likely_duplicates(same, list_queue(wulan))
    assert (main in offered, other in offered) == (True, False)


def test_officer_is_offered_reports_of_their_own_opd_only(pair, bring, dina_dlh, budi_pupr):
    main, later = pair
    bring(main, "didisposisikan")
    assert duplicates.likely_duplicates(later, list_queue(dina_dlh)) == []
    assert duplicates.likely_duplicates(later, list_queue(budi_pupr)) == [main]


def test_merged_report_keeps_its_reporter_who_follows_the_main_ones_steps(pair, wulan, bring, otto, sari, budi_pupr):
    main, later = pair
    duplicates.merge_report(number=later.number, into=main.number, actor=wulan)
    later.refresh_from_db()
    assert (later.state, later.merged_into, later.reporter, main.reporter) == ("diarsipkan", main, otto, sari)
    assert kinds(otto)[0] == "laksa.merged"
    bring(main, "diproses")
    conversation.reply_to_report(number=main.number, author=budi_pupr, text="Rahasia antara kita.")
    handling.answer_report(number=main.number, actor=budi_pupr, text="Sudah ditambal.")
    told = [(note.kind, note.subject, note.body) for note in otto.notifications.all()]
    assert [kind for kind, _subject, _body in told][:1] == ["laksa.answered"]
    assert all(later.number in subject for _kind, subject, _body in told)
    assert "laksa.message" not in kinds(otto)
    assert not any("Rahasia" in body for _kind, _subject, body in told)


def test_reporter_of_the_merged_one_reads_steps_but_no_words_of_an_unpublished_main(
    file_report, otto, wulan, client_of, in_poso, category
):
    main = file_report(title="Rumah Bu Ani", description="Halaman belakang.")
    later = file_report(reporter=otto, place=place())
    duplicates.merge_report(number=later.number, into=main.number, actor=wulan)
    page = client_of(in_poso, otto).get(f"/laksa/laporan/{later.number}/").content.decode()
    assert f"digabung ke {main.number}" in page
    assert "Rumah Bu Ani" not in page
    assert "Buka laporan utama" not in page
    assert get_report_for(otto, main.number) is None
    verification.verify_report(number=main.number, actor=wulan, category=category)
    assert "Buka laporan utama" in client_of(in_poso, otto).get(f"/laksa/laporan/{later.number}/").content.decode()


def test_taking_apart_restores_exactly_and_openly(pair, bring, wulan, otto):
    main, later = pair
    bring(later, "diproses")
    before = standing_of(later)
    duplicates.merge_report(number=later.number, into=main.number, actor=wulan)
    duplicates.unmerge_report(number=later.number, actor=wulan)
    later.refresh_from_db()
    assert standing_of(later) == before
    assert list(later.transitions.values_list("kind", flat=True))[-2:] == ["gabung", "batal"]
    assert kinds(otto)[0] == "laksa.undone"
    with pytest.raises(NothingToUndo):
        duplicates.unmerge_report(number=later.number, actor=wulan)


def test_merging_is_refused_where_it_makes_no_sense(pair, file_report, bring, wulan, otto, snapshot):
    main, later = pair
    hidden = file_report(is_confidential=True)
    closed = bring(file_report(), "selesai")
    before = [snapshot(each) for each in (main, later, hidden, closed)]
    for into in (later.number, hidden.number, closed.number, "LK-7202-2026-999999", ""):
        with pytest.raises(MergeRefused):
            duplicates.merge_report(number=later.number, into=into, actor=wulan)
    with pytest.raises(MoveRefused):
        duplicates.merge_report(number=closed.number, into=main.number, actor=wulan)
    with pytest.raises(ReportChanged):
        duplicates.merge_report(number=later.number, into=main.number, actor=wulan, version=later.version + 1)
    assert [snapshot(each) for each in (main, later, hidden, closed)] == before


def test_officer_merges_only_reports_of_their_opd(pair, bring, dina_dlh, budi_pupr, snapshot):
    main, later = pair
    bring(main, "didisposisikan")
    before = snapshot(later)
    # The later one is nobody's yet: only the Admin Koordinator may say what it is.
    with pytest.raises(NotAllowed):
        duplicates.merge_report(number=later.number, into=main.number, actor=budi_pupr)
    with pytest.raises(MergeRefused):
        duplicates.merge_report(number=later.number, into=main.number, actor=dina_dlh)
    assert snapshot(later) == before


def test_merging_twice_by_one_form_merges_once(pair, wulan, snapshot):
    main, later = pair
    order = {
        "number": later.number,
        "into": main.number,
        "actor": wulan,
        "version": later.version,
        "once": uuid.uuid4(),
    }
    duplicates.merge_report(**order)
    before = snapshot(later)
    duplicates.merge_report(**order)
    assert snapshot(later) == before


def test_the_database_refuses_a_merged_report_that_is_not_put_away(pair):
    from django.db import IntegrityError, transaction

    main, later = pair
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=later.pk).update(merged_into=main)
    with pytest.raises(IntegrityError), transaction.atomic():
        Report.objects.filter(pk=later.pk).update(merged_into=later, state="diarsipkan")


def test_merging_over_the_page_keeps_a_wrong_number_typed(pair, client_of, in_poso, wulan):
    main, later = pair
    client = client_of(in_poso, wulan)
    page = client.get(f"{CONSOLE}{later.number}/").content.decode()
    assert main.number in page
    answer = client.post(
        f"{CONSOLE}{later.number}/gabung/", {"into": "LK-7202-2026-1", "version": later.version}, follow=True
    )
    assert 'value="LK-7202-2026-1"' in answer.content.decode()
    assert "Nomor laporan utama tidak ditemukan." in answer.content.decode()
    client.post(f"{CONSOLE}{later.number}/gabung/", {"into": main.number, "version": later.version})
    later.refresh_from_db()
    assert later.merged_into == main
    assert later.title in client.get(f"{CONSOLE}{main.number}/").content.decode()
    client.post(f"{CONSOLE}{later.number}/pisahkan/")
    later.refresh_from_db()
    assert (later.merged_into, later.state) == (None, "diajukan")
