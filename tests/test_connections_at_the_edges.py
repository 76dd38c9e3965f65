"""Connections at the edges of a request: what is dead, broken or too old never meets the next visitor."""

import time

import pytest
from django.core.signals import request_finished, request_started
from django.db import close_old_connections, connections, reset_queries
from django.test.utils import CaptureQueriesContext

from tenants.accounts.models import Person
from tenants.backend.edges import after_request, before_request, take_over
from tenants.context import inside
from tenants.models import Pemda
from tests.plugin import superuser


@pytest.fixture
def as_served(shared_database):
    """The receivers as a server's process has them; tests go without."""
    take_over.__wrapped__()
    yield
    assert request_started.disconnect(before_request)
    assert request_finished.disconnect(after_request)


def test_the_edges_are_looked_after_once_and_not_by_django_too(as_served):
    for signal, ours in ((request_started, before_request), (request_finished, after_request)):
        found = [receiver() for _key, receiver, *_rest in signal.receivers]
        assert found.count(ours) == 1
        assert {reset_queries, close_old_connections}.isdisjoint(found)


def test_a_shared_connection_that_the_server_cut_off_is_replaced_before_the_next_request(shared_database):
    with connections["public"].cursor() as cursor:
        cursor.execute("SELECT pg_backend_pid()")
        victim = cursor.fetchone()[0]
    superuser(f"SELECT pg_terminate_backend({victim}, 5000)")
    before_request()
    assert Pemda.objects.count() >= 1


def test_a_pemdas_connection_that_broke_is_closed_after_the_request(poso):
    with inside(poso):
        Person.objects.count()
        connection = connections["default"]
        connection.errors_occurred = True
        superuser(f"SELECT pg_terminate_backend({connection.connection.info.backend_pid}, 5000)")
    after_request()
    assert connections["default"].connection is None
    with inside(poso):
        assert Person.objects.count() >= 0


def test_a_pemdas_connection_past_its_age_is_closed_after_the_request(poso):
    with inside(poso):
        Person.objects.count()
    assert connections["default"].connection is not None
    connections["default"].close_at = time.monotonic() - 1
    after_request()
    assert connections["default"].connection is None


def test_statements_of_the_request_before_are_forgotten_unless_somebody_counts(poso):
    with inside(poso), CaptureQueriesContext(connections["default"]) as counted:
        Person.objects.count()
        before_request()
        after_request()
        assert len(counted) == 1
    after_request()
    assert len(connections["default"].queries_log) == 0
