"""Every answer of every face carries the headers: pages, refusals, redirects, static files, the API, health."""

from __future__ import annotations

import re
import uuid
from collections.abc import Iterator

import pytest
from django.conf import settings as django_settings
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver

VALUES = {"int": "1", "slug": "laksa", "str": "72.02", "uuid": str(uuid.UUID(int=1)), "path": "x"}
FIXED = {
    "Cross-Origin-Opener-Policy": "same-origin",
    "Cross-Origin-Resource-Policy": "same-origin",
    "Referrer-Policy": "same-origin",
    "X-Content-Type-Options": "nosniff",
    "X-Frame-Options": "DENY",
}
PARTS = ("text/css", "text/javascript", "image/png", "image/jpeg", "image/webp", "font/woff2")
OWN = ("script-src", "style-src", "font-src", "worker-src")


def paths_of(urlconf: str) -> list[str]:
    """An address for every pattern of the resolver."""
    return sorted(set(_walk(get_resolver(urlconf), "/")))


def _walk(resolver: URLResolver, prefix: str) -> Iterator[str]:
    for each in resolver.url_patterns:
        route = prefix + _filled(str(each.pattern))
        if isinstance(each, URLPattern):
            yield route
        else:
            yield from _walk(each, route)


def _filled(route: str) -> str:
    plain = re.sub(r"<(?:(\w+):)?\w+>", lambda found: VALUES[found[1] or "str"], route)
    # What Django and allauth write as regular expressions.
    plain = re.sub(r"\(\?P<\w+>[^)]*\)", "x", plain)
    return plain.replace("^", "").replace("$", "").replace("\\Z", "").replace("\\", "")


def assert_headers(answer, what: str) -> None:
    """All of them, whatever the status."""
    for name, value in FIXED.items():
        assert answer.headers.get(name) == value, f"{what}: {name}"
    if answer.status_code == 200 and answer.headers["Content-Type"].partition(";")[0] in PARTS:
        # What is asked of these is told in `test_static_files_…`.
        return
    policy = answer.headers.get("Content-Security-Policy", "")
    rules = {rule.split(" ", 1)[0]: rule.partition(" ")[2] for rule in policy.split("; ")}
    assert rules["default-src"] == "'none'", what
    assert {rules[name] for name in OWN} == {"'self'"}, what
    assert rules["frame-ancestors"] == "'none'", what
    assert (rules["report-uri"], rules["report-to"]) == ("/csp-laporan/", "csp"), what
    assert "unsafe" not in policy, what
    assert answer.headers["Reporting-Endpoints"] == 'csp="/csp-laporan/"', what
    permissions = answer.headers["Permissions-Policy"]
    assert "camera=(self)" in permissions, what
    assert "geolocation=(self)" in permissions, what
    assert "microphone=()" in permissions, what
    assert "Strict-Transport-Security" not in answer.headers, what


@pytest.mark.parametrize("method", ["get", "post", "put", "delete", "options", "head"])
def test_every_address_of_a_pemda_for_guests_and_admins(in_poso, client_of, rina, method):
    counted = 0
    for client in (client_of(in_poso), client_of(in_poso, rina)):
        client.raise_request_exception = False
        for path in paths_of("adopsi.urls_pemda"):
            if path == "/akun/keluar/" and method == "post":
                continue
            answer = getattr(client, method)(path)
            assert_headers(answer, f"{method} {path} {answer.status_code}")
            counted += 1
    assert counted > 200


@pytest.mark.parametrize("method", ["get", "post"])
def test_every_address_of_pusat_for_guests_and_the_team(tiara, client_of, method):
    for client in (client_of(None), client_of(None, tiara)):
        client.raise_request_exception = False
        for path in paths_of("adopsi.urls_pusat"):
            answer = getattr(client, method)(path)
            assert_headers(answer, f"{method} {path} {answer.status_code}")


def test_answers_that_no_view_gives(shared_database, poso, client_of):
    for host, path, status in (
        ("entah.localhost", "/", 404),
        ("poso.localhost", "/health/live", 200),
        ("poso.localhost", "/health/entah", 404),
        ("poso.localhost", "/tidak-ada", 404),
        ("poso.localhost", "/konsol", 301),
        ("poso.localhost", "/konsol/", 302),
        ("poso.localhost", "/api/v1/tidak-ada/", 404),
        ("poso.localhost", "/api/v1/activations/", 401),
    ):
        answer = Client(headers={"host": host}).get(path)
        assert answer.status_code == status, (host, path)
        assert_headers(answer, f"{host}{path}")


def test_a_broken_view_and_a_broken_middleware(shared_database, poso, client_of, monkeypatch):
    client = client_of(poso, raise_request_exception=False)
    for place in ("adopsi.portal.home.active_manifests", "adopsi.hosts.directory.pemda_at"):
        with monkeypatch.context() as patch:
            patch.setattr(place, _break)
            answer = client.get("/")
        assert answer.status_code == 500, place
        assert_headers(answer, place)


def _break(*_arguments):
    raise RuntimeError("broken on purpose")


@pytest.mark.parametrize(
    ("name", "missing"),
    [
        ("x.svg", set()),
        ("x.html", set()),
        ("x.js", {"Permissions-Policy", "Reporting-Endpoints"}),
        ("x.css", {"Permissions-Policy", "Reporting-Endpoints", "Content-Security-Policy"}),
        ("x.woff2", {"Permissions-Policy", "Reporting-Endpoints", "Content-Security-Policy"}),
    ],
)
def test_static_files_carry_what_a_browser_heeds_on_them(
    shared_database, poso, client_of, settings, tmp_path, name, missing
):
    (tmp_path / name).write_text("body{}")
    settings.STATIC_ROOT = tmp_path
    answer = client_of(poso).get(f"/static/{name}")
    assert answer.status_code == 200
    assert b"".join(answer.streaming_content) == b"body{}"
    page = client_of(poso).get("/health/live")
    assert {name for name in page.headers if name not in answer.headers} - {"Vary", "X-Request-ID"} == missing
    assert {name: answer.headers[name] for name in FIXED} == FIXED


def test_https_is_kept_to_where_the_house_speaks_it(shared_database, poso, client_of, settings):
    settings.ADOPSI_SCHEME = "https"
    for path in ("/", "/health/live", "/tidak-ada"):
        assert client_of(poso).get(path)["Strict-Transport-Security"] == "max-age=31536000; includeSubDomains"


def test_a_map_adds_its_own_tiles_and_nothing_else(in_poso, client_of):
    from tenants.models import Pemda

    before = client_of(in_poso).get("/")["Content-Security-Policy"]
    Pemda.objects.filter(pk=in_poso.code).update(tile_url="https://ubin.example/{z}/{x}/{y}.png")
    after = client_of(in_poso).get("/")["Content-Security-Policy"]
    assert set(after.split()) - set(before.split()) <= {"https://ubin.example", "https://ubin.example;", "blob:"}
    assert "https://ubin.example" in after


def test_the_outermost_middleware_sets_them():
    assert django_settings.MIDDLEWARE[0] == "adopsi.edges.headers.EdgeMiddleware"
