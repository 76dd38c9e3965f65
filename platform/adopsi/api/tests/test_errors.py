"""One envelope for every error."""

from __future__ import annotations

import pytest


def test_400_names_the_field(in_poso, rina, caller):
    client = caller(in_poso, rina)

    for path, field in (
        ("/api/v1/catalog/?dimension=bukan", "dimension"),
        ("/api/v1/catalog/?kind=bukan", "kind"),
        ("/api/v1/activations/?state=off", "state"),
    ):
        response = client.get(path)
        assert response.status_code == 400
        error = response.json()["error"]
        assert error["code"] == "invalid"
        assert list(error["fields"]) == [field]
        assert error["message"]


@pytest.mark.parametrize(
    ("body", "field"), [("{}", "enabled"), ('{"enabled": "mungkin"}', "enabled"), ("[1]", "non_field_errors")]
)
def test_400_of_a_body(in_poso, rina, caller, body, field):
    response = caller(in_poso, rina).put("/api/v1/activations/laksa/", body, content_type="application/json")

    assert response.status_code == 400
    assert list(response.json()["error"]["fields"]) == [field]


def test_400_of_a_body_that_is_no_json(in_poso, rina, caller):
    response = caller(in_poso, rina).put("/api/v1/activations/laksa/", "{", content_type="application/json")

    assert response.status_code == 400
    assert response.json()["error"]["code"] == "invalid"


@pytest.mark.parametrize(
    "path",
    [
        "/api/v1/catalog/tak_ada/",
        "/api/v1/activations/tak_ada/",
        "/api/v1/runs/00000000-0000-0000-0000-000000000000/",
        "/api/v1/tak-ada/",
        "/api/",
        "/api/v9/catalog/",
    ],
)
def test_404_in_the_envelope(in_poso, rina, caller, path):
    response = caller(in_poso, rina).get(path)

    assert response.status_code == 404
    assert response["Content-Type"] == "application/json"
    assert set(response.json()) == {"error"}
    assert response.json()["error"]["code"] in {"not_found", "unknown_module"}


def test_404_for_a_module_that_is_off(in_karawang, rina, caller):
    response = caller(in_karawang, rina).get("/api/v1/laksa/categories/")

    assert response.status_code == 404
    assert response.json()["error"]["code"] == "not_found"


def test_405_names_itself(in_poso, rina, caller):
    response = caller(in_poso, rina).delete("/api/v1/catalog/")

    assert response.status_code == 405
    assert response.json()["error"]["code"] == "method_not_allowed"


def test_415_for_another_media_type(in_poso, rina, caller):
    response = caller(in_poso, rina).put("/api/v1/activations/laksa/", "x", content_type="text/csv")

    assert response.status_code == 415
    assert response.json()["error"]["code"] == "unsupported_media_type"


def test_429_says_when_to_come_back(in_poso, rina, caller, settings):
    settings.ADOPSI_LIMIT_PERSON = 12
    client = caller(in_poso, rina)
    # Whose token it is is known from the first answer on.
    assert [client.get("/api/v1/catalog/").status_code for _ in range(3)] == [200, 200, 200]

    response = client.get("/api/v1/catalog/")

    assert response.status_code == 429
    assert response.json()["error"]["code"] == "throttled"
    assert int(response["Retry-After"]) > 0
