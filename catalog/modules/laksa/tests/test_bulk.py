"""Acts on many reports at once, their undoing, and saved views of the queue."""

from __future__ import annotations

import uuid
from datetime import timedelta

import pytest
from django.utils import timezone

from catalog.modules.laksa.errors import NothingToUndo, TextMissing, TooManyChosen
from catalog.modules.laksa.models import BulkAct, Report
from catalog.modules.laksa.services import bulk, conversation, verification
from catalog.modules.laksa.services.bulk import BulkOrder, Chosen, act_on_many
from catalog.modules.laksa.services.history import standing_of
from catalog.modules.laksa.services.undoing import undo_bulk_act
from catalog.sdk.errors import NotAllowed

QUEUE = "/konsol/m/laksa/"


def chosen(*reports):
    return [Chosen(report.number, Report.objects.get(pk=report.pk).version) for report in reports]


def states(*reports):
    return [Report.objects.get(pk=report.pk).state for report in reports]


def test_many_are_handed_over_and_what_does_not_fit_is_left_out_with_the_reason(file_report, bring, wulan, opd):
    new, verified, closed = file_report(), bring(file_report(), "diverifikasi"), bring(file_report(), "selesai")
    order = BulkOrder("disposisi", opd=opd("dlh"))
    outcome = act_on_many(key=uuid.uuid4(), order=order, actor=wulan, chosen=chosen(new, verified, closed))
    assert states(new, verified, closed) == ["didisposisikan", "didisposisikan", "selesai"]
    assert outcome.bulk_act.done == 2
    assert outcome.skipped == [(closed.number, "berstatus “Selesai”")]


def test_what_somebody_changed_meanwhile_is_left_out_not_overrun(file_report, wulan, category):
    one, two = file_report(), file_report()
    seen = chosen(one, two)
    conversation.reply_to_report(number=two.number, author=two.reporter, text="Tambahan dari saya.")
    outcome = act_on_many(key=uuid.uuid4(), order=BulkOrder("verifikasi"), actor=wulan, chosen=seen)
    assert states(one, two) == ["diverifikasi", "diajukan"]
    assert "pelapor" in outcome.skipped[0][1]


def test_same_form_acts_once(file_report, wulan, snapshot):
    report, key = file_report(), uuid.uuid4()
    sent = {"key": key, "order": BulkOrder("verifikasi"), "actor": wulan, "chosen": chosen(report)}
    act_on_many(**sent)
    before = snapshot(report)
    act_on_many(**sent)
    assert snapshot(report) == before


def test_refusals_change_nothing(file_report, wulan, budi_pupr, sari, snapshot, monkeypatch):
    report = file_report()
    before = snapshot(report)
    for order, actor, refusal in (
        (BulkOrder("tolak", text=" "), wulan, TextMissing),
        (BulkOrder("disposisi"), wulan, TextMissing),
        (BulkOrder("verifikasi"), budi_pupr, NotAllowed),
        (BulkOrder("kerjakan"), sari, NotAllowed),
    ):
        with pytest.raises(refusal):
            act_on_many(key=uuid.uuid4(), order=order, actor=actor, chosen=chosen(report))
    monkeypatch.setattr(bulk, "MOST_AT_ONCE", 0)
    with pytest.raises(TooManyChosen):
        act_on_many(key=uuid.uuid4(), order=BulkOrder("verifikasi"), actor=wulan, chosen=chosen(report))
    assert snapshot(report) == before
    assert not BulkAct.objects.exists()


def test_undo_restores_exactly_and_openly(file_report, bring, wulan, opd, sari):
    new, assigned = file_report(), bring(file_report(), "didisposisikan")
    before = standing_of(new), standing_of(assigned)
    key = uuid.uuid4()
    act_on_many(key=key, order=BulkOrder("disposisi", opd=opd("dlh")), actor=wulan, chosen=chosen(new, assigned))
    assert (standing_of(new), standing_of(assigned)) != before
    undone = undo_bulk_act(key=key, actor=wulan)
    assert (standing_of(new), standing_of(assigned)) == before
    assert (sorted(undone.restored), undone.kept) == (sorted([new.number, assigned.number]), [])
    # Verified and handed over in one act: both steps stand in the history, and both undoings.
    assert list(new.transitions.values_list("kind", flat=True)) == ["langkah", "langkah", "langkah", "batal", "batal"]
    assert sari.notifications.first().kind == "laksa.undone"
    with pytest.raises(NothingToUndo):
        undo_bulk_act(key=key, actor=wulan)


