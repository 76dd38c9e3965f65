"""Every list: search, paging, export as CSV and XLSX."""

import io

import pytest
from openpyxl import load_workbook

from tenants.audit.models import Entry
from tenants.audit.services import record
from tenants.organisation.models import Opd

LISTS = ["katalog", "proses", "orang", "opd", "domain", "aktivitas", "token"]


@pytest.mark.parametrize("name", LISTS)
def test_export_holds_what_the_list_shows(name, in_poso, client_of, rina):
    client = client_of(in_poso, rina)
    client.post("/konsol/token/buat/", {"name": "T", "scopes": ["catalog:read"], "days": "30", "once": "0" * 32})
    count = client.get(f"/konsol/{name}/").context["page"].paginator.count
    assert count > 0
    csv = client.get(f"/konsol/{name}/?format=csv")
    assert csv.headers["Content-Disposition"].endswith('.csv"')
    book = load_workbook(io.BytesIO(client.get(f"/konsol/{name}/?format=xlsx").content))
    rows = len(list(book.active.rows)) - 1
    # Exporting is itself noted in the trail.
    assert rows in {count, count + 1, count + 2}
    assert len(csv.content.decode("utf-8-sig").splitlines()) >= count + 1


@pytest.mark.parametrize("name", LISTS)
def test_a_search_for_nonsense_says_that_nothing_fits(name, in_poso, client_of, rina):
    response = client_of(in_poso, rina).get(f"/konsol/{name}/", {"cari": "zzz-tidak-ada"})
    assert response.status_code == 200
    assert response.context["page"].paginator.count == 0


@pytest.mark.parametrize("name", LISTS)
@pytest.mark.parametrize(
    "query", ["page=0", "page=999999", "page=x", "opd=x&keadaan=x&jenis=x&ruang=x&dari=2026-99-99"]
)
def test_nonsense_in_the_address_breaks_nothing(name, query, in_poso, client_of, rina):
    assert client_of(in_poso, rina).get(f"/konsol/{name}/?{query}").status_code == 200


def test_formulas_are_disarmed(in_poso, client_of, rina):
    Opd.objects.create(code="rumus", name='=HYPERLINK("http://jahat")', short_name="Rumus")
    text = client_of(in_poso, rina).get("/konsol/opd/?format=csv&cari=rumus").content.decode("utf-8-sig")
    assert "'=HYPERLINK" in text


def test_trail_is_paged_and_filtered_by_day_and_room(in_poso, client_of, rina):
    for number in range(65):
        record(act="opd.added", subject="opd", label=f"Unit {number}", actor=rina)
    client = client_of(in_poso, rina)
    page = client.get("/konsol/aktivitas/", {"ruang": "opd"}).context["page"]
    assert (page.paginator.count, page.paginator.num_pages) == (65, 3)
    assert client.get("/konsol/aktivitas/", {"cari": "Unit 64"}).context["page"].paginator.count == 1
    assert client.get("/konsol/aktivitas/", {"sampai": "2020-01-01"}).context["page"].paginator.count == 0
    assert "OPD ditambahkan" in client.get("/konsol/aktivitas/").content.decode()


def test_exporting_people_and_trail_is_noted(in_poso, client_of, rina):
    client = client_of(in_poso, rina)
    client.get("/konsol/orang/?format=csv")
    client.get("/konsol/aktivitas/?format=csv")
    acts = set(Entry.objects.filter(actor_id=rina.pk).values_list("act", flat=True))
    assert {"people.exported", "activity.exported"} <= acts
