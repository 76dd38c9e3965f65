"""Who may name an address, and which: nobody is led into our own network, at saving or at connecting."""

import socket

import pytest

from tenants.errors import NotAllowed
from tenants.webhooks import delivering, services
from tenants.webhooks.errors import NoEvents, TooManyWebhooks, UnsafeWebhook, WebhookNotActive
from tenants.webhooks.models import Endpoint
from tenants.webhooks.publishing import publish

KINDS = ("laksa.report_created",)


def add(actor, url="https://contoh.example/masuk", kinds=KINDS):
    return services.add_webhook(actor=actor, name="Uji", url=url, kinds=kinds, offered=KINDS)


@pytest.fixture
def leads_to(monkeypatch):
    """Makes every name lead to one address."""

    def lead(address):
        found = [(socket.AF_INET, socket.SOCK_STREAM, 6, "", (address, 443))]
        monkeypatch.setattr(socket, "getaddrinfo", lambda *args, **options: found)

    return lead


@pytest.mark.parametrize(
    ("url", "address"),
    [
        ("http://contoh.example/", "93.184.216.34"),
        ("https://pengguna:sandi@contoh.example/", "93.184.216.34"),
        ("ftp://contoh.example/", "93.184.216.34"),
        ("https://contoh.example:99999/", "93.184.216.34"),
        ("https:///", "93.184.216.34"),
        ("https://contoh.example/", "127.0.0.1"),
        ("https://contoh.example/", "10.1.2.3"),
        ("https://contoh.example/", "169.254.169.254"),
        ("https://contoh.example/", "::1"),
        ("https://contoh.example/", "::ffff:192.168.1.1"),
        ("https://contoh.example/", "::7f00:1"),
        ("https://contoh.example/", "64:ff9b::a01:203"),
        ("https://contoh.example/", "2002:a01:203::"),
        ("https://contoh.example/", "100.64.0.1"),
        ("https://contoh.example/", "0.0.0.0"),
        ("https://contoh.example/", "fe80::1"),
    ],
)
def test_an_address_inside_is_refused_when_it_is_saved(in_poso, rina, leads_to, url, address):
    leads_to(address)
    with pytest.raises(UnsafeWebhook):
        add(rina, url)
    assert Endpoint.objects.count() == 0


def test_a_name_that_leads_inside_later_is_refused_when_connecting(in_poso, rina, leads_to, monkeypatch):
    """The address was good when it was saved; a second later the name leads to the machine itself."""
    leads_to("93.184.216.34")
    endpoint, _secret = add(rina)
    leads_to("127.0.0.1")
    asked = []
    monkeypatch.setattr(socket, "create_connection", lambda *args, **options: asked.append(args))
    delivery = publish(kind=KINDS[0], subject="LK-1", data={}).deliveries.get()
    answer = delivering.deliver(delivery_id=delivery.pk)
    assert (answer.status, answer.problem, asked) == (0, "unsafe", [])
    assert endpoint.deliveries.get().attempts.get().problem == "unsafe"


def test_the_very_address_that_was_looked_at_is_connected_to(in_poso, rina, leads_to, monkeypatch):
    leads_to("93.184.216.34")
    add(rina)
    asked = []

    def connect(target, *args, **options):
        asked.append(target)
        raise OSError

    monkeypatch.setattr(socket, "create_connection", connect)
    delivery = publish(kind=KINDS[0], subject="LK-1", data={}).deliveries.get()
    assert delivering.deliver(delivery_id=delivery.pk).problem == "unreachable"
    assert asked == [("93.184.216.34", 443)]


def test_only_it_admins_act(in_poso, rina, budi, sari, leads_to):
    leads_to("93.184.216.34")
    endpoint, secret = add(rina)
    for person in (budi, sari):
        for act in (
            lambda actor: add(actor),
            lambda actor: services.rotate_secret(actor=actor, endpoint=endpoint),
            lambda actor: services.pause_webhook(actor=actor, endpoint=endpoint),
            lambda actor: services.send_test(actor=actor, endpoint=endpoint),
            lambda actor: services.remove_webhook(actor=actor, endpoint=endpoint),
        ):
            with pytest.raises(NotAllowed):
                act(person)
    kept = Endpoint.objects.get()
    assert (kept.secret, kept.state) == (secret, "active")


def test_kinds_must_exist_and_addresses_are_few(in_poso, rina, leads_to, monkeypatch):
    leads_to("93.184.216.34")
    for kinds in ((), ("laksa.tidak_ada",)):
        with pytest.raises(NoEvents):
            add(rina, kinds=kinds)
    monkeypatch.setattr(services, "MOST", 1)
    endpoint, _secret = add(rina)
    with pytest.raises(TooManyWebhooks):
        add(rina)
    services.pause_webhook(actor=rina, endpoint=endpoint)
    with pytest.raises(WebhookNotActive):
        services.send_test(actor=rina, endpoint=Endpoint.objects.get())