def test_undo_leaves_alone_what_somebody_went_on_with(file_report, wulan, budi_pupr, opd):
    from catalog.modules.laksa.services.handling import take_up_report

    one, two, key = file_report(), file_report(), uuid.uuid4()
    act_on_many(key=key, order=BulkOrder("disposisi", opd=opd("pupr")), actor=wulan, chosen=chosen(one, two))
    take_up_report(number=two.number, actor=budi_pupr)
    undone = undo_bulk_act(key=key, actor=wulan)
    assert states(one, two) == ["diajukan", "diproses"]
    assert undone.kept == [(two.number, "Budi")]


def test_undo_is_for_who_acted_and_only_for_minutes(file_report, wulan, person, give, snapshot):
    report, key = file_report(), uuid.uuid4()
    act_on_many(key=key, order=BulkOrder("tolak", text="Bukan laporan."), actor=wulan, chosen=chosen(report))
    other = person("Yudi", kind="petugas")
    give(other, "laksa.verifikator")
    before = snapshot(report)
    with pytest.raises(NothingToUndo):
        undo_bulk_act(key=key, actor=other)
    BulkAct.objects.filter(pk=key).update(at=timezone.now() - timedelta(minutes=11))
    with pytest.raises(NothingToUndo):
        undo_bulk_act(key=key, actor=wulan)
    assert snapshot(report) == before


def test_undo_closes_to_the_public_what_verifying_opened(file_report, wulan, sari, picture):
    from catalog.modules.laksa.services.photos import keep_draft

    report, key = file_report(photos=[keep_draft(upload=picture(), person=sari)]), uuid.uuid4()
    act_on_many(key=key, order=BulkOrder("verifikasi"), actor=wulan, chosen=chosen(report))
    assert report.photos.get().attachment.visibility == "public"
    undo_bulk_act(key=key, actor=wulan)
    assert report.photos.get().attachment.visibility == "owner"


def test_taking_up_many_is_for_the_opds_own(file_report, bring, budi_pupr, opd, wulan):
    mine, other = bring(file_report(), "didisposisikan"), file_report()
    verification.verify_and_assign(number=other.number, actor=wulan, category=other.category, opd=opd("dlh"))
    outcome = act_on_many(key=uuid.uuid4(), order=BulkOrder("kerjakan"), actor=budi_pupr, chosen=chosen(mine, other))
    assert states(mine, other) == ["diproses", "didisposisikan"]
    assert outcome.skipped == [(other.number, "bukan laporan OPD Anda")]


def test_over_the_pages_question_act_and_undo(file_report, bring, client_of, in_poso, wulan):
    new, closed, client = (
        file_report(title="Baru"),
        bring(file_report(title="Lama"), "selesai"),
        client_of(in_poso, wulan),
    )
    address = f"{QUEUE}massal/"
    asked = client.get(address, {"act": "tolak", "chosen": [new.number, closed.number], "back": "q=Baru"})
    page = asked.content.decode()
    assert "1 laporan akan ditindak." in page
    assert "berstatus “Selesai”" in page
    assert states(new, closed) == ["diajukan", "selesai"]
    sent = {"act": "tolak", "back": "q=Baru", "once": str(uuid.uuid4()), "item": [f"{new.number}:{new.version}"]}
    refused = client.post(address, {**sent, "text": ""})
    assert (refused.status_code, states(new)) == (422, ["diajukan"])
    done = client.post(address, {**sent, "text": "Bukan laporan."})
    assert done.url == f"{QUEUE}?q=Baru"
    assert states(new) == ["ditolak"]
    queue = client.get(done.url).content.decode()
    assert "Batalkan tindakan ini" in queue
    client.post(f"{address}{sent['once']}/batalkan/", {"back": "q=Baru"})
    assert states(new) == ["diajukan"]
    assert "Batalkan tindakan ini" not in client.get(done.url).content.decode()


