"""The door into a Pemda: fails closed, never leaks between threads, refuses to cross a transaction."""

import contextvars
import threading
import time

import pytest
from django.db import connections, transaction
from django_tenants.utils import schema_context

from tenants.accounts.models import Person
from tenants.backend.base import POOL, TRUSTED_SECONDS
from tenants.context import at_pusat, inside
from tenants.errors import NoPemdaActive, WrongDoor
from tests.plugin import superuser


def test_outside_of_a_pemda_nothing_can_be_read(shared_database):
    with pytest.raises(NoPemdaActive):
        Person.objects.count()


def test_after_leaving_a_pemda_nothing_can_be_read(poso):
    with inside(poso):
        Person.objects.count()
    with pytest.raises(NoPemdaActive):
        Person.objects.count()


def test_a_new_thread_is_in_no_pemda(in_poso):
    outcome = []

    def read():
        try:
            outcome.append(Person.objects.count())
        except NoPemdaActive:
            outcome.append("refused")
        finally:
            connections.close_all()

    thread = threading.Thread(target=read)
    thread.start()
    thread.join()
    assert outcome == ["refused"]


def test_another_context_on_the_same_thread_is_in_no_pemda(in_poso):
    """The open connection is Poso's; who runs without Poso in their context must not use it."""
    with pytest.raises(NoPemdaActive):
        contextvars.Context().run(Person.objects.count)
    assert Person.objects.count() >= 0


def test_switching_inside_a_transaction_is_refused(poso, karawang):
    with inside(poso), transaction.atomic():
        with pytest.raises(transaction.TransactionManagementError), inside(karawang):
            pass
        assert _schema() == poso.schema_name


def test_the_ways_of_django_tenants_are_refused(in_poso):
    with pytest.raises(WrongDoor), schema_context("pemda_3215"):
        pass
    with pytest.raises(WrongDoor):
        connections["default"].set_schema("pemda_3215")
    assert _schema() == in_poso.schema_name


def test_a_warm_switch_sends_no_statement_and_opens_no_connection(poso, karawang):
    backends = {}
    for pemda in (poso, karawang, poso, karawang):
        with inside(pemda), connections["default"].cursor() as cursor:
            cursor.execute("SELECT pg_backend_pid()")
            backends.setdefault(pemda.code, set()).add(cursor.fetchone()[0])
    assert [len(pids) for pids in backends.values()] == [1, 1]


def test_a_connection_with_an_open_transaction_is_never_parked(poso):
    POOL.clear()
    connection = connections["default"]
    connection.close()
    with inside(poso):
        connection.ensure_connection()
        connection.connection.autocommit = False
        connection.connection.cursor().execute("SELECT 1")
    assert len(POOL) == 0
    assert connection.connection is None


def test_a_connection_cut_off_by_the_server_is_replaced(poso, karawang):
    with inside(poso), connections["default"].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        victim = cursor.fetchone()[0]
    superuser(f"SELECT pg_terminate_backend({victim}, 5000)")
    time.sleep(TRUSTED_SECONDS)
    with inside(poso):
        assert Person.objects.count() >= 0


def test_a_server_without_a_free_slot_gets_idle_connections_back(fresh, poso, karawang):
    for alias in ("public", "owner"):
        connections[alias].close()
    with inside(karawang):
        Person.objects.count()
    with inside(poso):
        connections["default"].close()
    assert len(POOL) == 1
    superuser(f'ALTER DATABASE "{fresh}" CONNECTION LIMIT 1')
    with inside(poso):
        assert Person.objects.count() >= 0
    assert len(POOL) == 0
    superuser(f'ALTER DATABASE "{fresh}" CONNECTION LIMIT -1')


def test_six_thousand_threaded_switches_end_in_the_right_pemda(poso, karawang):
    wrong = []

    def work(first, second):
        try:
            for turn in range(750):
                pemda = (first, second)[turn % 2]
                with inside(pemda):
                    if turn % 5 == 0 and _login() != pemda.schema_name:
                        wrong.append(turn)
                    elif connections["default"].schema_name != pemda.schema_name:
                        wrong.append(turn)
        finally:
            connections.close_all()

    pairs = [(poso, karawang), (karawang, poso)] * 4
    threads = [threading.Thread(target=work, args=pair) for pair in pairs]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    assert wrong == []


def test_pusat_sees_its_own_people_and_no_citizens(fresh, poso, person):
    with inside(poso):
        person("Sari")
    with at_pusat():
        person("Tiara", kind="tim_pusat")
        assert [each.name for each in Person.objects.all()] == ["Tiara"]


def _schema():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT current_schema()")
        return cursor.fetchone()[0]


def _login():
    with connections["default"].cursor() as cursor:
        cursor.execute("SELECT session_user")
        return cursor.fetchone()[0]
