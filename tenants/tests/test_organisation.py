"""Roles per OPD, and the last IT admin."""

import pytest

from tenants.accounts.errors import LastAdmin
from tenants.audit.models import Entry
from tenants.organisation.models import Opd, RoleGrant
from tenants.organisation.selectors import has_role, opd_ids_of, people_with_role
from tenants.organisation.services import OpdHasDuties, grant_role, revoke_role, save_opd, set_active


@pytest.fixture
def pupr(in_poso):
    return Opd.objects.get(code="pupr")


@pytest.fixture
def dinkes(in_poso):
    return Opd.objects.get(code="dinkes")


def test_a_role_for_one_opd_counts_there_only(in_poso, budi, give, pupr, dinkes):
    give(budi, "laksa.penanggap", opd=pupr)
    assert has_role(budi, "laksa.penanggap")
    assert has_role(budi, "laksa.penanggap", opd=pupr)
    assert not has_role(budi, "laksa.penanggap", opd=dinkes)
    assert opd_ids_of(budi, "laksa.penanggap") == {pupr.pk}
    assert list(people_with_role(["laksa.penanggap"], opd=dinkes)) == []


def test_a_role_for_the_whole_pemda_counts_everywhere(in_poso, budi, give, dinkes):
    give(budi, "laksa.verifikator")
    assert has_role(budi, "laksa.verifikator", opd=dinkes)
    assert opd_ids_of(budi, "laksa.verifikator") is None


def test_a_citizen_holds_no_role_even_if_granted(in_poso, sari, give):
    give(sari, "laksa.verifikator")
    assert not has_role(sari, "laksa.verifikator")


def test_granting_twice_is_one_grant_and_one_audit_entry(in_poso, budi, rina, pupr):
    for _turn in range(2):
        grant_role(person=budi, role="laksa.penanggap", opd=pupr, actor=rina)
    assert RoleGrant.objects.filter(person=budi).count() == 1
    assert Entry.objects.filter(act="role.granted").count() == 1


def test_a_revoked_role_is_gone(in_poso, budi, rina, pupr):
    grant = grant_role(person=budi, role="laksa.penanggap", opd=pupr, actor=rina)
    revoke_role(grant=grant, actor=rina)
    assert not has_role(type(budi).objects.get(pk=budi.pk), "laksa.penanggap")


def test_the_last_admin_cannot_be_closed(in_poso, rina, budi):
    type(rina).objects.filter(kind="admin_ti").exclude(pk=rina.pk).delete()
    with pytest.raises(LastAdmin):
        set_active(person=rina, is_active=False, actor=rina)
    rina.refresh_from_db()
    assert rina.is_active
    assert not Entry.objects.filter(act="account.closed").exists()


def test_an_opd_with_duties_cannot_be_closed(in_poso, rina, budi, pupr):
    grant_role(person=budi, role="laksa.penanggap", opd=pupr, actor=rina)
    pupr.is_active = False
    with pytest.raises(OpdHasDuties):
        save_opd(opd=pupr, actor=rina)
    pupr.refresh_from_db()
    assert pupr.is_active
