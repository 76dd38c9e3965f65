"""Open311 GeoReport v2: what the public sees and no more, in both formats; filing; errors in the standard's shape."""

import json
from datetime import timedelta
from xml.etree import ElementTree

import pytest
from django.utils import timezone

from catalog.modules.laksa.models import Category, Report
from catalog.modules.laksa.services.verification import verify_report

ROOT = "/open311/v2"
NEW = {"service_code": "jalan", "description": "Lubang dalam di depan pasar. Sudah lama.", "address_id": "72.02.01"}


@pytest.fixture
def public(client_of, in_poso):
    return client_of(in_poso)


@pytest.fixture
def key(in_poso, sari):
    from tenants.accounts.tokens import issue_token

    return issue_token(person=sari, name="uji", scopes=["laksa:read", "laksa:write"], days=1)[1]


def get(client, path, **query):
    return client.get(f"{ROOT}/{path}", query)


def file(client, key, ending="json", **changes):
    return client.post(f"{ROOT}/requests.{ending}", {**NEW, "api_key": key, **changes})


def verified(number, wulan):
    return verify_report(number=number, actor=wulan, category=Category.objects.get(code="jalan"))


def numbers(client, **query):
    return [row["service_request_id"] for row in get(client, "requests.json", **query).json()]


def test_both_formats_say_the_same(public, key, wulan):
    number = file(public, key).json()[0]["service_request_id"]
    verified(number, wulan)
    for path in ("services", "services/jalan", "requests", f"requests/{number}", "discovery"):
        told = get(public, f"{path}.json").json()
        answer = get(public, f"{path}.xml")
        assert answer["Content-Type"] == "text/xml; charset=utf-8"
        assert _plain(ElementTree.fromstring(answer.content)) == _texts(told)


def _plain(element):
    if len(element) and len({child.tag for child in element}) == 1 and element.tag.startswith(element[0].tag):
        return [_plain(child) for child in element]
    if len(element) and element.tag in {"service_requests", "values"}:
        return [_plain(child) for child in element]
    return {child.tag: _plain(child) for child in element} if len(element) else (element.text or "")


def _texts(value):
    if isinstance(value, dict):
        return {name: _texts(each) for name, each in value.items()}
    if isinstance(value, list):
        return [_texts(each) for each in value] or ""
    return {True: "true", False: "false", None: ""}.get(value, value) if isinstance(value, bool | None) else str(value)


def test_categories_are_services(public):
    services = {row["service_code"]: row for row in get(public, "services.json").json()}
    road = services["jalan"]
    assert (road["service_name"], road["metadata"], road["type"]) == ("Jalan berlubang", True, "realtime")
    assert "pothole" in road["keywords"]
    assert road["group"]
    codes = [each["code"] for each in get(public, "services/jalan.json").json()["attributes"]]
    assert codes == ["title", "kind", "confidential", "anonymous"]


def test_services_are_named_in_the_readers_language(public):
    public.cookies["bahasa"] = "en"
    names = {row["service_code"]: row["service_name"] for row in get(public, "services.json").json()}
    assert names["jalan"] == "Pothole"
    [error] = get(public, "services/tidak-ada.json").json()
    assert "unknown" in error["description"].lower()


def test_filing_and_following(public, key, wulan, sari):
    made = file(public, key, "xml", **{"attribute[title]": "Lubang", "media_url": "http://127.0.0.1/rahasia"})
    assert made.status_code == 201
    told = ElementTree.fromstring(made.content)[0]
    number = told.find("service_request_id").text
    assert "media_url" in told.find("service_notice").text
    report = Report.objects.get(number=number)
    assert (report.reporter, report.title, report.photos.count()) == (sari, "Lubang", 0)
    # Nobody has verified it: only its own token reads it.
    assert get(public, f"requests/{number}.json").status_code == 404
    own = public.get(f"{ROOT}/requests/{number}.json", headers={"authorization": f"Bearer {key}"})
    assert own.json()[0]["status"] == "open"
    verified(number, wulan)
    row = get(public, f"requests/{number}.json").json()[0]
    assert (row["status"], row["status_notes"], row["service_code"]) == ("open", "Menunggu", "jalan")
    token = get(public, f"tokens/{report.client_key}.json").json()
    assert token == [{"service_request_id": number, "token": str(report.client_key)}]


def test_what_the_public_may_not_read_is_not_told(public, key, wulan, picture):
    place = {"lat": "-1.398754321", "long": "120.752312345", "address_string": "Gang Mawar 7, dekat rumah Bu Tuti"}
    hidden = file(public, key, **place, **{"attribute[confidential]": "true"}).json()[0]["service_request_id"]
    shown = file(public, key, **place, **{"attribute[anonymous]": "true"}, media=picture()).json()[0]
    waiting = file(public, key, **place, media=picture()).json()[0]["service_request_id"]
    for number in (hidden, shown["service_request_id"]):
        verified(number, wulan)
    assert numbers(public) == [shown["service_request_id"]]
    for number in (hidden, waiting):
        assert get(public, f"requests/{number}.json").status_code == 404
        assert numbers(public, service_request_id=number) == []
    answer = get(public, "requests.json").content.decode()
    row = json.loads(answer)[0]
    for secret in ("Sari", "Mawar", "Tuti", "398754", "752312"):
        assert secret not in answer
    assert (row["lat"], row["long"]) == (-1.399, 120.752)
    photo = row["media_url"].partition(":8000")[2]
    assert public.get(photo).status_code == 200
    report = Report.objects.get(number=waiting)
    assert public.get(report.photos.get().attachment.get_absolute_url()).status_code in {403, 404}


