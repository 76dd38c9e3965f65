"""The API of two Pemda against its own document: generated calls, and chains of calls along what they answer.

No answer may be a server error, have a status or shape that the document does not name, or hold anything of another
Pemda. ADOPSI_SCHEMATHESIS_EXAMPLES=500 looks longer; the default is bounded to about a minute.
"""

from __future__ import annotations

import os
from typing import Any

import pytest
import schemathesis
from django.core.wsgi import get_wsgi_application
from hypothesis import HealthCheck, Phase, given, settings
from hypothesis.strategies import sampled_from
from schemathesis.checks import not_a_server_error
from schemathesis.core.failures import FailureGroup
from schemathesis.specs.openapi.checks import (
    content_type_conformance,
    response_schema_conformance,
    status_code_conformance,
)

from adopsi.api.scopes import scopes_of
from tenants.accounts.models import Person
from tenants.accounts.tokens import issue_token
from tenants.context import inside
from tests.isolation.conftest import world  # noqa: F401

EXAMPLES = int(os.environ.get("ADOPSI_SCHEMATHESIS_EXAMPLES", "10"))
CHECKS = [not_a_server_error, status_code_conformance, content_type_conformance, response_schema_conformance]
BOUNDED = settings(
    max_examples=EXAMPLES,
    deadline=None,
    suppress_health_check=list(HealthCheck),
    phases=[Phase.explicit, Phase.generate],
    database=None,
    # The same calls each time, unless somebody looks longer.
    derandomize=EXAMPLES <= 10,
)
STEPS = 6
WHO = ("poso", "karawang")


class Face:
    """One Pemda's WSGI face as its admin's token sees it, which looks at every byte that leaves."""

    def __init__(self, world: Any, who: str) -> None:  # noqa: F811
        self._application = get_wsgi_application()
        self._host = f"{world.pemda[who].primary_host}:8000"
        self.token = _token_of(world.pemda[who])
        other = next(name for name in WHO if name != who)
        # Keys of what there is here, and of what there is next door.
        self.keys = [_keys_of(world.lives[name]) for name in (who, other)]
        self._foreign = [f"kenari{name}".encode() for name in world.lives if name != who]
        self.own = f"kenari{who}".encode()
        self.leaks: list[str] = []
        self.answers: dict[str, int] = {}
        self.saw_own = False

    def __call__(self, environ: dict[str, Any], start_response: Any) -> Any:
        environ["HTTP_HOST"] = self._host
        # So that every byte can be read.
        environ["HTTP_ACCEPT_ENCODING"] = "identity"
        # What is generated for the header opens nothing; the walk of tests/isolation looks at foreign tokens.
        environ["HTTP_AUTHORIZATION"] = f"Bearer {self.token}"
        said: list[str] = []

        def start(status: str, headers: list[tuple[str, str]], exc_info: Any = None) -> Any:
            said.append(f"{status} {headers}")
            return start_response(status, headers, exc_info)

        answer = self._application(environ, start)
        body = b"".join(answer)
        getattr(answer, "close", lambda: None)()
        self._look(environ, said[0], body)
        return [body]

    def _look(self, environ: dict[str, Any], head: str, body: bytes) -> None:
        what = f"{environ['REQUEST_METHOD']} {environ['PATH_INFO']}"
        self.answers[head[:3]] = self.answers.get(head[:3], 0) + 1
        self.saw_own |= self.own in body
        for canary in self._foreign:
            # What the caller sent may come back; nobody sends a foreign canary here.
            if canary in body or canary in head.encode():
                self.leaks.append(f"{what}: {canary.decode()}")


def _keys_of(life: Any) -> dict[str, str]:
    return {**life.values, "module": "laksa"}


def _token_of(pemda: Any) -> str:
    """A token of the Pemda's admin with every scope that there is."""
    with inside(pemda):
        admin = Person.objects.get(kind=Person.Kind.ADMIN)
        return issue_token(person=admin, name="uji", scopes=scopes_of(pemda.code), days=1)[1]


@pytest.fixture(scope="module", params=WHO)
def face(request: pytest.FixtureRequest, world: Any) -> Face:  # noqa: F811
    """The face of one of the two."""
    return Face(world, request.param)


@pytest.fixture(scope="module")
def document(face: Face) -> Any:
    """The Pemda's own OpenAPI document."""
    schema = schemathesis.openapi.from_wsgi("/api/v1/schema/?format=json", face)
    assert len(list(schema.get_all_operations())) > 20
    return schema


def test_generated_calls_are_answered_as_the_document_says(face: Face, document: Any) -> None:
    problems = []
    for found in document.get_all_operations():
        operation = found.ok()

        @BOUNDED
        @given(case=operation.as_strategy(), keys=sampled_from([*face.keys, {}]))
        def call(case: Any, keys: dict[str, str]) -> None:
            for name in case.path_parameters or {}:
                # The house's own addresses call a module by its slug.
                kind = "module" if name == "slug" and "destinations" not in case.path else name
                case.path_parameters[name] = keys.get(kind, case.path_parameters[name])
            case.validate_response(case.call(), checks=CHECKS)

        try:
            call()
        except FailureGroup as group:
            problems.append(f"{operation.label}: {group}")
    assert problems == [], "\n".join(problems)
    assert face.leaks == []
    assert face.saw_own
    assert face.answers.get("200", 0) > 50


def test_chains_of_calls_are_answered_as_the_document_says(face: Face, document: Any) -> None:
    machine = document.as_state_machine()

    class Chain(machine):  # type: ignore[misc, valid-type]
        """Follows what answers name: a destination from a list, a run from an activation."""

        def validate_response(self, response: Any, case: Any, **options: Any) -> None:
            case.validate_response(response, checks=CHECKS)

    Chain.run(settings=settings(BOUNDED, stateful_step_count=STEPS, max_examples=EXAMPLES * 2))
    assert face.leaks == []
