"""The REST API: scopes, paging, filters, errors."""

from __future__ import annotations

import uuid

import pytest

from catalog.modules.laksa.models import Report

REPORTS = "/api/v1/laksa/reports/"
NEW = {
    "category": "jalan",
    "title": "Lubang",
    "description": "Dalam sekali.",
    "district_code": "72.02.01",
}


@pytest.fixture
def api(client_of, in_poso):
    """A program with a token of the person."""
    from tenants.accounts.tokens import issue_token

    def make(person, *scopes):
        _token, key = issue_token(person=person, name="uji", scopes=scopes, days=1)
        client = client_of(in_poso)
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {key}"
        return client

    return make


def post(client, **changes):
    """A new report as JSON."""
    return client.post(REPORTS, {**NEW, **changes}, content_type="application/json")


def test_no_token_is_401_and_a_missing_scope_403(client_of, in_poso, api, sari):
    assert client_of(in_poso).get(REPORTS).status_code == 401
    assert post(api(sari, "laksa:read")).status_code == 403
    assert api(sari, "laksa:write").get(REPORTS).status_code == 403
    assert Report.objects.count() == 0


def test_categories(api, sari):
    rows = api(sari, "laksa:read").get("/api/v1/laksa/categories/").json()
    assert {
        "code": "jalan",
        "name": "Jalan berlubang",
        "name_id": "Jalan berlubang",
        "name_en": "Pothole",
        "opd": "Dinas PUPR",
    } in rows


def test_filing_a_report_and_reading_it_back(api, sari):
    client = api(sari, "laksa:read", "laksa:write")
    made = post(client, address="Depan pasar")
    body = made.json()
    assert (made.status_code, body["stage"], body["is_mine"], body["address"]) == (201, "menunggu", True, "Depan pasar")
    assert client.get(f"{REPORTS}{body['number']}/").json()["title"] == "Lubang"
    assert client.get(REPORTS, {"mine": "true"}).json()["results"][0]["number"] == body["number"]


def test_same_client_key_answers_200_with_the_first(api, sari):
    client, key = api(sari, "laksa:write"), str(uuid.uuid4())
    first, second = post(client, client_key=key), post(client, client_key=key)
    assert (first.status_code, second.status_code) == (201, 200)
    assert first.json()["number"] == second.json()["number"]


def test_photo_by_multipart(api, sari, picture):
    client = api(sari, "laksa:read", "laksa:write")
    body = client.post(REPORTS, {**NEW, "photos": [picture("a.jpg"), picture("b.jpg", "red")]}).json()
    assert [photo["kind"] for photo in body["photos"]] == ["sebelum", "sebelum"]


@pytest.mark.parametrize(
    ("changes", "status", "code", "field"),
    [
        ({"title": ""}, 400, "invalid", "title"),
        ({"category": "tidak-ada"}, 422, "category_closed", "category"),
        ({"district_code": "36.71.01"}, 422, "place_unknown", "district_code"),
        ({"latitude": -6.17, "longitude": 106.63}, 422, "outside_pemda", "latitude"),
        ({"kind": "lain"}, 400, "invalid", "kind"),
    ],
)
def test_errors_have_one_envelope(api, sari, changes, status, code, field):
    answer = post(api(sari, "laksa:write"), **changes)
    assert (answer.status_code, answer.json()["error"]["code"]) == (status, code)
    assert field in answer.json()["error"]["fields"]
    assert Report.objects.count() == 0


def test_disguised_photo_is_415(api, sari):
    from django.core.files.uploadedfile import SimpleUploadedFile

    upload = SimpleUploadedFile("a.jpg", b"MZ" * 300, "image/jpeg")
    answer = api(sari, "laksa:write").post(REPORTS, {**NEW, "photos": [upload]})
    assert (answer.status_code, answer.json()["error"]["code"]) == (415, "disguised_file")


def test_strangers_read_public_reports_with_rounded_points_and_no_address(api, otto, file_report, bring):
    from catalog.modules.laksa.services.reporting import Place

    place = Place(latitude=-1.392537, longitude=120.754049, address="Rumah saya")
    public = bring(file_report(place=place, is_anonymous=True), "diproses")
    hidden, secret = file_report(), bring(file_report(is_confidential=True), "diproses")
    client = api(otto, "laksa:read")
    rows = client.get(REPORTS).json()["results"]
    assert [row["number"] for row in rows] == [public.number]
    body = client.get(f"{REPORTS}{public.number}/").json()
    assert (body["latitude"], body["longitude"], body["address"], body["reporter"]) == (-1.393, 120.754, "", "Anonim")
    for number in (hidden.number, secret.number, "LK-0"):
        assert client.get(f"{REPORTS}{number}/").json()["error"]["code"] == "not_found"


def test_cursor_pages_and_filters(api, otto, file_report, bring):
    for number in range(5):
        bring(file_report(title=f"Lubang {number}"), "diproses")
    client = api(otto, "laksa:read")
    first = client.get(REPORTS, {"page_size": 2}).json()
    second = client.get(first["next"]).json()
    titles = [row["title"] for row in first["results"] + second["results"]]
    assert titles == ["Lubang 4", "Lubang 3", "Lubang 2", "Lubang 1"]
    assert len(client.get(REPORTS, {"q": "Lubang 3", "stage": "proses"}).json()["results"]) == 1
    assert client.get(REPORTS, {"stage": "selesai"}).json()["results"] == []


def test_everything_is_documented(in_poso):
    from drf_spectacular.generators import SchemaGenerator

    schema = SchemaGenerator(urlconf="adopsi.urls_pemda").get_schema(request=None, public=True)
    paths = {path: set(operations) for path, operations in schema["paths"].items() if "/laksa/" in path}
    assert {path.split("/laksa")[1]: verbs & {"get", "post"} for path, verbs in paths.items()} == {
        "/categories/": {"get"},
        "/reports/": {"get", "post"},
        "/reports/{number}/": {"get"},
    }
    create = next(
        operations["post"] for path, operations in schema["paths"].items() if path.endswith("/laksa/reports/")
    )
    assert {"200", "201", "400", "401", "403", "409", "413", "415", "422"} <= set(create["responses"])


def test_more_reports_than_an_hour_takes_are_429_and_nothing_is_made(api, sari, rina):
    from catalog.activations import change_settings

    change_settings(slug="laksa", values={"reports_per_hour": 1}, actor=rina)
    client = api(sari, "laksa:write")
    assert post(client).status_code == 201
    refused = post(client)
    assert (refused.status_code, refused.json()["error"]["code"]) == (429, "throttled")
    assert 3500 < int(refused["Retry-After"]) <= 3600
    assert Report.objects.count() == 1


def test_history_in_the_api_has_no_reminders(api, sari, wulan, file_report):
    from catalog.modules.laksa.models import Report as Row
    from catalog.modules.laksa.services import daily
    from catalog.sdk.context import local_today

    report = file_report()
    Row.objects.filter(pk=report.pk).update(due_on=local_today().replace(year=2020))
    assert daily.escalate(level=1) == 1
    body = api(sari, "laksa:read").get(f"{REPORTS}{report.number}/").json()
    assert [step["state"] for step in body["history"]] == ["diajukan"]
