"""People in the console: handing duties over, and the last IT admin who cannot go."""

from __future__ import annotations

import pytest
from django.utils import timezone

from tenants.accounts.errors import LastAdmin
from tenants.accounts.models import Person
from tenants.accounts.services import change_kind
from tenants.audit.models import Entry
from tenants.errors import NotAllowed
from tenants.organisation.models import Opd, RoleGrant
from tenants.organisation.services import NobodyToHandTo, hand_over_roles, set_active
from tenants.privacy.models import DataRequest


@pytest.fixture
def duties(in_poso, budi, give):
    """Budi's roles, one of them in an OPD."""
    unit = Opd.objects.first()
    give(budi, "inti.redaksi")
    give(budi, "contoh.penanggap", opd=unit)
    return {("inti.redaksi", None), ("contoh.penanggap", unit.pk)}


def _roles(person):
    return set(RoleGrant.objects.filter(person=person).values_list("role", "opd_id"))


def test_admin_hands_all_roles_over(client_of, in_poso, rina, budi, person, duties):
    dian = person("Dian", kind="petugas")
    answer = client_of(in_poso, rina).post(f"/konsol/orang/{budi.pk}/alihkan/", {"to": dian.pk})
    assert answer.url == f"/konsol/orang/{budi.pk}/"
    assert (_roles(budi), _roles(dian)) == (set(), duties)
    assert Entry.objects.get(act="account.duties_handed_over").changes["to"] == "Dian"


def test_role_that_both_had_is_kept_once(in_poso, rina, budi, person, duties, give):
    dian = person("Dian", kind="petugas")
    give(dian, "inti.redaksi")
    hand_over_roles(person=budi, to=dian, actor=rina)
    assert RoleGrant.objects.filter(person=dian).count() == 2


def test_open_requests_in_the_officers_name_go_along(client_of, in_poso, rina, budi, sari, person, give):
    """Roles carry the queues with them; only a request about personal data has one person's name on it."""
    give(budi, "inti.pdp")
    dian, now = person("Dian", kind="petugas"), timezone.now()
    facts = {"person": sari, "applicant_name": "Sari", "assigned_to": budi, "received_at": now, "due_at": now}
    waiting = DataRequest.objects.create(kind="keberatan", state="dikerjakan", **facts)
    ended = DataRequest.objects.create(kind="pembetulan", state="selesai", closed_at=now, **facts)
    client = client_of(in_poso, rina)
    assert waiting.number in client.get(f"/konsol/orang/{budi.pk}/").content.decode()
    client.post(f"/konsol/orang/{budi.pk}/alihkan/", {"to": dian.pk})
    owners = dict(DataRequest.objects.values_list("pk", "assigned_to_id"))
    assert (owners[waiting.pk], owners[ended.pk]) == (dian.pk, budi.pk)
    assert dian.notifications.filter(path=f"/konsol/pdp/permintaan/{waiting.pk}/").count() == 1


def test_requests_go_to_nobody_who_does_not_work_at_the_desk(client_of, in_poso, rina, sari, person, give):
    """An IT admin works at the desk without a role, so a role alone does not carry the desk along."""
    wati, dian, now = person("Wati", kind="admin_ti"), person("Dian", kind="petugas"), timezone.now()
    give(wati, "inti.redaksi")
    facts = {"person": sari, "applicant_name": "Sari", "received_at": now, "due_at": now}
    DataRequest.objects.create(kind="keberatan", state="dikerjakan", assigned_to=wati, **facts)
    client_of(in_poso, rina).post(f"/konsol/orang/{wati.pk}/alihkan/", {"to": dian.pk})
    assert DataRequest.objects.get().assigned_to == wati
    assert (_roles(wati), _roles(dian)) == ({("inti.redaksi", None)}, set())


@pytest.mark.parametrize("wrong", ["citizen", "closed", "same"])
def test_duties_need_somebody_to_take_them(in_poso, rina, budi, sari, person, duties, wrong):
    dian = person("Dian", kind="petugas")
    Person.objects.filter(pk=dian.pk).update(is_active=False)
    with pytest.raises(NobodyToHandTo):
        hand_over_roles(person=budi, to={"citizen": sari, "closed": dian, "same": budi}[wrong], actor=rina)
    assert _roles(budi) == duties


def test_officers_hand_nothing_over(in_poso, budi, person, duties):
    with pytest.raises(NotAllowed):
        hand_over_roles(person=budi, to=person("Dian", kind="petugas"), actor=budi)
    assert _roles(budi) == duties


@pytest.fixture
def only_admin(in_poso, rina):
    """Rina as the only IT admin."""
    Person.objects.filter(kind="admin_ti").exclude(pk=rina.pk).update(is_active=False)
    return rina


@pytest.mark.parametrize("kind", ["petugas", "warga"])
def test_last_admin_is_not_demoted(only_admin, kind):
    with pytest.raises(LastAdmin):
        change_kind(person=only_admin, kind=kind, actor=only_admin)
    only_admin.refresh_from_db()
    assert only_admin.kind == "admin_ti"
    assert not Entry.objects.filter(act="account.kind_changed").exists()


def test_last_admin_is_not_closed(client_of, in_poso, only_admin):
    client = client_of(in_poso, only_admin)
    with pytest.raises(LastAdmin):
        set_active(person=only_admin, is_active=False, actor=only_admin)
    assert client.get("/konsol/").status_code == 200
    assert not Entry.objects.filter(act__in=["account.closed", "account.signed_out_elsewhere"]).exists()


def test_last_admin_does_not_leave(client_of, in_poso, only_admin):
    assert client_of(in_poso, only_admin).post("/akun/hapus/").status_code == 403
    only_admin.refresh_from_db()
    assert only_admin.is_active
