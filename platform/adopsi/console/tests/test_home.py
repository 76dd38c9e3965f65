"""The console's home: its numbers are those of the lists they lead to, and it stays cheap."""

import pytest
from django.db import connections
from django.test.utils import CaptureQueriesContext

from catalog.sdk.work import WorkCount
from provisioning.models import Run
from tenants.audit.services import record
from tenants.support.models import SupportAccess

# Two modules with their hooks, the menu, the frame and the session included.
MOST_QUERIES = 75


def queries_of(client):
    with CaptureQueriesContext(connections["default"]) as own, CaptureQueriesContext(connections["public"]) as shared:
        assert client.get("/konsol/").status_code == 200
    return len(own) + len(shared)


def test_home_is_cheap_and_does_not_grow_with_rows(in_poso, client_of, rina, person):
    client = client_of(in_poso, rina)
    before = queries_of(client)
    for number in range(12):
        person(f"Petugas{number}", kind="petugas")
        record(act="laksa.report_filed", subject="laksa.report", actor=rina)
        Run.objects.create(pemda_code=in_poso.code, operation="enable_module", subject="laksa", state="failed")
    after = queries_of(client)
    assert after <= before + 1
    assert after <= MOST_QUERIES


def test_what_waits_leads_to_the_list_that_it_counts(in_poso, client_of, rina):
    for _turn in range(3):
        Run.objects.create(pemda_code=in_poso.code, operation="enable_module", subject="laksa", state="failed")
    page = client_of(in_poso, rina).get("/konsol/")
    row = next(each for each in page.context["waiting"] if "keadaan=failed" in each.url)
    listed = client_of(in_poso, rina).get(row.url)
    assert row.count == listed.context["page"].paginator.count == 3


def test_admin_sees_a_question_for_support(in_poso, client_of, rina):
    SupportAccess.objects.create(pemda_code=in_poso.code, reason="Tiket", hours=24, asked_by="Tiara", asked_by_id=1)
    waiting = client_of(in_poso, rina).get("/konsol/").context["waiting"]
    assert [row.count for row in waiting if row.url == "/konsol/dukungan/"] == [1]


def test_use_is_counted_from_the_trail(in_poso, client_of, rina, budi):
    for actor in (rina, budi, budi):
        record(act="laksa.report_filed", subject="laksa.report", actor=actor)
    page = client_of(in_poso, rina).get("/konsol/")
    usage = next(row for row in page.context["usage"] if row.manifest.slug == "laksa")
    assert (usage.acts, usage.people) == (3, 2)
    assert client_of(in_poso, rina).get(usage.url).context["page"].paginator.count == 3


def test_people_without_a_second_factor_are_listed(in_poso, client_of, rina, budi):
    page = client_of(in_poso, rina).get("/konsol/")
    listed = client_of(in_poso, rina).get("/konsol/orang/?verifikasi=belum&keadaan=active")
    assert page.context["health"].lacking_factor == listed.context["page"].paginator.count == 2


def test_officer_sees_their_queue_and_nothing_of_the_admins(in_poso, client_of, budi, give, manifest, monkeypatch):
    give(budi, next(iter(sorted(manifest.role_keys()))))
    counts = [
        WorkCount(label="Menunggu", count=4, url="/konsol/m/x/", changed=2),
        WorkCount(label="Terlambat", count=1, url="/konsol/m/x/?late=1", is_late=True),
        WorkCount(label="Kosong", count=0, url="/konsol/m/x/?kosong=1"),
    ]
    monkeypatch.setattr("adopsi.console.dashboard.hook", lambda manifest, name: lambda person, since: counts)
    page = client_of(in_poso, budi).get("/konsol/")
    assert [(row.label, row.count) for row in page.context["waiting"]] == [("Terlambat", 1), ("Menunggu", 4)]
    text = page.content.decode()
    assert "2 berubah sejak kunjungan Anda" in text
    assert page.context.get("usage") is None
    assert page.context.get("health") is None


def test_a_module_that_cannot_count_takes_nothing_else_away(in_poso, client_of, rina, monkeypatch):
    def broken(person, since):
        raise RuntimeError("waiting")

    monkeypatch.setattr("adopsi.console.dashboard.hook", lambda manifest, name: broken)
    assert client_of(in_poso, rina).get("/konsol/").status_code == 200


def test_the_visit_before_is_told(in_poso, client_of, rina):
    client = client_of(in_poso, rina)
    assert client.get("/konsol/").context["since"] is None
    session = client.session
    session["console_visit"] = {"seen": "2026-11-20T08:00:00+00:00", "before": ""}
    session.save()
    assert client.get("/konsol/").context["since"].isoformat() == "2026-11-20T08:00:00+00:00"
    assert client.get("/konsol/").context["since"].isoformat() == "2026-11-20T08:00:00+00:00"


@pytest.mark.parametrize("language", ["id", "en"])
def test_empty_states_teach(language, in_karawang, client_of, person):
    client = client_of(in_karawang, person("Rina", kind="admin_ti"))
    client.cookies["bahasa"] = language
    page = client.get("/konsol/").content.decode()
    assert ("Buka katalog" if language == "id" else "Open the catalog") in page
