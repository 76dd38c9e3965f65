"""Planted numbers are nowhere in plain: not in a dump, a log, the cache, an error page, a mail, an audit row."""

from __future__ import annotations

import logging
import os
from collections.abc import Callable
from typing import Any

import psycopg2
import pytest
from django.conf import settings as django_settings
from django.core import mail
from django.core.cache import caches
from django.db import connections

from tenants.accounts.models import Person
from tenants.accounts.services import change_person
from tenants.context import inside

PLANTED = "+6281298765432"
DIGITS = "81298765432"


def everything_in(schema_name: str) -> str:
    """All rows of all tables of the schema as text, as a dump would have them."""
    address = os.environ["SUPERUSER_DATABASE_URL"]
    found = []
    with psycopg2.connect(address, dbname=connections["owner"].settings_dict["NAME"]) as made, made.cursor() as cursor:
        cursor.execute("SELECT tablename FROM pg_tables WHERE schemaname = %s", [schema_name])
        for (table,) in cursor.fetchall():
            cursor.execute(f"SELECT coalesce(string_agg(t::text, chr(10)), '') FROM {schema_name}.\"{table}\" t")
            found.append(f"{table}: {cursor.fetchone()[0]}")
    made.close()
    return "\n".join(found)


def everything_cached() -> str:
    """All keys and values of every cache."""
    texts = []
    for alias in django_settings.CACHES:
        client = caches[alias]._cache.get_client()  # type: ignore[attr-defined]
        for key in client.keys("*"):
            kind = client.type(key)
            texts.append(f"{key!r} {client.get(key) if kind == b'string' else kind!r}")
    return "\n".join(texts)


def test_a_planted_number_is_nowhere(
    fresh: str,
    poso: Any,
    person: Callable[..., Any],
    client_of: Callable[..., Any],
    caplog: pytest.LogCaptureFixture,
    monkeypatch: pytest.MonkeyPatch,
) -> None:
    caplog.set_level(logging.DEBUG)
    with inside(poso):
        sari = person("Sari", phone=PLANTED, phone_verified=True)
        rina, budi = person("Rina", kind="admin_ti"), person("Budi", kind="petugas")
        change_person(person=budi, name="Budi", email=budi.email, phone="+6281298765433", actor=rina)
    assert DIGITS not in everything_in(poso.schema_name)
    assert "81298765433" not in everything_in(poso.schema_name)
    assert DIGITS not in everything_in("public")

    # Somebody logs in with it, and every page breaks.
    client = client_of(poso)
    client.raise_request_exception = False
    client.post("/akun/masuk/", {"login": "0812-9876-5432", "password": "bukan-kata-sandi"})
    signed_in = client_of(poso, sari)
    signed_in.raise_request_exception = False
    monkeypatch.setattr("adopsi.portal.trail_views.looks_at", lambda key: Person.objects.get(phone=PLANTED, pk=0))
    broken = signed_in.get("/akun/jejak/")
    assert broken.status_code >= 400
    assert DIGITS not in broken.content.decode()
    assert DIGITS not in caplog.text
    assert DIGITS not in everything_cached()
    assert DIGITS not in "\n".join(str(message.message()) for message in mail.outbox)
    assert DIGITS not in everything_in(poso.schema_name)
