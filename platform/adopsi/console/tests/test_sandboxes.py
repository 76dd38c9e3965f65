"""Sandboxes in the console: asked for, listed with address and last day, dropped; never another Pemda's."""

from provisioning.models import Run
from tenants.audit.models import Entry
from tenants.context import inside
from tenants.directory import pemda_of
from tenants.models import Pemda


def test_a_sandbox_is_made_shown_and_dropped(town, admin, client_of, finish):
    client = client_of(town, admin)
    assert "Belum ada uji coba" in client.get("/konsol/uji-coba/").content.decode()
    answer = client.post("/konsol/uji-coba/", {"days": 7, "reason": "Pelatihan"})
    run = Run.objects.get(operation="make_sandbox")
    assert answer.url == f"/konsol/proses/{run.pk}/"
    assert client.get(answer.url).status_code == 200
    finish()
    run.refresh_from_db()
    assert run.state == Run.State.DONE, run.error
    sandbox = Pemda.objects.get(sandbox_of_id=town.code)
    page = client.get("/konsol/uji-coba/").content.decode()
    assert pemda_of(sandbox.code).base_url in page
    assert "Terhapus sendiri" in page
    client.post(f"/konsol/uji-coba/{sandbox.code}/hapus/")
    finish()
    assert not Pemda.objects.filter(sandbox_of_id=town.code).exists()
    with inside(town):
        acts = list(Entry.objects.filter(act__startswith="sandbox.").order_by("pk").values_list("act", flat=True))
    assert acts == ["sandbox.requested", "sandbox.drop_requested"]


def test_days_that_do_not_fit_are_refused(in_poso, rina, client_of):
    for days in ("0", "61", "x"):
        assert client_of(in_poso, rina).post("/konsol/uji-coba/", {"days": days}).status_code == 422
    assert not Run.objects.filter(operation="make_sandbox").exists()
    assert not Entry.objects.filter(act__startswith="sandbox.").exists()


def test_more_than_the_quota_is_refused(in_poso, rina, client_of):
    for _turn in range(2):
        assert client_of(in_poso, rina).post("/konsol/uji-coba/", {"days": 1}).status_code == 302
    refused = client_of(in_poso, rina).post("/konsol/uji-coba/", {"days": 1})
    assert refused.status_code == 422
    assert "Paling banyak 2 uji coba" in refused.content.decode()
    assert Run.objects.filter(operation="make_sandbox").count() == 2


def test_neither_a_pemda_nor_anothers_sandbox_can_be_dropped(in_poso, rina, client_of):
    for code in ("72.02", "32.15", "32.15-u1"):
        assert client_of(in_poso, rina).post(f"/konsol/uji-coba/{code}/hapus/").status_code == 404
    assert not Run.objects.filter(operation="drop_sandbox").exists()
