"""The OpenAPI document: valid 3.1 without warnings, and only of what answers in the Pemda."""

from __future__ import annotations

import json

import pytest
import yaml
from drf_spectacular.drainage import GENERATOR_STATS
from drf_spectacular.generators import SchemaGenerator
from drf_spectacular.validation import validate_schema

from catalog.guard import module_urls, walk_routes
from catalog.registry import all_manifests

SCHEMA = "/api/v1/schema/"


def document(client_of, pemda):
    return client_of(pemda).get(SCHEMA, {"format": "json"}).json()


def test_is_valid_openapi_3_1_without_a_warning(in_poso, client_of, capsys):
    GENERATOR_STATS.reset()

    found = document(client_of, in_poso)

    assert found["openapi"] == "3.1.0"
    validate_schema(found)
    assert not GENERATOR_STATS, capsys.readouterr().err


def test_is_the_same_as_yaml(in_poso, client_of):
    response = client_of(in_poso).get(SCHEMA)

    assert response["Content-Type"].startswith("application/vnd.oai.openapi")
    assert yaml.safe_load(response.content) == document(client_of, in_poso)


def test_holds_every_route_of_active_modules(in_poso, client_of):
    paths = document(client_of, in_poso)["paths"]

    for manifest in all_manifests():
        routes = [route for route, _leaf in walk_routes(module_urls("api")) if route.startswith(f"{manifest.slug}/")]
        documented = [path for path in paths if path.startswith(f"/api/v1/{manifest.slug}/")]
        assert len(documented) == len(routes)


def test_holds_nothing_of_modules_that_are_off(in_karawang, client_of):
    found = document(client_of, in_karawang)

    assert {path.split("/")[3] for path in found["paths"]} == {"catalog", "activations", "runs", "webhooks"}
    assert [tag["name"] for tag in found["tags"]] == ["catalog", "activations", "runs", "webhooks"]
    assert found["servers"] == [{"url": in_karawang.base_url}]
    validate_schema(found)


def test_documents_the_errors_of_every_operation(in_poso, client_of):
    found = document(client_of, in_poso)

    for path, operations in found["paths"].items():
        for method, operation in operations.items():
            responses = operation["responses"]
            assert {"401", "403", "404", "429"} <= set(responses), (method, path)
            assert ("requestBody" not in operation) or ("400" in responses), (method, path)
            for status, response in responses.items():
                assert response["description"], (method, path, status)
                if int(status) >= 400:
                    schema = response["content"]["application/json"]["schema"]
                    assert schema == {"$ref": "#/components/schemas/ErrorEnvelope"}
            assert operation["summary"], (method, path)


@pytest.mark.parametrize(
    "path", ["/api/v1/catalog/", "/api/v1/catalog/laksa/", "/api/v1/activations/", "/api/v1/activations/laksa/"]
)
def test_answers_fit_the_document(in_poso, rina, caller, path):
    from jsonschema import Draft202012Validator

    client = caller(in_poso, rina)
    found = client.get(SCHEMA, {"format": "json"}).json()
    template = path.replace("laksa", "{slug}")
    schema = found["paths"][template]["get"]["responses"]["200"]["content"]["application/json"]["schema"]

    Draft202012Validator({**schema, "components": found["components"]}).validate(client.get(path).json())


def test_is_whole_where_no_pemda_is_active(shared_database):
    found = SchemaGenerator(urlconf="adopsi.urls_pemda").get_schema(request=None, public=True)

    assert json.dumps(found)
    assert {manifest.slug for manifest in all_manifests()} <= {path.split("/")[3] for path in found["paths"]}
