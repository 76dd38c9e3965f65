"""A citizen sees who saw and who changed their data, and nothing about anybody else."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

from tenants.accounts.models import Person
from tenants.audit.acting import Actor, acting, acting_as
from tenants.audit.services import record


def test_who_changed_my_data(in_poso: Any, sari: Person, otto: Person, client_of: Callable[..., Any]) -> None:
    with acting(lambda: Actor(name="Budi", kind="petugas", id=999)):
        Person.objects.filter(pk=sari.pk).update(language="en")
    with acting(lambda: Actor(name="Otto", kind="warga", id=otto.pk)):
        Person.objects.filter(pk=sari.pk).update(language="id")
    body = client_of(in_poso, sari).get("/akun/jejak/?bagian=diubah").content.decode()
    assert "Budi" in body
    assert "Warga lain" in body
    assert "Otto" not in body
    other = client_of(in_poso, otto).get("/akun/jejak/?bagian=diubah").content.decode()
    assert "Budi" not in other


def test_a_task_of_the_code_is_the_systems_work(in_poso: Any, sari: Person, client_of: Callable[..., Any]) -> None:
    with acting_as("mail_notification"):
        Person.objects.filter(pk=sari.pk).update(language="en")
    with acting(lambda: Actor(name="budi", kind="petugas", id=999)):
        Person.objects.filter(pk=sari.pk).update(language="id")
    body = client_of(in_poso, sari).get("/akun/jejak/?bagian=diubah").content.decode()
    assert "· Sistem" in body
    assert "mail_notification" not in body
    # A person who writes their name like this stays a person.
    assert "· budi" in body


def test_who_looked_at_my_data(in_poso: Any, sari: Person, otto: Person, budi: Person, client_of: Any) -> None:
    client = client_of(in_poso, sari)
    assert "Belum ada catatan" in client.get("/akun/jejak/").content.decode()
    record(act="vault.revealed", subject=sari, actor=budi, changes={"field": "phone", "reason": "Panggilan darurat"})
    body = client.get("/akun/jejak/").content.decode()
    assert "Data tersamar dibuka" in body
    assert "Panggilan darurat" in body
    assert "Panggilan darurat" not in client_of(in_poso, otto).get("/akun/jejak/").content.decode()


def test_visitors_log_in_first(in_poso: Any, client_of: Callable[..., Any]) -> None:
    answer = client_of(in_poso).get("/akun/jejak/")
    assert answer.status_code == 302
    assert "/masuk/" in answer["Location"]
