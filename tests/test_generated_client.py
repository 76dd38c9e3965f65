"""A Python client that is generated from the API's own document, and used from its folder against the running product.

It stays in build/client (`make client`); docs/api.md says how to use it.
"""

from __future__ import annotations

import importlib
import json
import subprocess
import sys
from pathlib import Path
from types import SimpleNamespace

import httpx
import pytest

from tenants.context import inside
from tests.live_pemda import live

HOME = Path(__file__).resolve().parent.parent / "build" / "client"
GENERATE = [sys.executable, "-m", "openapi_python_client", "generate", "--meta", "none", "--overwrite"]


@pytest.fixture
def there(fresh, poso, person):
    """Poso's address with a token of Sari's and one of an IT admin."""
    from tenants.accounts.tokens import issue_token

    with inside(poso):
        sari, rina = person("Sari"), person("Rina", kind="admin_ti")
        write = issue_token(person=sari, name="uji", scopes=["laksa:read", "laksa:write"], days=1)[1]
        admin = issue_token(person=rina, name="admin", scopes=["activations:write", "catalog:read"], days=1)[1]
    with live(poso) as base:
        yield SimpleNamespace(base=base, write=write, admin=admin)


@pytest.fixture
def generated(there, monkeypatch):
    """The client's package, generated from the document that Poso serves."""
    HOME.mkdir(parents=True, exist_ok=True)
    document = httpx.get(f"{there.base}/api/v1/schema/?format=json").json()
    (HOME / "openapi.json").write_text(json.dumps(document))
    # Its own formatting would need ruff on the path.
    (HOME / "generator.yaml").write_text("post_hooks: []\n")
    where = ["--path", "openapi.json", "--config", "generator.yaml", "--output-path", "adopsi_client"]
    done = subprocess.run([*GENERATE, *where], cwd=HOME, capture_output=True, text=True, check=True)
    # What it cannot understand it leaves out with a warning.
    assert "WARNING" not in done.stdout.upper(), done.stdout
    monkeypatch.syspath_prepend(str(HOME))
    yield lambda name: importlib.import_module(f"adopsi_client{name}")
    for name in [each for each in sys.modules if each.partition(".")[0] == "adopsi_client"]:
        del sys.modules[name]


def test_the_generated_client_lists_creates_and_hears_refusals(there, generated):
    client = generated("").AuthenticatedClient(base_url=there.base, token=there.write)
    create = generated(".api.laksa.laksa_reports_create").sync_detailed
    models = generated(".models")
    report = models.LaksaNewReport(
        category="jalan", title="Lubang", description="Dalam sekali.", district_code="72.02.01"
    )
    first = create(client=client, body=report, idempotency_key="klien-1")
    assert first.status_code == 201
    # The same again: the answer that was given, and nothing new.
    again = create(client=client, body=report, idempotency_key="klien-1")
    assert (again.parsed.number, again.headers["Idempotency-Replayed"]) == (first.parsed.number, "true")
    report.title = "Lampu"
    other = create(client=client, body=report, idempotency_key="klien-1")
    assert (other.status_code, other.parsed.error.code) == (422, "idempotency_key_reused")
    page = generated(".api.laksa.laksa_reports_list").sync(client=client, mine=True)
    assert [each.number for each in page.results] == [first.parsed.number]
    report.category = "tidak-ada"
    refused = create(client=client, body=report)
    assert (refused.status_code, refused.parsed.error.code) == (422, "category_closed")
    # How much may still be asked is told with each answer.
    assert refused.headers["RateLimit"].startswith('"')
    stranger = generated("").AuthenticatedClient(base_url=there.base, token="adp_tidak-dikenal")
    assert create(client=stranger, body=report).parsed.error.code == "not_authenticated"


def test_a_conflict_is_an_object_of_its_own(there, generated):
    client = generated("").AuthenticatedClient(base_url=there.base, token=there.admin)
    models = generated(".models")
    settings = models.ActivationWishSettings.from_dict({"max_photos": 2})
    wish = models.ActivationWish(enabled=False, settings=settings)
    conflict = generated(".api.activations.activations_update").sync_detailed("laksa", client=client, body=wish)
    assert (conflict.status_code, conflict.parsed.error.code) == (409, "settings_need_active_module")
