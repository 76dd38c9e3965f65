"""Who may call what: tokens of one Pemda, scopes, roles, sessions."""

from __future__ import annotations

import json

import pytest
from django.urls import resolve, reverse

from provisioning.models import Run
from tenants.accounts.tokens import revoke_token
from tenants.context import inside

RUN = "00000000-0000-0000-0000-000000000000"
CALLS = [
    ("GET", "/api/v1/catalog/", "catalog:read"),
    ("GET", "/api/v1/catalog/laksa/", "catalog:read"),
    ("GET", "/api/v1/activations/", "activations:read"),
    ("GET", "/api/v1/activations/laksa/", "activations:read"),
    ("PUT", "/api/v1/activations/laksa/", "activations:write"),
    ("GET", f"/api/v1/runs/{RUN}/", "activations:read"),
]
SCOPES = ("catalog:read", "activations:read", "activations:write")


def call(client, method, path):
    body = json.dumps({"enabled": True}) if method == "PUT" else ""
    return client.generic(method, path, body, content_type="application/json")


@pytest.mark.parametrize(("method", "path", "scope"), CALLS)
def test_needs_a_token(in_poso, client_of, method, path, scope):
    response = call(client_of(in_poso), method, path)

    assert response.status_code == 401
    assert response["WWW-Authenticate"] == "Bearer"
    assert response.json()["error"]["code"] == "not_authenticated"


@pytest.mark.parametrize(("method", "path", "scope"), CALLS)
@pytest.mark.parametrize("held", SCOPES)
def test_needs_the_scope_of_the_method(in_poso, rina, caller, method, path, scope, held):
    response = call(caller(in_poso, rina, held), method, path)

    if held == scope:
        assert response.status_code in {200, 202, 404}
    else:
        assert response.status_code == 403
        assert response.json()["error"]["code"] == "not_allowed"
        assert scope in response.json()["error"]["message"]


@pytest.mark.parametrize(
    ("kind", "read", "write"), [("warga", 403, 403), ("petugas", 200, 403), ("admin_ti", 200, 200)]
)
def test_needs_the_role_besides_the_scope(in_poso, person, caller, kind, read, write):
    client = caller(in_poso, person("Oki", kind=kind))

    assert client.get("/api/v1/catalog/").status_code == 200
    assert client.get("/api/v1/activations/").status_code == read
    assert call(client, "PUT", "/api/v1/activations/laksa/").status_code == write
    assert not Run.objects.filter(pemda_code=in_poso.code, requested_by="Oki").exists()


def test_a_token_of_poso_is_unknown_in_karawang(fresh, poso, karawang, person, caller, client_of):
    with inside(poso):
        key = caller(poso, person("Rina", kind="admin_ti")).defaults["HTTP_AUTHORIZATION"]
    foreign = client_of(karawang)
    foreign.defaults["HTTP_AUTHORIZATION"] = key

    for method, path, _scope in CALLS:
        response = call(foreign, method, path)
        assert response.status_code == 401, path
        assert response.json()["error"]["code"] == "not_authenticated"
    assert not Run.objects.filter(pemda_code=karawang.code, subject="laksa").exists()


def test_a_revoked_or_invented_token_is_refused(in_poso, rina, caller, client_of):
    client = caller(in_poso, rina)
    assert client.get("/api/v1/catalog/").status_code == 200

    revoke_token(token=rina.api_tokens.get(), actor=rina)

    assert client.get("/api/v1/catalog/").status_code == 401
    client.defaults["HTTP_AUTHORIZATION"] = "Bearer adp_karangan"
    assert client.get("/api/v1/catalog/").status_code == 401


def test_a_token_of_a_closed_account_is_refused(in_poso, rina, caller):
    client = caller(in_poso, rina)
    rina.is_active = False
    rina.save()

    assert client.get("/api/v1/catalog/").status_code == 401


def test_a_browser_session_needs_csrf_to_change(in_poso, rina, client_of):
    client = client_of(in_poso, rina, enforce_csrf_checks=True)

    assert client.get("/api/v1/activations/").status_code == 200
    refused = call(client, "PUT", "/api/v1/activations/laksa/")
    assert refused.status_code == 403
    assert refused.json()["error"]["code"] == "not_allowed"
    client.get("/api/docs/")
    accepted = client.put(
        "/api/v1/activations/laksa/",
        json.dumps({"enabled": True}),
        content_type="application/json",
        headers={"x-csrftoken": client.cookies["csrftoken"].value},
    )
    assert accepted.status_code == 200


def test_every_own_route_states_its_scopes():
    names = ("catalog-list", "activation-list")
    views = [
        resolve(reverse(f"api:{name}", urlconf="adopsi.urls_pemda"), "adopsi.urls_pemda").func.cls for name in names
    ]

    for view in views:
        assert set(view.scopes) == {"GET"}
