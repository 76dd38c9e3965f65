"""Who may open which address of the console and the API: the whole matrix, tried.

Every address stands in MATRIX; one that does not fails, so nobody adds a page without saying who it is for. Addresses
of modules are found by themselves: their console is for people with a role of the module, and in their API every act
that changes something needs a scope.
"""

from __future__ import annotations

from collections.abc import Iterator

import pytest
from django.core.cache import cache
from django.urls import URLPattern, URLResolver, get_resolver

from catalog.registry import all_manifests
from tenants.accounts.tokens import issue_token
from tenants.organisation.core_roles import CORE_ROLES

ANONYMOUS, CITIZEN, OFFICER, HOLDER, ADMIN = "pengunjung", "warga", "petugas", "petugas dengan peran", "admin TI"
EVERYBODY = {ANONYMOUS, CITIZEN, OFFICER, HOLDER, ADMIN}
STAFF = {OFFICER, HOLDER, ADMIN}
ADMINS = {ADMIN}
HOLDERS = {HOLDER}
NOBODY_ID = "00000000-0000-0000-0000-000000000000"
VALUES = {"int": 999_999, "slug": "tidak-ada", "str": "x", "uuid": NOBODY_ID}
METHODS = ("GET", "POST", "PUT", "PATCH", "DELETE")
SAFE = {"GET"}

# fmt: off
_PAGES = {
    "console": {
        (
            "home", "help", "help-page", "search", "palette",
            "announcements", "announcement", "announcement-dismiss",
        ): STAFF,
        (
            "catalog", "module", "module-enable", "module-park", "module-settings", "module-take-role",
            "settings-history", "settings-undo",
            "erasure-ask", "erasures", "erasure", "erasure-approve", "erasure-refuse", "erasure-retry",
            "erasure-export", "erasure-certificate",
            "runs", "run", "run-progress", "run-retry", "run-cancel", "run-undo",
            "releases", "release", "release-ring", "release-pause", "release-resume", "release-pin", "release-unpin",
            "sandboxes", "sandbox-drop",
            "people", "person-invite", "person", "person-invite-again", "person-grant", "person-revoke",
            "person-kind", "person-close", "person-reopen", "person-reset-factor", "person-hand-over", "person-phone",
            "sign-in", "sign-in-test", "sign-in-remove",
            "opd", "opd-add", "opd-edit", "opd-close", "opd-reopen",
            "people-bulk", "people-bulk-undo", "opd-bulk", "opd-bulk-undo",
            "brand", "security", "domains", "domain-verify", "domain-primary", "domain-remove",
            "activity", "row-changes", "tokens", "token-issue", "token-revoke",
            "webhooks", "webhook-add", "webhook", "webhook-edit", "webhook-test", "webhook-pause", "webhook-resume",
            "webhook-rotate", "webhook-remove", "webhook-replay", "webhook-delivery", "webhook-delivery-replay",
            "backups", "backup-settings", "backup-make", "backup-export", "backup-test", "backup-download",
            "backup-restore", "backup-copy",
            "billing",
            "support", "support-grant", "support-refuse", "support-revoke",
        ): ADMINS,
    },
    "portal-console": {
        (
            "news-list", "news-new", "news-preview", "news-edit", "news-publish", "news-unpublish",
            "notices", "notice-new", "notice-edit", "notice-end",
        ): HOLDERS,
    },
    "liveroom": {
        ("room", "data", "list"): HOLDERS | ADMINS,
        ("displays", "display-offer", "display-revoke"): ADMINS,
    },
    "pdp": {
        (
            "requests", "request-add", "request", "request-assign", "request-note", "request-answer",
            "request-refuse", "request-gather", "request-erase", "request-decide", "request-receipt",
            "consents", "register", "retention",
            "incidents", "incident-add", "incident", "incident-edit", "incident-notice", "incident-notified",
            "incident-close",
        ): HOLDERS | ADMINS,
        ("uploads",): ADMINS,
    },
}
# fmt: on
CONSOLE = {f"{space}:{name}": who for space, pages in _PAGES.items() for names, who in pages.items() for name in names}
# No account at all comes in here: a one-time link does, and whoever came in by it goes out.
BY_LINK = {"console:support-enter", "console:support-leave"}
# By what reads and what changes; an address without a method of the kind has an empty set.
API = {
    "api:docs": (EVERYBODY, set()),
    "api:schema": (EVERYBODY, set()),
    # The shelf is no secret: everybody with an account may read it.
    "api:catalog-list": (EVERYBODY - {ANONYMOUS}, set()),
    "api:catalog-detail": (EVERYBODY - {ANONYMOUS}, set()),
    "api:activation-list": (STAFF, set()),
    "api:activation-detail": (STAFF, ADMINS),
    "api:activation-undo": (set(), ADMINS),
    "api:activation-operation": (STAFF, set()),
    "api:run-detail": (STAFF, set()),
    "api:webhook-list": (ADMINS, ADMINS),
    "api:webhook-detail": (ADMINS, ADMINS),
}


def _routes(patterns: list, path: str = "", spaces: tuple[str, ...] = ()) -> Iterator[tuple[str, str, URLPattern]]:
    for pattern in patterns:
        whole = path + str(pattern.pattern)
        if isinstance(pattern, URLResolver):
            inner = (*spaces, pattern.namespace) if pattern.namespace else spaces
            yield from _routes(pattern.url_patterns, whole, inner)
        else:
            yield ":".join([*spaces, pattern.name or whole]), whole, pattern


