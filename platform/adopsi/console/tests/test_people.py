"""People: inviting, changing, roles, closing; the last admin stays."""

import pytest
from allauth.account.models import EmailAddress
from django.contrib.auth.hashers import check_password

from catalog.registry import all_manifests
from tenants.accounts.errors import LastAdmin
from tenants.accounts.models import Person
from tenants.accounts.services import change_kind, invite_person
from tenants.audit.models import Entry
from tenants.errors import NotAllowed
from tenants.notifications.models import Notification
from tenants.organisation.models import Opd, RoleGrant
from tenants.organisation.services import grant_role, revoke_role, save_opd, set_active


def invitation(**changes):
    return {"name": "Dewi Baru", "email": "Dewi@Poso.example", "kind": "petugas", "role": "", "opd": "", **changes}


def role_per_opd():
    return next(role.key for manifest in all_manifests() for role in manifest.roles if not role.whole_pemda)


def role_of_the_whole_pemda():
    return next(role.key for manifest in all_manifests() for role in manifest.roles if role.whole_pemda)


def test_invited_officer_gets_role_mail_and_no_password(in_poso, client_of, rina):
    pupr = Opd.objects.get(code="pupr")
    response = client_of(in_poso, rina).post("/konsol/orang/undang/", invitation(role=role_per_opd(), opd=pupr.pk))
    dewi = Person.objects.get(email="dewi@poso.example")
    assert response.url == f"/konsol/orang/{dewi.pk}/"
    assert (dewi.kind, dewi.has_usable_password()) == ("petugas", False)
    assert [(grant.role, grant.opd) for grant in dewi.role_grants.all()] == [(role_per_opd(), pupr)]
    assert EmailAddress.objects.get(user=dewi).verified
    note = Notification.objects.get(person=dewi)
    assert "Lupa kata sandi" in note.body
    assert Entry.objects.filter(act="account.invited", subject_id=str(dewi.pk)).exists()


def test_taken_address_is_said_clearly_and_typed_text_stays(in_poso, client_of, rina, sari):
    response = client_of(in_poso, rina).post("/konsol/orang/undang/", invitation(email=sari.email.upper()))
    page = response.content.decode()
    assert response.status_code == 422
    assert "sudah dipakai oleh Sari (Warga)" in page
    assert f"/konsol/orang/{sari.pk}/" in page
    assert "Dewi Baru" in page
    assert Person.objects.filter(email=sari.email).count() == 1


def test_role_of_the_whole_pemda_ignores_the_opd(in_poso, client_of, rina, budi):
    pupr = Opd.objects.get(code="pupr")
    client_of(in_poso, rina).post(
        f"/konsol/orang/{budi.pk}/peran/", {"role": role_of_the_whole_pemda(), "opd": pupr.pk}
    )
    assert [(grant.role, grant.opd) for grant in budi.role_grants.all()] == [(role_of_the_whole_pemda(), None)]


def test_roles_come_and_go(in_poso, client_of, rina, budi):
    client = client_of(in_poso, rina)
    client.post(f"/konsol/orang/{budi.pk}/peran/", {"role": "inti.redaksi", "opd": ""})
    grant = budi.role_grants.get()
    assert "Redaksi berita" in client.get(f"/konsol/orang/{budi.pk}/").content.decode()
    client.post(f"/konsol/orang/{budi.pk}/peran/{grant.pk}/cabut/")
    assert not budi.role_grants.exists()
    assert set(Entry.objects.filter(act__startswith="role.").values_list("act", flat=True)) == {
        "role.granted",
        "role.revoked",
    }


def test_unknown_role_is_refused(in_poso, client_of, rina, budi):
    response = client_of(in_poso, rina).post(f"/konsol/orang/{budi.pk}/peran/", {"role": "inti.raja", "opd": ""})
    assert response.status_code == 422
    assert not budi.role_grants.exists()


def test_new_address_replaces_the_old_one_at_log_in(in_poso, client_of, rina, budi):
    client_of(in_poso, rina).post(
        f"/konsol/orang/{budi.pk}/", {"name": "Budi P", "email": "budi.p@poso.example", "phone": "0812-3456-7890"}
    )
    budi.refresh_from_db()
    assert (budi.name, budi.email, budi.phone) == ("Budi P", "budi.p@poso.example", "+6281234567890")
    assert [address.email for address in EmailAddress.objects.filter(user=budi)] == ["budi.p@poso.example"]
    assert Entry.objects.get(act="account.changed").changes["name"] == ["Budi", "Budi P"]


def test_taken_address_or_phone_changes_nothing(in_poso, client_of, rina, budi, sari):
    sari.phone = "+6281234567890"
    sari.save()
    client = client_of(in_poso, rina)
    for email, phone in ((sari.email, ""), (budi.email, "081234567890")):
        response = client.post(f"/konsol/orang/{budi.pk}/", {"name": "Lain", "email": email, "phone": phone})
        assert response.status_code == 422
        assert "Lain" in response.content.decode()
    budi.refresh_from_db()
    assert (budi.name, budi.phone) == ("Budi", None)