def test_a_closed_list_tells_nothing(public, key, wulan, monkeypatch):
    verified(file(public, key).json()[0]["service_request_id"], wulan)
    from catalog.modules.laksa import selectors

    monkeypatch.setattr(selectors, "module_settings", lambda slug: {"public_list": False})
    assert numbers(public) == []


def test_filters(public, key, wulan):
    made = [
        file(public, key, service_code=code).json()[0]["service_request_id"] for code in ("jalan", "jalan", "sampah")
    ]
    for number in made:
        verify_report(number=number, actor=wulan, category=Report.objects.get(number=number).category)
    old = Report.objects.get(number=made[0])
    Report.objects.filter(pk=old.pk).update(
        created_at=timezone.now() - timedelta(days=100), state="selesai", opd=old.category.opd, closed_at=timezone.now()
    )
    assert numbers(public) == [made[2], made[1]]
    assert numbers(public, service_code="sampah,lampu") == [made[2]]
    assert numbers(public, service_request_id=f"{made[0]},{made[1]}") == [made[1], made[0]]
    day = (timezone.now() - timedelta(days=120)).strftime("%Y-%m-%dT%H:%M:%SZ")
    assert numbers(public, start_date=day) == [made[0]]
    assert numbers(public, start_date=day, status="open") == []
    assert numbers(public, start_date=day, status="open,closed") == [made[0]]
    assert numbers(public, page_size="1", page="2") == [made[1]]


@pytest.mark.parametrize(
    ("path", "query", "status"),
    [
        ("requests", {"start_date": "2026-01-01T00:00:00Z", "end_date": "2026-06-01T00:00:00Z"}, 400),
        ("requests", {"start_date": "kemarin"}, 400),
        ("requests", {"status": "selesai"}, 400),
        ("requests", {"page_size": "1001"}, 400),
        ("requests", {"jurisdiction_id": "32.15"}, 404),
        ("requests/LK-0", {}, 404),
        ("services/tidak-ada", {}, 404),
        ("tokens/bukan-uuid", {}, 404),
    ],
)
def test_errors_in_the_standards_shape(public, path, query, status):
    told = get(public, f"{path}.json", **query)
    assert (told.status_code, [row["code"] for row in told.json()]) == (status, [status])
    document = ElementTree.fromstring(get(public, f"{path}.xml", **query).content)
    assert (document.tag, document[0].find("code").text) == ("errors", str(status))
    assert document[0].find("description").text == told.json()[0]["description"]


@pytest.mark.parametrize(
    ("changes", "status"),
    [
        ({"api_key": "adp_salah"}, 403),
        ({"api_key": ""}, 403),
        ({"service_code": "tidak-ada"}, 404),
        ({"service_code": ""}, 400),
        ({"description": ""}, 400),
        ({"description": "x" * 4001}, 400),
        ({"description": "nol\x00"}, 400),
        ({"address_id": ""}, 400),
        ({"lat": "48.85", "long": "2.35"}, 400),
        ({"lat": "NaN", "long": "120"}, 400),
        ({"attribute[kind]": "lain"}, 400),
        ({"jurisdiction_id": "32.15"}, 404),
    ],
)
def test_what_is_refused_files_nothing(public, key, changes, status):
    answer = (
        file(public, **{"key": key, **{name: value for name, value in changes.items() if name != "api_key"}})
        if ("api_key" not in changes)
        else file(public, changes["api_key"])
    )
    assert (answer.status_code, answer.json()[0]["code"]) == (status, status)
    assert answer.json()[0]["description"]
    assert Report.objects.count() == 0


def test_a_token_without_the_scope_files_nothing(public, sari):
    from tenants.accounts.tokens import issue_token

    reader = issue_token(person=sari, name="baca", scopes=["laksa:read"], days=1)[1]
    assert file(public, reader).status_code == 403
    # In the address a key would stand in logs: there it is no key.
    assert public.post(f"{ROOT}/requests.json?api_key={reader}", NEW).status_code == 403
    assert Report.objects.count() == 0


def test_words_name_the_kecamatan(public, key):
    made = file(public, key, address_id="", address_string="Jalan Trans Sulawesi, Poso Kota, depan bank").json()
    report = Report.objects.get(number=made[0]["service_request_id"])
    assert report.district_code.startswith("72.02.")


def test_another_format_is_refused(public):
    assert get(public, "services.csv").status_code == 400


def test_a_pemda_without_laksa_has_none(in_karawang, client_of):
    assert get(client_of(in_karawang), "services.json").status_code == 404


def test_a_repeated_key_files_once(public, key):
    headers = {"idempotency-key": "sekali", "authorization": f"Bearer {key}"}
    for ending in ("json", "json"):
        answer = public.post(f"{ROOT}/requests.{ending}", NEW, headers=headers)
        assert answer.status_code == 201
    assert answer["Idempotency-Replayed"] == "true"
    assert Report.objects.count() == 1
