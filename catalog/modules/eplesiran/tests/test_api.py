"""The REST API: public reading, cursors, scopes, refusals in one envelope."""

from __future__ import annotations

import uuid

import pytest

from catalog.modules.eplesiran.models import Event, Review
from catalog.modules.eplesiran.tests.conftest import TENTENA, wita

HERE = "/api/v1/eplesiran"


@pytest.fixture
def key():
    """Makes a token: `key(sari, "eplesiran:write")`."""
    from tenants.accounts.tokens import issue_token

    def make(person, *scopes):
        return {"Authorization": f"Bearer {issue_token(person=person, name='uji', scopes=scopes, days=1)[1]}"}

    return make


def test_anyone_reads_destinations_by_name_with_a_cursor(in_poso, add, client_of):
    for name in ("Cempaka", "Anggrek", "Bambu"):
        add(name=name)
    client = client_of(in_poso)

    page = client.get(f"{HERE}/destinations/?page_size=2").json()
    rest = client.get(page["next"]).json()

    assert [row["name"] for row in page["results"] + rest["results"]] == ["Anggrek", "Bambu", "Cempaka"]
    assert rest["next"] is None


def test_near_orders_and_measures_across_pages(in_poso, add, client_of):
    add(name="Jauh", latitude=-1.4, longitude=120.75)
    add(name="Dekat", latitude=-1.757, longitude=120.563)
    add(name="Sini")
    client = client_of(in_poso)

    page = client.get(f"{HERE}/destinations/?near={TENTENA[0]},{TENTENA[1]}&page_size=2").json()
    rest = client.get(page["next"]).json()

    assert [row["name"] for row in page["results"] + rest["results"]] == ["Sini", "Dekat", "Jauh"]
    assert page["results"][0]["distance_m"] == 0


@pytest.mark.parametrize(
    ("query", "field"),
    [("destinations/?near=abc", "near"), ("destinations/?category=x", "category"), ("events/?from=2026", "from")],
)
def test_bad_filters_are_told_at_their_name(in_poso, client_of, query, field):
    response = client_of(in_poso).get(f"{HERE}/{query}")

    assert response.status_code == 400
    assert list(response.json()["error"]["fields"]) == [field]


def test_one_destination_with_hours_and_area(in_poso, place, client_of):
    body = client_of(in_poso).get(f"{HERE}/destinations/{place.slug}/").json()

    assert body["hours"][0] == {"weekday": 0, "opens": "08:00:00", "closes": "17:00:00"}
    assert body["area"] == "Kecamatan Pamona Puselemba"
    assert client_of(in_poso).get(f"{HERE}/destinations/tidak-ada/").json()["error"]["code"] == "destination_unknown"


def test_events_in_a_span(in_poso, client_of):
    Event.objects.create(
        title="Dero", description="x", place="y", starts_at=wita(9), ends_at=wita(10), is_published=True
    )
    client = client_of(in_poso)

    found = client.get(f"{HERE}/events/?from=2026-11-01T00:00:00%2B08:00&to=2026-12-01T00:00:00%2B08:00").json()

    assert [row["title"] for row in found["results"]] == ["Dero"]
    assert client.get(f"{HERE}/events/{found['results'][0]['id']}/").json()["place"] == "y"


def test_writing_a_review_needs_the_write_scope(in_poso, place, sari, client_of, key):
    client = client_of(in_poso)
    sent = {"destination": place.slug, "rating": 5, "text": "Airnya bening sekali.", "client_key": str(uuid.uuid4())}
    post = {"path": f"{HERE}/reviews/", "data": sent, "content_type": "application/json"}

    assert client.post(**post).status_code == 401
    assert client.post(**post, headers=key(sari, "eplesiran:read")).status_code == 403
    assert not Review.objects.exists()

    for _twice in range(2):
        made = client.post(**post, headers=key(sari, "eplesiran:write"))
        assert made.status_code == 201
    assert made.json()["state"] == "menunggu"
    assert Review.objects.count() == 1
    assert client.get(f"{HERE}/reviews/").json()["results"] == []


def test_a_senseless_review_is_refused_with_its_fields(in_poso, place, sari, client_of, key):
    response = client_of(in_poso).post(
        f"{HERE}/reviews/",
        {"destination": place.slug, "rating": 9, "text": "x"},
        content_type="application/json",
        headers=key(sari, "eplesiran:write"),
    )

    assert response.status_code == 400
    assert set(response.json()["error"]["fields"]) == {"rating", "text"}
    assert not Review.objects.exists()


def test_own_reviews_with_their_state_need_the_read_scope(in_poso, place, sari, otto, client_of, key):
    for author in (sari, otto):
        Review.objects.create(destination=place, author=author, rating=4, text="Bagus sekali", written_at=wita(9))
    client = client_of(in_poso)

    assert client.get(f"{HERE}/reviews/mine/").status_code == 401
    mine = client.get(f"{HERE}/reviews/mine/", headers=key(sari, "eplesiran:read")).json()
    assert [row["state"] for row in mine["results"]] == ["menunggu"]
    assert mine["results"][0]["text"] == "Bagus sekali"


def test_shown_reviews_name_their_author_by_initial_only(in_poso, place, sari, client_of):
    sari.name = "Sari Tobondo"
    sari.save()
    Review.objects.create(destination=place, author=sari, rating=4, text="Bagus", state="tampil", written_at=wita(9))

    rows = client_of(in_poso).get(f"{HERE}/reviews/?destination={place.slug}").json()["results"]

    assert [(row["author"], row["rating"]) for row in rows] == [("Sari T.", 4)]
