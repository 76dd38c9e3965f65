"""Reports of the content policy: bounded, told apart, and without a trace of who reported; the well-known addresses."""

from __future__ import annotations

import json
from datetime import UTC, datetime, timedelta

import pytest
from django.core.cache import cache
from django.core.checks import run_checks
from django.db import connections
from django.utils import timezone

from adopsi.edges import csp_reports
from adopsi.edges.models import CspReport

SECRET = "rahasia-sekali"
OLD_FORM = {
    "csp-report": {
        "document-uri": f"http://poso.localhost:8000/akun/masuk/?next=/{SECRET}#{SECRET}",
        "referrer": f"http://poso.localhost:8000/{SECRET}",
        "violated-directive": "script-src-elem",
        "effective-directive": "script-src-elem",
        "original-policy": "default-src 'none'",
        "disposition": "enforce",
        "blocked-uri": f"https://jahat.example:8443/{SECRET}.js?k={SECRET}",
        "source-file": f"http://poso.localhost:8000/static/theme/app.js?{SECRET}",
        "line-number": 12,
        "script-sample": SECRET,
    }
}
NEW_FORM = [
    {
        "type": "csp-violation",
        "age": 10,
        "url": f"http://poso.localhost:8000/berita/{SECRET}/",
        "user_agent": f"Mozilla {SECRET}",
        "body": {
            "documentURL": f"http://poso.localhost:8000/berita/{SECRET}/?x={SECRET}",
            "effectiveDirective": "img-src",
            "blockedURL": "inline",
            "disposition": "enforce",
            "sample": SECRET,
        },
    },
    {"type": "deprecation", "body": {"documentURL": "http://poso.localhost:8000/", "effectiveDirective": "x"}},
]


@pytest.fixture(autouse=True)
def _full_buckets():
    cache.clear()


def send(client, report, kind="application/csp-report", **headers):
    body = report if isinstance(report, str | bytes) else json.dumps(report)
    return client.post("/csp-laporan/", body, content_type=kind, **headers)


def test_both_forms_are_kept_without_query_strings_paths_samples_or_senders(in_poso, client_of):
    client = client_of(in_poso)
    assert send(client, OLD_FORM, HTTP_USER_AGENT=SECRET, REMOTE_ADDR="198.51.100.77").status_code == 204
    assert send(client, NEW_FORM, "application/reports+json").status_code == 204
    first, second = CspReport.objects.order_by("pk")
    assert (first.pemda_code, first.route, first.directive) == ("72.02", "account_login", "script-src-elem")
    assert (first.blocked, first.source, first.line) == ("https://jahat.example", "/static/theme/app.js", 12)
    assert (second.route, second.directive, second.blocked) == ("news-article", "img-src", "inline")
    with connections["public"].cursor() as cursor:
        cursor.execute("SELECT string_agg(r::text, ' ') FROM edges_cspreport r")
        stored = cursor.fetchone()[0]
    assert SECRET not in stored
    assert "198.51.100.77" not in stored


def test_the_same_event_is_counted_and_another_is_another(in_poso, client_of):
    client = client_of(in_poso)
    for _each in range(3):
        send(client, OLD_FORM)
    changed = {"csp-report": OLD_FORM["csp-report"] | {"line-number": 13}}
    send(client, changed)
    assert sorted(CspReport.objects.values_list("line", "count")) == [(12, 3), (13, 1)]


def test_a_report_about_another_host_is_not_kept(in_poso, client_of):
    for address in (
        "https://karawang.localhost/",
        "http://poso.localhost.jahat.example/",
        "about:blank",
        "",
        "http://[",
    ):
        try:
            answer = send(client_of(in_poso), {"csp-report": OLD_FORM["csp-report"] | {"document-uri": address}})
        except ValueError:
            pytest.fail(f"broke on {address}")
        assert answer.status_code == 204
    assert not CspReport.objects.exists()


@pytest.mark.parametrize(
    "body",
    [
        "{",
        "[]",
        "[1, null]",
        "null",
        '{"csp-report": 1}',
        '{"csp-report": {}}',
        '[{"type": "csp-violation"}]',
        "[" * 9000,
    ],
)
def test_what_is_no_report_is_answered_and_forgotten(in_poso, client_of, body):
    assert send(client_of(in_poso), body).status_code == 204
    assert not CspReport.objects.exists()


def test_what_is_too_large_or_of_another_kind_is_refused(in_poso, client_of):
    client = client_of(in_poso)
    large = json.dumps(OLD_FORM) + " " * 16_400
    assert send(client, large).status_code == 413
    assert send(client, OLD_FORM, "text/html").status_code == 415
    assert client.get("/csp-laporan/").status_code == 405
    assert not CspReport.objects.exists()


def test_zero_bytes_and_odd_values_do_not_break_it(in_poso, client_of):
    odd = {"effective-directive": "img\0-src", "blocked-uri": "\0\0", "line-number": -5, "source-file": ["x"]}
    assert send(client_of(in_poso), {"csp-report": OLD_FORM["csp-report"] | odd}).status_code == 204
    assert CspReport.objects.get().line == 0


