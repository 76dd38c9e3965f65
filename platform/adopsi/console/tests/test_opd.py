"""Organisational units."""

from tenants.organisation.models import Opd


def data(**changes):
    return {
        "name": "Kecamatan Poso Kota",
        "short_name": "Kec. Poso Kota",
        "code": "kec-poso-kota",
        "parent": "",
        **changes,
    }


def test_a_unit_is_added_below_another_and_shown_as_tree(in_poso, client_of, rina):
    setda = Opd.objects.get(code="setda")
    client = client_of(in_poso, rina)
    assert client.post("/konsol/opd/tambah/", data(parent=setda.pk)).status_code == 302
    rows = [(row.opd.code, row.depth) for row in client.get("/konsol/opd/").context["page"]]
    assert rows[rows.index(("setda", 0)) + 1] == ("kec-poso-kota", 1)


def test_a_taken_code_is_refused_and_typed_text_stays(in_poso, client_of, rina):
    response = client_of(in_poso, rina).post("/konsol/opd/tambah/", data(code="PUPR".lower()))
    assert response.status_code == 422
    assert "Kecamatan Poso Kota" in response.content.decode()
    assert Opd.objects.filter(code="pupr").count() == 1


def test_a_unit_cannot_lie_below_itself(in_poso, client_of, rina):
    top = Opd.objects.create(code="atas", name="Atas", short_name="Atas")
    below = Opd.objects.create(code="bawah", name="Bawah", short_name="Bawah", parent=top)
    response = client_of(in_poso, rina).post(
        f"/konsol/opd/{top.pk}/", {"name": "Atas", "short_name": "Atas", "code": "atas", "parent": below.pk}
    )
    assert response.status_code == 422
    top.refresh_from_db()
    assert top.parent is None


def test_a_unit_with_duties_or_children_stays_open(in_poso, client_of, rina, budi, give):
    pupr = Opd.objects.get(code="pupr")
    Opd.objects.create(
        code="bina-marga", name="Bina Marga", short_name="Bina Marga", parent=Opd.objects.get(code="dlh")
    )
    give(budi, "inti.redaksi", opd=pupr)
    client = client_of(in_poso, rina)
    for code, words in (("pupr", "masih memiliki petugas"), ("dlh", "masih menjadi induk")):
        opd = Opd.objects.get(code=code)
        page = client.post(f"/konsol/opd/{opd.pk}/tutup/", follow=True).content.decode()
        assert words in page
        assert Opd.objects.get(pk=opd.pk).is_active


def test_a_free_unit_is_closed_and_opened(in_poso, client_of, rina):
    dinsos = Opd.objects.get(code="dinsos")
    client = client_of(in_poso, rina)
    client.post(f"/konsol/opd/{dinsos.pk}/tutup/")
    assert not Opd.objects.get(pk=dinsos.pk).is_active
    client.post(f"/konsol/opd/{dinsos.pk}/buka/")
    assert Opd.objects.get(pk=dinsos.pk).is_active
