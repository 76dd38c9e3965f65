"""Every address and every method on a Pemda's host, with what belongs to another Pemda: it is worth nothing."""

import pytest
from django.conf import settings
from django.test import Client

from tenants.accounts.models import Person
from tenants.context import inside
from tests.isolation.world import canary, content_of, routes
from tests.plugin import show_second_factor

URLCONF = "adopsi.urls_pemda"
METHODS = ("get", "head", "options", "post", "put", "patch", "delete")
# Names of modules, of settings and of the house's own files: the same in every Pemda.
COMMON = {"slug": "laksa", "page": "mulai", "size": "192", "purpose": "any", "act": "verifikasi", "str": "x"}
# Everything that a stranger's key could name; the rest of the routes take names that all Pemda share.
FOREIGN = {"number", "key", "news_id", "notification_id", "person_id", "grant_id", "opd_id", "domain_id", "token_id"}
FOREIGN |= {"run_id", "erasure_id", "photo", "notice_id"}
FOREIGN |= {"endpoint_id", "delivery_id", "webhook_id"}

NOBODY = "00000000-0000-7000-8000-000000000000"
NOBODYS = {**COMMON, **dict.fromkeys([*FOREIGN, "int"], "99999999"), "run_id": NOBODY, "erasure_id": NOBODY}
NOBODYS |= {"uuid": NOBODY, "number": "LK-0000-2026-000001", "slug": "tidak-ada"}


def host_of(pemda, **options):
    return Client(headers={"host": f"{pemda.primary_host}:8000", **options}, raise_request_exception=False)


def staff_of(pemda, kind="admin_ti"):
    """A signed-in person of the Pemda with every role there is."""
    client = host_of(pemda)
    with inside(pemda):
        person = Person.objects.get(kind=kind)
        client.force_login(person)
        show_second_factor(client, person)
    return client


def call(client, method, path):
    return client.generic(method.upper(), path, data="{}", content_type="application/json")


def test_there_is_much_to_walk():
    assert len(routes(URLCONF)) > 120


@pytest.mark.parametrize("method", METHODS)
def test_a_foreign_session_is_nobodys(method, world):
    """Poso's cookie on Karawang's host: the answer is the one that a stranger without any cookie gets."""
    poso, karawang = world.pemda["poso"], world.pemda["karawang"]
    thief = host_of(karawang)
    thief.cookies[settings.SESSION_COOKIE_NAME] = staff_of(poso).cookies[settings.SESSION_COOKIE_NAME].value
    values = {**COMMON, **world.lives["karawang"].values}
    for route in routes(URLCONF):
        path = route.path(values)
        stolen, nobody = call(thief, method, path), call(host_of(karawang), method, path)
        assert (stolen.status_code, stolen.get("location")) == (nobody.status_code, nobody.get("location")), path
        assert canary("poso").encode() not in body(stolen), path


def body(response):
    return b"".join(response.streaming_content) if response.streaming else response.content


@pytest.mark.parametrize("method", METHODS)
def test_a_foreign_token_opens_nothing(method, world):
    karawang, token = world.pemda["karawang"], world.lives["poso"].token
    thief = host_of(karawang, authorization=f"Bearer {token}")
    values = {**COMMON, **world.lives["karawang"].values}
    walked = 0
    for route in routes(URLCONF):
        if route.pattern.startswith("api/v1/") and "schema" not in route.pattern:
            path = route.path(values)
            assert call(thief, method, path).status_code == 401, f"{method} {path}"
            walked += 1
    assert walked >= 15


@pytest.mark.parametrize("method", METHODS)
def test_a_foreign_key_leads_nowhere(method, world):
    """An officer of Karawang with every role asks for Poso's things by their keys, and Poso is as it was.

    The answer is 404, or the one that a key gets which nobody ever had: a page that says so after a form.
    """
    before = content_of(world.pemda["poso"].schema_name)
    client = staff_of(world.pemda["karawang"])
    foreign = {**COMMON, **foreign_keys(world)}
    wrong = []
    for route in routes(URLCONF):
        if FOREIGN & set(route.parameters) or is_place(route):
            path = route.path(own_slug(route, foreign))
            status = call(client, method, path).status_code
            if status not in {404, 405} and status != call(client, method, route.path(NOBODYS)).status_code:
                wrong.append((method, path, status))
    assert wrong == []
    assert content_of(world.pemda["poso"].schema_name) == before


def is_place(route):
    return "slug" in route.parameters and ("eplesiran" in route.pattern or route.pattern.startswith("berita/"))


def foreign_keys(world):
    """Poso's keys; what Poso has none of gets a key that only Poso's sequences give."""
    values = world.lives["poso"].values
    first = values["int"]
    return {**dict.fromkeys(FOREIGN, first), **values, "run_id": poso_run(world), "erasure_id": values["uuid"]}


def own_slug(route, values):
    return values if is_place(route) else {**values, "slug": COMMON["slug"], "key": values[key_name(route)]}


def key_name(route):
    return "uuid" if route.parameters.get("key") == "uuid" else "key"


def poso_run(world):
    from provisioning.models import Run

    return str(Run.objects.filter(pemda_code=world.pemda["poso"].code).order_by("created_at")[0].pk)


def test_the_same_walk_with_own_keys_finds_things(world):
    """So that 404 above means something: the owner's own keys are found."""
    client = staff_of(world.pemda["poso"])
    values = {**COMMON, **world.lives["poso"].values, "run_id": poso_run(world)}
    found = []
    for route in routes(URLCONF):
        if FOREIGN & set(route.parameters) or is_place(route):
            path = route.path(own_slug(route, {**dict.fromkeys(FOREIGN, values["int"]), **values}))
            found += [path] if call(client, "get", path).status_code == 200 else []
    assert len(found) >= 8, found
