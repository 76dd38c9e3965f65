"""Acts on many people and OPD: said first, done to each by its own rules, and taken back within minutes."""

from datetime import timedelta

import pytest
from django.utils import timezone

from tenants.accounts.models import Person
from tenants.audit.models import Entry
from tenants.organisation.models import Opd, RoleGrant


@pytest.fixture
def staff(in_poso, rina, person):
    return [person(name, kind="petugas") for name in ("Budi", "Wulan", "Joko")]


def chosen(rows, act, **more):
    return {"pilih": [row.pk for row in rows], "tindakan": act, **more}


def open_names(rows):
    return set(Person.objects.filter(pk__in=[row.pk for row in rows], is_active=True).values_list("name", flat=True))


def undo_of(client, path="/konsol/orang/"):
    return client.get(path).context["undo"]


def test_first_the_page_says_what_will_happen_to_how_many(in_poso, client_of, rina, staff):
    page = client_of(in_poso, rina).post("/konsol/orang/tindakan/", chosen(staff, "close"))
    text = page.content.decode()
    assert page.status_code == 200
    assert "3 baris dipilih. Belum ada yang berubah." in text
    assert "Wulan" in text
    assert open_names(staff) == {"Budi", "Wulan", "Joko"}


def test_closing_many_and_taking_it_back(in_poso, client_of, rina, staff):
    client = client_of(in_poso, rina)
    client.post("/konsol/orang/tindakan/", chosen(staff, "close", yakin=1))
    assert open_names(staff) == set()
    assert Entry.objects.filter(act="account.closed").count() == 3
    undo = undo_of(client)
    assert undo.count == 3
    client.post("/konsol/orang/tindakan/urungkan/", {"kunci": undo.token})
    assert open_names(staff) == {"Budi", "Wulan", "Joko"}
    assert undo_of(client) is None
    assert Entry.objects.filter(act="people.many_undone").count() == 1


def test_who_cannot_be_closed_is_told_and_the_others_are(in_poso, client_of, rina, staff):
    client = client_of(in_poso, rina)
    page = client.post("/konsol/orang/tindakan/", chosen([*staff, rina], "close", yakin=1), follow=True)
    assert "Rina: Ini akun Anda sendiri." in page.content.decode()
    assert open_names([*staff, rina]) == {"Rina"}


def test_only_what_the_act_changed_is_taken_back(in_poso, client_of, rina, staff):
    Person.objects.filter(pk=staff[0].pk).update(is_active=False)
    client = client_of(in_poso, rina)
    client.post("/konsol/orang/tindakan/", chosen(staff, "close", yakin=1))
    client.post("/konsol/orang/tindakan/urungkan/", {"kunci": undo_of(client).token})
    assert open_names(staff) == {"Wulan", "Joko"}


def test_after_ten_minutes_nothing_is_taken_back(in_poso, client_of, rina, staff):
    client = client_of(in_poso, rina)
    client.post("/konsol/orang/tindakan/", chosen(staff, "close", yakin=1))
    token = undo_of(client).token
    session = client.session
    session["console_undo"] = session["console_undo"] | {"until": (timezone.now() - timedelta(seconds=1)).isoformat()}
    session.save()
    page = client.post("/konsol/orang/tindakan/urungkan/", {"kunci": token}, follow=True)
    assert "Waktu untuk mengurungkan sudah lewat" in page.content.decode()
    assert open_names(staff) == set()


def test_nobody_else_takes_it_back(in_poso, client_of, rina, staff, person):
    client = client_of(in_poso, rina)
    client.post("/konsol/orang/tindakan/", chosen(staff, "close", yakin=1))
    other = client_of(in_poso, person("Sinta", kind="admin_ti"))
    other.post("/konsol/orang/tindakan/urungkan/", {"kunci": undo_of(client).token})
    assert open_names(staff) == set()


def test_giving_a_role_to_many_and_taking_it_back(in_poso, client_of, rina, staff, give):
    give(staff[0], "inti.redaksi")
    client = client_of(in_poso, rina)
    client.post("/konsol/orang/tindakan/", chosen(staff, "grant", yakin=1, role="inti.redaksi"))
    assert RoleGrant.objects.filter(role="inti.redaksi").count() == 3
    assert undo_of(client).count == 2
    client.post("/konsol/orang/tindakan/urungkan/", {"kunci": undo_of(client).token})
    assert [grant.person_id for grant in RoleGrant.objects.filter(role="inti.redaksi")] == [staff[0].pk]


def test_a_role_must_be_chosen_and_the_choice_of_people_stays(in_poso, client_of, rina, staff):
    page = client_of(in_poso, rina).post("/konsol/orang/tindakan/", chosen(staff, "grant", yakin=1))
    assert page.status_code == 422
    assert page.content.decode().count('name="pilih"') == 3
    assert RoleGrant.objects.count() == 0


def test_a_citizen_gets_no_role(in_poso, client_of, rina, sari):
    client = client_of(in_poso, rina)
    client.post("/konsol/orang/tindakan/", chosen([sari], "grant", yakin=1, role="inti.redaksi"))
    assert RoleGrant.objects.count() == 0


def test_units_are_closed_with_those_below_them_and_come_back(in_poso, client_of, rina):
    above = Opd.objects.create(code="uji", name="Dinas Uji", short_name="Uji")
    below = Opd.objects.create(code="uji-1", name="UPTD Uji", short_name="UPTD", parent=above)
    client = client_of(in_poso, rina)
    client.post("/konsol/opd/tindakan/", chosen([above, below], "close-opd", yakin=1))
    assert Opd.objects.filter(code__startswith="uji", is_active=True).count() == 0
    client.post("/konsol/opd/tindakan/urungkan/", {"kunci": undo_of(client, "/konsol/opd/").token})
    assert Opd.objects.filter(code__startswith="uji", is_active=True).count() == 2


@pytest.mark.parametrize("fields", [{}, {"tindakan": "close"}, {"tindakan": "close", "pilih": ["x", "1" * 30]}])
def test_nothing_chosen_changes_nothing(fields, in_poso, client_of, rina, staff):
    client_of(in_poso, rina).post("/konsol/orang/tindakan/", {**fields, "yakin": 1})
    assert open_names(staff) == {"Budi", "Wulan", "Joko"}