def _all(prefix: str) -> dict[str, tuple[str, URLPattern]]:
    found = {}
    for name, template, pattern in _routes(get_resolver("adopsi.urls_pemda").url_patterns):
        if template.startswith(prefix):
            path = "/" + template
            for argument, converter in pattern.pattern.converters.items():
                kind = type(converter).__name__.removesuffix("Converter").lower().replace("string", "str")
                path = path.replace(f"<{kind}:{argument}>", str(VALUES[kind])).replace(f"<{argument}>", "x")
            assert "<" not in path, template
            assert name not in found, f"two addresses are called {name}"
            found[name] = (path, pattern)
    return found


SLUGS = [manifest.slug for manifest in all_manifests()]
CONSOLE_ROUTES = _all("konsol/")
API_ROUTES = _all("api/")
MODULE_CONSOLE = {name: found for name, found in CONSOLE_ROUTES.items() if name.split("-")[0] in SLUGS}
MODULE_API = {name: found for name, found in API_ROUTES.items() if name.split("-")[0] in SLUGS}


@pytest.fixture
def cast(in_poso, client_of, sari, budi, rina, person, give):
    """One client for each kind of person; the holder has every role there is."""
    cache.clear()
    holder = person("Wulan", kind="petugas")
    for role in CORE_ROLES:
        give(holder, role.key)
    for manifest in all_manifests():
        for role in manifest.roles:
            give(holder, role.key)
    people = {CITIZEN: sari, OFFICER: budi, HOLDER: holder, ADMIN: rina}
    return {ANONYMOUS: client_of(in_poso)} | {who: client_of(in_poso, one) for who, one in people.items()}


def _is_let_in(client, path, method) -> bool | None:
    """Whether the address lets this client in; None where it has no such method."""
    answer = client.generic(method, path, content_type="application/json" if "/api/" in path else "text/plain")
    assert answer.status_code < 500, (method, path)
    if answer.status_code == 405:
        return None
    goes_to_log_in = answer.status_code == 302 and answer["Location"].startswith("/akun/masuk/")
    return answer.status_code not in {401, 403} and not goes_to_log_in


def _let_in(cast, path, methods) -> set[str]:
    """Who is let in by at least one of the methods."""
    return {who for who, client in cast.items() if any(_is_let_in(client, path, method) for method in methods)}


# --- every address is in the matrix -------------------------------------------------------------------


def test_every_address_of_the_console_says_who_it_is_for():
    assert set(CONSOLE_ROUTES) - set(MODULE_CONSOLE) == set(CONSOLE) | BY_LINK


def test_every_address_of_the_api_says_who_it_is_for():
    assert set(API_ROUTES) - set(MODULE_API) == set(API)


def test_link_is_needed_where_no_account_comes_in(cast):
    for name in BY_LINK:
        path, _pattern = CONSOLE_ROUTES[name]
        for who, client in cast.items():
            statuses = {client.get(path).status_code, client.post(path).status_code}
            assert statuses <= {403, 404, 405}, (name, who)


# --- and lets in exactly those ------------------------------------------------------------------------


def _difference(cast, routes, expected) -> dict[str, tuple[list[str], list[str]]]:
    """Who is let in and should not be, and who is not and should: by address, for those where anything differs."""
    found = {}
    for name, (methods, who) in expected.items():
        let_in = _let_in(cast, routes[name][0], methods)
        if let_in != who:
            found[f"{name} {'/'.join(sorted(methods))}"] = (sorted(let_in - who), sorted(who - let_in))
    return found


def test_console(cast):
    expected = {name: ({"GET", "POST"}, who) for name, who in CONSOLE.items()}
    assert _difference(cast, CONSOLE_ROUTES, expected) == {}


def test_api_with_a_session(cast):
    assert _difference(cast, API_ROUTES, {name: (SAFE, readers) for name, (readers, _) in API.items()}) == {}
    changes = {name: (set(METHODS) - SAFE, changers) for name, (_, changers) in API.items()}
    assert _difference(cast, API_ROUTES, changes) == {}


def test_console_of_a_module_is_for_its_roles(cast):
    expected = {name: ({"GET", "POST"}, HOLDERS) for name in MODULE_CONSOLE}
    assert _difference(cast, MODULE_CONSOLE, expected) == {}


def test_api_of_a_module_changes_nothing_without_a_scope(cast, bare):
    for path, pattern in MODULE_API.values():
        scopes = getattr(pattern.callback.view_class, "scopes", {})
        for method in METHODS:
            is_open = _is_let_in(cast[ANONYMOUS], path, method)
            assert not is_open or (method in SAFE and method not in scopes), f"{method} {path} is open to everybody"
            if method in scopes:
                assert _is_let_in(bare, path, method) is False, f"{method} {path} asks for no scope"


def test_api_refuses_tokens_without_the_scope(bare):
    for name in set(API) - {"api:docs", "api:schema"}:
        path, _pattern = API_ROUTES[name]
        assert not any(_is_let_in(bare, path, method) for method in METHODS), name


@pytest.fixture
def bare(in_poso, client_of, rina):
    """A caller with the IT admin's token that carries no scope."""
    key = issue_token(person=rina, name="tanpa cakupan", scopes=[], days=1)[1]
    client = client_of(in_poso)
    client.defaults["HTTP_AUTHORIZATION"] = f"Bearer {key}"
    return client
