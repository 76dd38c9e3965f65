"""Plans on screen: requirements in order, obstacles with a way to mend them, and a plan that went stale."""

from dataclasses import replace

import pytest

from catalog import registry
from catalog.activations import is_on
from catalog.manifest import Requirement
from catalog.models import Activation
from catalog.registry import all_manifests
from provisioning.models import Run
from tenants.audit.models import Entry
from tenants.context import inside
from tenants.models import Agreement
from tenants.router import OWNER


@pytest.fixture
def pair(monkeypatch):
    """Two modules of the shelf, the first of which needs the second."""
    needy, needed = all_manifests()[:2]
    needy = replace(needy, requires=(Requirement(needed.slug),))
    monkeypatch.setitem(registry._manifests, needy.slug, needy)
    return needy, needed


def url(manifest, act="aktifkan"):
    return f"/konsol/katalog/{manifest.slug}/{act}/"


def changes():
    return Run.objects.filter(pemda_code="32.15").exclude(operation="create_pemda")


def entries(town):
    with inside(town):
        return Entry.objects.filter(act__startswith="module.").count()


def test_a_module_and_what_it_needs_are_enabled_as_one_run(town, admin, client_of, finish, pair):
    needy, needed = pair
    client = client_of(town, admin)
    page = client.get(url(needy)).content.decode()
    assert "2 modul aktif berurutan" in page
    assert page.index(str(needed.title)) < page.rindex("Semuanya berhasil")
    for manifest in pair:
        for role in manifest.roles:
            assert str(role.title).split(" (")[0] in page
    client.post(url(needy))
    finish()
    assert changes().count() == 1
    assert is_on(needy.slug, town.code)
    assert is_on(needed.slug, town.code)
    assert str(needed.title) in client.get(f"/konsol/proses/{changes().get().pk}/").content.decode()


def test_dependents_are_parked_together_or_not_at_all(town, admin, client_of, finish, pair):
    needy, needed = pair
    client = client_of(town, admin)
    client.post(url(needy))
    finish()
    alone = client.get(url(needed, "nonaktifkan")).content.decode()
    assert f'href="{url(needed, "nonaktifkan")}?bersama=ya"' in alone
    assert "Ya, nonaktifkan sekarang" not in alone
    before = changes().count()
    refused = client.post(url(needed, "nonaktifkan"))
    assert refused.status_code == 409
    assert changes().count() == before
    together = client.get(url(needed, "nonaktifkan") + "?bersama=ya")
    assert str(needy.park_days) in together.content.decode()
    client.post(url(needed, "nonaktifkan"), {"bersama": "ya", "rencana": together.context["plan"].token})
    finish()
    assert {row.state for row in Activation.objects.filter(pemda_id=town.code)} == {"parked"}


def test_a_stale_plan_shows_the_difference_and_keeps_the_reason(town, admin, client_of, finish, manifest):
    client = client_of(town, admin)
    token = client.get(url(manifest)).context["plan"].token
    client.post(url(manifest))
    finish()
    client.post(url(manifest, "nonaktifkan"))
    finish()
    before, noted = changes().count(), entries(town)
    stale = client.post(url(manifest), {"rencana": token, "alasan": "Diminta Bupati"})
    page = stale.content.decode()
    assert stale.status_code == 409
    assert page.index("Rencana berubah sejak Anda membacanya") < page.index("Yang akan terjadi")
    assert "enable → resume" in page
    assert 'value="Diminta Bupati"' in page
    assert (changes().count(), entries(town)) == (before, noted)
    assert client.post(url(manifest), {"rencana": stale.context["plan"].token}).status_code == 302


def test_an_unknown_token_is_refused(town, admin, client_of, manifest):
    refused = client_of(town, admin).post(url(manifest), {"rencana": "bukan-token"})
    assert refused.status_code == 409
    assert not changes().exists()


@pytest.mark.parametrize(
    ("terms", "words", "mend"),
    [
        ({"modules": ["lain"]}, "Tidak tercantum dalam lampiran PKS", "/konsol/bantuan/inti/rencana/"),
        ({"module_limit": 0}, "paling banyak 0 modul", "/konsol/katalog/?keadaan=aktif"),
    ],
)
def test_what_the_agreement_forbids_is_named_with_a_way_to_mend_it(
    town, admin, client_of, manifest, terms, words, mend
):
    Agreement.objects.create(pemda_id=town.code, kind="pks", number="PKS 7", signed_on="2026-01-01", **terms)
    page = client_of(town, admin).get(url(manifest)).content.decode()
    assert words in page
    assert f'href="{mend}"' in page
    assert "Ya, aktifkan sekarang" not in page
    assert client_of(town, admin).post(url(manifest)).status_code == 403
    assert not changes().exists()


def test_the_agreement_in_force_is_named(town, admin, client_of, manifest):
    Agreement.objects.create(pemda_id=town.code, kind="pks", number="PKS 119/2026", signed_on="2026-01-01")
    assert "PKS 119/2026" in client_of(town, admin).get(url(manifest)).content.decode()


def test_a_requirement_that_is_too_old_leads_to_its_upgrade(town, admin, client_of, finish, pair, monkeypatch):
    needy, needed = pair
    client = client_of(town, admin)
    client.post(url(needed))
    finish()
    Activation.objects.using(OWNER).filter(pemda_id=town.code, slug=needed.slug).update(version="0.1.0")
    monkeypatch.setitem(
        registry._manifests, needy.slug, replace(needy, requires=(Requirement(needed.slug, f">={needed.version}"),))
    )
    page = client.get(url(needy)).content.decode()
    assert f'href="/konsol/rilis/modul/{needed.slug}/"' in page
    assert client.post(url(needy)).status_code == 409
    assert changes().count() == 1


def test_rows_that_would_be_hidden_are_counted(town, admin, client_of, enabled):
    plan = client_of(town, admin).get(url(enabled, "nonaktifkan")).context["plan"]
    assert plan.rows_hidden == sum(table.rows for table in plan.tables)
