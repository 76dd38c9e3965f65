"""Log lines as they really leave the process: redacted in every form, and with what finds them again."""

from __future__ import annotations

import json
import os
import subprocess
import sys
import textwrap

import pytest

from adopsi.redaction import redact
from adopsi.runtime import environment

PLANTED = {
    "nik": "7202011203900001",
    "nik in groups": "7202.0112.0390.0001",
    "kk": "7202010101010002",
    "nip": "198503152010011002",
    "nip in groups": "19850315 201001 1 002",
    "phone": "081234567890",
    "phone +62": "+62 812-3456-7890",
    "phone 62": "6281234567890",
    "e-mail": "sari.warga+uji@contoh.example",
    "password": "kata-Sandi-9271",
    "token": "adp_R4h4s14T0k3n",
    "cookie": "c00k13-rahasia",
    "code": "918273",
}
# How the planted values stand in what is logged.
WORDS = (
    "nik={nik} ({nik in groups}) kk {kk}, nip {nip} / {nip in groups}; telp {phone}, {phone +62}, {phone 62};"
    " {e-mail} password={password} Authorization: Bearer {token}\nCookie: sesi={cookie}; kode={code}"
).format_map(PLANTED)

PROGRAM = """
import logging, sys
import django
django.setup()
from django.test import Client
# Nothing was collected for this process.
django.conf.settings.STORAGES["staticfiles"] = {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}
words = sys.stdin.read()
log = logging.getLogger("adopsi.uji")
log.error(words)
log.error("args: %s %r", words, {"password": PLANTED["password"], "nik": PLANTED["nik"], "token": [PLANTED["token"]]})
class Odd:
    def __repr__(self):
        return words
log.error("odd %r", Odd())
try:
    raise ValueError(words) from KeyError(words)
except ValueError:
    log.exception("caught")
log.error("stack", stack_info=True)
log.error("secret %s %s", django.conf.settings.ADOPSI_MASTER_SECRET, django.conf.settings.DATABASES["public"]["PASSWORD"])
def break_(*arguments, **more):
    raise RuntimeError(words)
import adopsi.portal.home
adopsi.portal.home.active_manifests = break_
client = Client(headers={"host": "poso.localhost"}, raise_request_exception=False)
client.cookies["sesi"] = PLANTED["cookie"]
answer = client.get("/", {"token": PLANTED["token"], "email": PLANTED["e-mail"], "nik": PLANTED["nik"]})
print(answer.status_code)
"""


@pytest.fixture
def told(fresh):
    """What a process really writes to its standard error, in the given format."""

    def run(log_format: str) -> str:
        base = os.environ["DATABASE_URL"].replace("/adopsi?", f"/{fresh}?")
        done = subprocess.run(
            [sys.executable, "-c", f"PLANTED = {PLANTED!r}\n" + textwrap.dedent(PROGRAM)],
            input=WORDS,
            env={**environment.inherited(), **_addresses(), "DATABASE_URL": base, "ADOPSI_LOG_FORMAT": log_format},
            capture_output=True,
            text=True,
            check=False,
            timeout=300,
        )
        assert done.returncode == 0, done.stderr[-3000:]
        assert done.stdout.strip() == "500", done.stderr
        return done.stderr

    return run


def _addresses() -> dict[str, str]:
    return {name: os.environ[name] for name in ("BROKER_URL", "CACHE_URL")}


@pytest.mark.parametrize("log_format", ["line", "json"])
def test_nothing_planted_leaves_the_process(told, log_format):
    text = told(log_format)
    assert text.count("[…]") > 40
    for name, value in PLANTED.items():
        assert value not in text, name
    for name in ("ADOPSI_MASTER_SECRET", "ADOPSI_SECRET_KEY"):
        assert os.environ[name] not in text
    assert "RuntimeError" in text


def test_json_lines_name_request_pemda_and_route(told):
    events = [json.loads(line) for line in told("json").splitlines()]
    first = events[0]
    assert (first["level"], first["logger"]) == ("ERROR", "adopsi.uji")
    broken = next(event for event in events if event["logger"] == "django.request")
    assert broken["pemda"] == "72.02"
    assert broken["place"] == "pemda_7202"
    assert len(broken["request_id"]) == 32
    assert broken["route"] == "home"
    assert "RuntimeError" in broken["exception"]
    assert not any("person" in event for event in events)


def test_a_person_is_named_by_their_key_alone(in_poso, rina, client_of, monkeypatch, caplog):
    import logging

    from adopsi.logs import JsonFormatter

    lines = []

    class Keep(logging.Handler):
        def emit(self, record):
            lines.append(json.loads(self.format(record)))

    handler = Keep()
    handler.setFormatter(JsonFormatter())
    log = logging.getLogger("adopsi.refusals")
    monkeypatch.setattr(log, "handlers", [handler])
    caplog.set_level(logging.INFO, logger=log.name)
    client_of(in_poso, rina).post("/konsol/katalog/tidak-ada/aktifkan/")
    client_of(in_poso, rina, enforce_csrf_checks=True).post("/konsol/domain/")
    assert lines
    assert {line.get("person") for line in lines} <= {rina.pk, None}
    assert rina.pk in {line.get("person") for line in lines} or lines[-1]["route"]
    assert rina.name not in json.dumps(lines)
    assert rina.email not in json.dumps(lines)


@pytest.mark.parametrize(
    "text",
    [
        "run 5f0c7f3a-1111-4222-8333-123456789012 done in 123456789 µs",
        "2026-11-22 14:30:00,123 INFO pemda_7202 adopsi.refusals refused code=expired_form path=/laksa/laporan/12/",
        "listening on 127.0.0.1:8000",
        "release laksa 1.0.0 5d41402abc4b2a76b9719d911017c592 built",
        "SELECT id FROM laksa_report WHERE id = 1234567",
    ],
)
def test_what_helps_to_find_a_fault_stays(text):
    assert redact(text) == text


@pytest.mark.parametrize(
    ("text", "gone"),
    [
        ("DETAIL:  Key (email)=(sari@contoh.example) already exists.", "sari"),
        ("DETAIL:  Failing row contains (7, Sari Wulandari, null, t).", "Wulandari"),
        ("connect postgresql://pemda_7202:s3cr3t-pw@db/adopsi failed", "s3cr3t-pw"),
        ("{'HTTP_COOKIE': 'sesi=abcdef', 'x': 1}", "abcdef"),
        ("__Host-sesi=abcdef; path=/", "abcdef"),
        ('{"api_token": "abc def", "n": 1}', "abc def"),
        ("GET /masuk/?kode=123456&x=1", "123456"),
        ("jwt eyJhbGciOiJIUzI1NiJ9.eyJzdWIiOiJzYXJpIn0.c2lnbmF0dXJl", "eyJ"),
        ("proxy-authorization: Basic c2FyaTpwdw==", "c2Fya"),
    ],
)
def test_what_only_looks_harmless_goes(text, gone):
    assert gone not in redact(text)
    assert "[…]" in redact(text)
