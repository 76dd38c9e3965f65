"""Only the Tangerang team enters pusat."""

from __future__ import annotations

import pytest
from django.urls import reverse

from adopsi.pusat.urls import urlpatterns
from provisioning.models import Run

URLCONF = "adopsi.urls_pusat"
NOBODY = "00000000-0000-0000-0000-000000000000"
ARGUMENTS = {
    "pemda": ["72.02"],
    "pemda-module": ["72.02", "laksa"],
    "pemda-upgrade": ["72.02", "laksa"],
    **{f"pemda-{name}": ["72.02"] for name in ("ring", "pause", "resume", "pin", "unpin", "health", "history")},
    **{
        f"announcement{name}": [NOBODY]
        for name in ("", "-edit", "-send", "-withdraw", "-correct", "-discard", "-retry")
    },
    "agreement-add": ["72.02"],
    "agreement": ["72.02", 1],
    "agreement-remove": ["72.02", 1],
    "release": ["laksa"],
    "rollout-start": ["laksa"],
    "rollout": [NOBODY],
    "rollout-board": [NOBODY],
    "rollout-retry": [NOBODY, 1],
    "rollout-act": [NOBODY, "jeda"],
    **{name: [NOBODY] for name in ("run", "run-steps", "run-retry", "run-cancel", "run-undo")},
    **{name: [NOBODY] for name in ("erasure", "erasure-approve", "erasure-refuse")},
    **{name: [NOBODY] for name in ("support-access", "support-leave")},
    "billing-account": ["72.02"],
    "billing-retry": [1],
    "drift-pemda": ["72.02"],
    "drift-look-at-one": ["72.02"],
    "drift-repair": ["72.02", "laksa"],
    "module": ["laksa"],
    "certificate-download": [NOBODY],
}
# The front page, and what anybody needs to check a letter that they hold.
FOR_EVERYBODY = {"home", "certificate-check", "certificate-signer"}
NAMES = [pattern.name for pattern in urlpatterns if pattern.name not in FOR_EVERYBODY]


def path_of(name):
    return reverse(f"pusat:{name}", urlconf=URLCONF, args=ARGUMENTS.get(name, []))


@pytest.mark.parametrize("pattern", urlpatterns, ids=lambda pattern: pattern.name)
def test_every_route_but_the_public_ones_is_for_the_team(pattern):
    assert getattr(pattern.callback, "for_central_team", False) == (pattern.name not in FOR_EVERYBODY)


@pytest.mark.parametrize("name", NAMES)
@pytest.mark.parametrize("method", ["get", "post"])
def test_guests_are_sent_to_log_in(in_pusat, client_of, name, method):
    path = path_of(name)

    response = getattr(client_of(None), method)(path)

    assert response.status_code == 302
    assert response["Location"] == f"/akun/masuk/?next={path}"


@pytest.mark.parametrize("name", NAMES)
def test_others_are_refused(in_pusat, person, client_of, name):
    before = Run.objects.count()

    response = client_of(None, person("Otto", kind="petugas")).post(path_of(name))

    assert response.status_code == 403
    assert Run.objects.count() == before


def test_pages_of_pusat_do_not_exist_at_a_pemda(in_poso, rina, client_of):
    assert client_of(in_poso, rina).get("/armada/").status_code == 404
