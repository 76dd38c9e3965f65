"""Webhooks through the API: for IT admins with the scope; the secret once, and sealed even in a kept answer."""

import pytest

from tenants.idempotency.models import KeptAnswer
from tenants.webhooks.models import Endpoint

WEBHOOKS = "/api/v1/webhooks/"
NEW = {"name": "Dasbor", "url": "https://contoh.example/x", "kinds": ["laksa.report_created"]}


@pytest.fixture
def api(settings, client_of, in_poso):
    from tenants.accounts.tokens import issue_token

    settings.ADOPSI_WEBHOOK_ALLOW_PRIVATE = True

    def make(person, *scopes):
        key = issue_token(person=person, name="uji", scopes=scopes, days=1)[1]
        client = client_of(in_poso)
        client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {key}"
        return client

    return make


def test_adding_changing_and_removing(api, rina):
    from django.db import connection

    client = api(rina, "webhooks:read", "webhooks:write")
    headers = {"idempotency-key": "w1"}
    made = client.post(WEBHOOKS, NEW, "application/json", headers=headers)
    secret, key = made.json()["secret"], made.json()["id"]
    assert (made.status_code, secret) == (201, Endpoint.objects.get().secret)
    assert client.post(WEBHOOKS, NEW, "application/json", headers=headers).content == made.content
    with connection.cursor() as cursor:
        cursor.execute("SELECT body FROM idempotency_keptanswer")
        assert secret not in cursor.fetchone()[0]
    assert KeptAnswer.objects.get().body == made.content.decode()
    rows = client.get(WEBHOOKS).json()["results"]
    assert [(row["id"], row["name"], "secret" in row) for row in rows] == [(key, "Dasbor", False)]
    changed = client.put(f"{WEBHOOKS}{key}/", {**NEW, "name": "Lain"}, "application/json")
    assert (changed.status_code, changed.json()["name"]) == (200, "Lain")
    assert client.put(f"{WEBHOOKS}{key}/", {**NEW, "kinds": ["x.y"]}, "application/json").status_code == 422
    assert client.delete(f"{WEBHOOKS}{key}/").status_code == 204
    assert client.get(f"{WEBHOOKS}{key}/").status_code == 404


def test_others_may_not(api, rina, budi, sari):
    Endpoint.objects.create(name="x", url="https://contoh.example/", kinds=[], secret="whsec_eA==")
    for client in (api(rina, "webhooks:read"), api(budi, "webhooks:write"), api(sari, "webhooks:write")):
        assert client.post(WEBHOOKS, NEW, "application/json").status_code == 403
        assert client.delete(f"{WEBHOOKS}{Endpoint.objects.get().pk}/").status_code == 403
    assert api(budi, "webhooks:read").get(WEBHOOKS).status_code == 403
    assert Endpoint.objects.count() == 1