def test_citizens_contact_is_their_own_business(in_poso, client_of, rina, sari):
    client = client_of(in_poso, rina)
    assert sari.email not in client.get(f"/konsol/orang/{sari.pk}/").content.decode()
    assert sari.email not in client.get("/konsol/orang/?jenis=warga").content.decode()
    assert sari.email not in client.get("/konsol/orang/?jenis=warga&format=csv").content.decode("utf-8-sig")
    response = client.post(f"/konsol/orang/{sari.pk}/", {"name": "Sara", "email": "x@y.example", "phone": ""})
    sari.refresh_from_db()
    assert (response.status_code, sari.name) == (422, "Sari")


def test_last_admin_is_neither_closed_nor_made_something_else(in_poso, client_of, rina):
    Person.objects.filter(kind="admin_ti").exclude(pk=rina.pk).update(is_active=False)
    client = client_of(in_poso, rina)
    for tail, data in (("tutup/", {}), ("jenis/", {"kind": "warga"})):
        page = client.post(f"/konsol/orang/{rina.pk}/{tail}", data, follow=True).content.decode()
        assert "paling sedikit satu Admin TI" in page
    rina.refresh_from_db()
    assert (rina.is_active, rina.kind) == (True, "admin_ti")


def test_closed_account_is_out_at_once_and_can_come_back(in_poso, client_of, rina, budi):
    theirs = client_of(in_poso, budi)
    assert theirs.get("/konsol/").status_code == 200
    client = client_of(in_poso, rina)
    client.post(f"/konsol/orang/{budi.pk}/tutup/")
    assert theirs.get("/konsol/").status_code == 302
    client.post(f"/konsol/orang/{budi.pk}/buka/")
    budi.refresh_from_db()
    assert budi.is_active
    assert check_password("kata-sandi-uji", budi.password)


def test_citizen_becomes_officer_and_back_without_keeping_roles(in_poso, client_of, rina, sari, give):
    client = client_of(in_poso, rina)
    client.post(f"/konsol/orang/{sari.pk}/jenis/", {"kind": "petugas"})
    give(sari, "inti.redaksi")
    client.post(f"/konsol/orang/{sari.pk}/jenis/", {"kind": "warga"})
    sari.refresh_from_db()
    assert sari.kind == "warga"
    assert not RoleGrant.objects.filter(person=sari).exists()


def test_officers_cannot_do_any_of_it_by_the_services_either(in_poso, budi, sari, give):
    give(sari, "inti.redaksi")
    with pytest.raises(NotAllowed):
        invite_person(name="X", email="x@y.example", kind="admin_ti", actor=budi)
    with pytest.raises(NotAllowed):
        change_kind(person=budi, kind="admin_ti", actor=budi)
    with pytest.raises(NotAllowed):
        grant_role(person=budi, role="inti.redaksi", opd=None, actor=budi)
    with pytest.raises(NotAllowed):
        revoke_role(grant=sari.role_grants.get(), actor=budi)
    with pytest.raises(NotAllowed):
        set_active(person=sari, is_active=False, actor=budi)
    with pytest.raises(NotAllowed):
        save_opd(opd=Opd(code="x", name="X", short_name="X"), actor=budi)
    budi.refresh_from_db()
    assert budi.kind == "petugas"


def test_nobody_is_invited_as_citizen_or_central_team(in_poso, rina):
    for kind in ("warga", "tim_pusat"):
        with pytest.raises(NotAllowed):
            invite_person(name="X", email="x@y.example", kind=kind, actor=rina)
        with pytest.raises((NotAllowed, LastAdmin)):
            change_kind(person=rina, kind="tim_pusat", actor=rina)


def test_invitation_can_be_sent_again_until_it_was_used(in_poso, client_of, rina, budi):
    dewi = invite_person(name="Dewi", email="dewi@poso.example", kind="petugas", actor=rina)
    client = client_of(in_poso, rina)
    client.post(f"/konsol/orang/{dewi.pk}/undang-lagi/")
    assert Notification.objects.filter(person=dewi).count() == 2
    client.post(f"/konsol/orang/{budi.pk}/undang-lagi/")
    assert not Notification.objects.filter(person=budi).exists()


def test_list_is_searched_and_filtered(in_poso, client_of, rina, budi, sari, give):
    pupr = Opd.objects.get(code="pupr")
    give(budi, role_per_opd(), opd=pupr)
    client = client_of(in_poso, rina)

    def names(**query):
        return {person.name for person in client.get("/konsol/orang/", query).context["page"]}

    assert {"Budi", "Rina"} <= names()
    assert "Sari" not in names()
    assert names(jenis="warga") == {"Sari"}
    assert names(cari="budi@") == {"Budi"}
    assert names(peran=role_per_opd()) == {"Budi"}
    assert names(opd=pupr.pk) == {"Budi"}
    assert "Budi" not in names(keadaan="closed")
    assert names(jenis="warga", cari="sari@") == set()
