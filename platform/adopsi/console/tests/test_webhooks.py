"""Webhooks in the console: the secret once, what is sent, pausing, replaying, and who may."""

import re
import uuid

import pytest

from tenants.webhooks.delivering import deliver
from tenants.webhooks.models import Delivery, Endpoint
from tenants.webhooks.publishing import publish

KIND = "laksa.report_created"


def wish(**changes):
    return {
        "name": "Dasbor",
        "url": "https://contoh.example/x",
        "kinds": [KIND],
        "once": str(uuid.uuid4()),
        **changes,
    }


@pytest.fixture
def client(settings, in_poso, client_of, rina):
    settings.ADOPSI_WEBHOOK_ALLOW_PRIVATE = True
    return client_of(in_poso, rina)


def test_the_secret_is_shown_once(client):
    data = wish()
    made = client.post("/konsol/webhook/tambah/", data)
    secret = re.search(r'value="(whsec_[^"]+)"', made.content.decode()).group(1)
    endpoint = Endpoint.objects.get()
    assert (secret, "no-store" in made["Cache-Control"]) == (endpoint.secret, True)
    for address in ("", f"{endpoint.pk}/", f"{endpoint.pk}/ubah/"):
        assert secret not in client.get(f"/konsol/webhook/{address}").content.decode()
    assert client.post("/konsol/webhook/tambah/", data).url == "/konsol/webhook/"
    assert Endpoint.objects.count() == 1
    rotated = client.post(f"/konsol/webhook/{endpoint.pk}/kunci/").content.decode()
    endpoint.refresh_from_db()
    assert (endpoint.former_secret, endpoint.secret in rotated) == (secret, True)


def test_a_bad_form_comes_back_as_it_was(client, settings):
    settings.ADOPSI_WEBHOOK_ALLOW_PRIVATE = False
    for changes in ({"url": "https://127.0.0.1/"}, {"kinds": []}, {"kinds": ["laksa.tidak_ada"]}, {"name": ""}):
        page = client.post("/konsol/webhook/tambah/", wish(**changes))
        assert page.status_code == 422
        assert ('value="Dasbor"' in page.content.decode()) == ("name" not in changes)
    assert Endpoint.objects.count() == 0


def test_a_test_delivery_is_followed_to_its_answer(client):
    client.post("/konsol/webhook/tambah/", wish(url="http://127.0.0.1:9/"))
    endpoint = Endpoint.objects.get()
    there = client.post(f"/konsol/webhook/{endpoint.pk}/uji/").url
    assert "Sedang dikirim" in client.get(there, headers={"HX-Request": "true"}).content.decode()
    delivery = Delivery.objects.get()
    deliver(delivery_id=delivery.pk)
    part = client.get(there, headers={"HX-Request": "true"}).content.decode()
    assert "Tidak dapat dihubungi" in part
    assert "hx-trigger" not in part
    assert client.get("/konsol/webhook/").status_code == 200


def test_pausing_keeps_and_resuming_sends(client):
    client.post("/konsol/webhook/tambah/", wish())
    endpoint = Endpoint.objects.get()
    client.post(f"/konsol/webhook/{endpoint.pk}/jeda/")
    publish(kind=KIND, subject="LK-1", data={})
    page = client.get(f"/konsol/webhook/{endpoint.pk}/").content.decode()
    assert "1 kejadian tersimpan" in page
    assert client.post(f"/konsol/webhook/{endpoint.pk}/uji/").url == f"/konsol/webhook/{endpoint.pk}/"
    client.post(f"/konsol/webhook/{endpoint.pk}/lanjut/")
    assert Endpoint.objects.get().state == "active"
    Delivery.objects.update(state="failed", next_at=None)
    client.post(f"/konsol/webhook/{endpoint.pk}/kirim-ulang/", {"hours": "24"})
    assert Delivery.objects.get().state == "waiting"
    assert client.get(f"/konsol/webhook/{endpoint.pk}/?format=csv").status_code == 200
    client.post(f"/konsol/webhook/{endpoint.pk}/hapus/")
    assert Endpoint.objects.count() == Delivery.objects.count() == 0


def test_only_it_admins_open_the_pages(in_poso, client, client_of, budi, sari):
    client.post("/konsol/webhook/tambah/", wish())
    key = Endpoint.objects.get().pk
    for person in (budi, sari):
        other = client_of(in_poso, person)
        for address in ("", "tambah/", f"{key}/", f"{key}/ubah/"):
            assert other.get(f"/konsol/webhook/{address}").status_code == 403
        for act in ("uji", "jeda", "lanjut", "kunci", "hapus", "kirim-ulang"):
            assert other.post(f"/konsol/webhook/{key}/{act}/").status_code == 403
    assert Endpoint.objects.get().state == "active"