def test_bulk_pages_are_closed_to_others(file_report, client_of, in_poso, wulan, budi_pupr, dina_dlh, sari):
    report, key = file_report(title="Bukan untuk DLH"), uuid.uuid4()
    ask = {"act": "verifikasi", "chosen": report.number}
    assert client_of(in_poso, sari).get(f"{QUEUE}massal/", ask).status_code == 403
    assert client_of(in_poso, budi_pupr).get(f"{QUEUE}massal/", ask).status_code == 404
    # A number that is not the officer's work is neither shown nor touched.
    page = client_of(in_poso, dina_dlh).get(f"{QUEUE}massal/", {"act": "kerjakan", "chosen": report.number})
    assert report.title not in page.content.decode()
    sent = {"act": "kerjakan", "once": str(key), "item": f"{report.number}:{report.version}", "text": ""}
    client_of(in_poso, dina_dlh).post(f"{QUEUE}massal/", sent)
    assert states(report) == ["diajukan"]
    act_on_many(key=uuid.uuid4(), order=BulkOrder("verifikasi"), actor=wulan, chosen=chosen(report))
    other = BulkAct.objects.filter(actor=wulan).get()
    client_of(in_poso, budi_pupr).post(f"{QUEUE}massal/{other.pk}/batalkan/")
    assert states(report) == ["diverifikasi"]


def save(client, **fields):
    return client.post(f"{QUEUE}tampilan/queue/simpan/", {"name": "Terlambat PUPR", "query": "late=1&page=4", **fields})


def test_saved_view_keeps_filters_and_exports_with_them(file_report, client_of, in_poso, wulan):
    file_report(title="Tepat waktu")
    client = client_of(in_poso, wulan)
    saved = save(client)
    assert saved.url.startswith(f"{QUEUE}?late=1&view=")
    page = client.get(saved.url)
    assert page.context["saved"]["open"]["view"].name == "Terlambat PUPR"
    assert list(page.context["page"]) == []
    export = page.context["query"]
    assert "Tepat waktu" not in client.get(f"{QUEUE}ekspor/?{export}&format=csv").content.decode()


def test_default_view_opens_the_queue_and_the_whole_list_stays_reachable(client_of, in_poso, wulan):
    client = client_of(in_poso, wulan)
    saved = save(client, is_default="1")
    assert client.get(QUEUE).url == saved.url
    assert client.get(f"{QUEUE}?view=semua").status_code == 200
    view = client.get(saved.url).context["saved"]["open"]["view"]
    client.post(f"{QUEUE}tampilan/queue/awal/", {"view": ""})
    assert client.get(QUEUE).status_code == 200
    client.post(f"{QUEUE}tampilan/queue/awal/", {"view": view.pk})
    client.post(f"{QUEUE}tampilan/queue/hapus/", {"view": view.pk})
    assert client.get(QUEUE).status_code == 200


def names(client):
    return [each["view"].name for each in client.get(f"{QUEUE}?view=semua").context["saved"]["views"]]


def test_views_are_seen_by_their_owner_and_those_they_are_shared_with(
    client_of, in_poso, wulan, budi_pupr, dina_dlh, opd
):
    budi, dina = client_of(in_poso, budi_pupr), client_of(in_poso, dina_dlh)
    save(budi, name="Hanya saya")
    save(budi, name="Untuk PUPR", share=str(opd("pupr").pk))
    save(client_of(in_poso, wulan), name="Untuk semua", share="semua")
    assert names(budi) == ["Hanya saya", "Untuk PUPR", "Untuk semua"]
    assert names(dina) == ["Untuk semua"]


def test_sharing_with_a_foreign_opd_and_touching_others_views_is_refused(
    client_of, in_poso, budi_pupr, dina_dlh, opd, sari
):
    from tenants.worklists.models import DefaultView, SavedView

    budi, dina = client_of(in_poso, budi_pupr), client_of(in_poso, dina_dlh)
    for share in (str(opd("dlh").pk), "semua"):
        answer = save(budi, share=share)
        assert "nama=Terlambat+PUPR" in answer.url
    assert not SavedView.objects.exists()
    save(budi, name="Milik Budi")
    view = SavedView.objects.get()
    dina.post(f"{QUEUE}tampilan/queue/hapus/", {"view": view.pk})
    dina.post(f"{QUEUE}tampilan/queue/awal/", {"view": view.pk})
    assert (SavedView.objects.count(), DefaultView.objects.count()) == (1, 0)
    assert save(client_of(in_poso, sari)).status_code == 403


def test_a_name_too_long_or_missing_comes_back_typed(client_of, in_poso, wulan):
    answer = save(client_of(in_poso, wulan), name=" ")
    assert "late=1" in answer.url
    answer = save(client_of(in_poso, wulan), name="n" * 61)
    assert f"nama={'n' * 61}" in answer.url