def test_one_address_and_one_pemda_send_only_so_many(in_poso, client_of, monkeypatch):
    monkeypatch.setattr("adopsi.edges.limits.REPORTS_PER_ADDRESS", 30)
    monkeypatch.setattr("adopsi.edges.limits.REPORTS_PER_PLACE", 72)
    client = client_of(in_poso)
    answers = [send(client, OLD_FORM, REMOTE_ADDR="198.51.100.1").status_code for _each in range(8)]
    assert answers[:5] == [204] * 5
    assert answers[-1] == 429
    many = [send(client, OLD_FORM, REMOTE_ADDR=f"198.51.100.{number}").status_code for number in range(2, 20)]
    assert many[0] == 204
    assert many[-1] == 429
    assert client.get("/").status_code == 200


def test_the_table_does_not_grow_without_end(in_poso, client_of, monkeypatch):
    monkeypatch.setattr(csp_reports, "KINDS_PER_PEMDA", 3)
    client = client_of(in_poso)
    for line in range(6):
        send(client, {"csp-report": OLD_FORM["csp-report"] | {"line-number": line}})
    assert CspReport.objects.count() == 3


def test_old_kinds_are_forgotten(in_poso, client_of):
    from adopsi.tasks import forget_csp_reports

    send(client_of(in_poso), OLD_FORM)
    assert forget_csp_reports() == 0
    CspReport.objects.update(last_seen_at=timezone.now() - timedelta(days=91))
    assert forget_csp_reports() == 1


def test_pusat_sees_all_and_an_admin_their_own_alone(fresh, poso, karawang, person, client_of):
    from tenants.context import at_pusat, inside

    send(client_of(poso), OLD_FORM)
    other = json.loads(json.dumps(OLD_FORM).replace("poso.localhost", "karawang.localhost").replace("jahat", "asing"))
    send(client_of(karawang), other)
    with at_pusat():
        tiara = person("Tiara", kind="tim_pusat")
    with inside(poso):
        rina, budi = person("Rina", kind="admin_ti"), person("Budi", kind="petugas")
    page = client_of(None, tiara).get("/laporan-csp/").content.decode()
    assert "https://jahat.example" in page
    assert "https://asing.example" in page
    assert "Kabupaten Poso" in page
    narrowed = client_of(None, tiara).get("/laporan-csp/", {"pemda": "32.15"}).content.decode()
    assert "https://jahat.example" not in narrowed
    assert "https://asing.example" in client_of(None, tiara).get("/laporan-csp/?unduh=csv").content.decode()
    own = client_of(poso, rina).get("/konsol/keamanan/").content.decode()
    assert "https://jahat.example" in own
    assert "https://asing.example" not in own
    assert "https://asing.example" not in client_of(poso, rina).get("/konsol/keamanan/?format=csv").content.decode()
    assert client_of(poso, budi).get("/konsol/keamanan/").status_code == 403
    assert client_of(None).get("/laporan-csp/").status_code == 302


def test_empty_pages_say_so(in_poso, rina, client_of):
    assert "Belum ada yang dihentikan" in client_of(in_poso, rina).get("/konsol/keamanan/").content.decode()


# --- well-known addresses -----------------------------------------------------------------------------


def fields_of(answer):
    return [line.split(": ", 1) for line in answer.content.decode().splitlines()]


def test_security_txt_is_as_rfc_9116_says(poso, client_of, settings):
    settings.ADOPSI_SECURITY_CONTACT = ["mailto:keamanan@contoh.example", "https://contoh.example/lapor"]
    settings.ADOPSI_SECURITY_POLICY = "https://contoh.example/kebijakan"
    for client, host in ((client_of(poso), "poso.localhost"), (client_of(None), "localhost")):
        answer = client.get("/.well-known/security.txt")
        assert (answer.status_code, answer["Content-Type"]) == (200, "text/plain; charset=utf-8")
        fields = fields_of(answer)
        assert [value for name, value in fields if name == "Contact"] == settings.ADOPSI_SECURITY_CONTACT
        values = dict(fields)
        assert values["Canonical"] == f"http://{host}:8000/.well-known/security.txt"
        assert values["Policy"] == "https://contoh.example/kebijakan"
        assert values["Preferred-Languages"] == "id, en"
        expires = datetime.strptime(values["Expires"], "%Y-%m-%dT%H:%M:%SZ").replace(tzinfo=UTC)
        assert timedelta(0) < expires - timezone.now() < timedelta(days=366)
        assert [name for name, _value in fields].count("Expires") == 1


def test_the_day_comes_from_the_settings_and_is_looked_at(in_poso, client_of, settings):
    settings.ADOPSI_SECURITY_EXPIRES = "2027-03-01"
    assert dict(fields_of(client_of(in_poso).get("/.well-known/security.txt")))["Expires"] == "2027-03-01T23:59:59Z"
    for day, name in (("2020-01-01", "edges.W001"), ("2099-01-01", "edges.W001"), ("besok", "edges.E002")):
        settings.ADOPSI_SECURITY_EXPIRES = day
        assert name in [each.id for each in run_checks()]
    settings.ADOPSI_SECURITY_EXPIRES, settings.ADOPSI_SECURITY_CONTACT = "", ["keamanan@contoh.example"]
    assert "edges.E001" in [each.id for each in run_checks()]


def test_password_managers_find_the_page(in_poso, client_of, sari):
    answer = client_of(in_poso, sari).get("/.well-known/change-password")
    assert (answer.status_code, answer["Location"]) == (302, "/akun/sandi/ubah/")
    assert client_of(in_poso).get("/.well-known/resource-that-should-not-exist").status_code == 404
