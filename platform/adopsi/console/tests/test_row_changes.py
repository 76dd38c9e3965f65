"""The page of row changes, and looking at a masked number."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import pytest

from provisioning import trails
from tenants.accounts.models import Person
from tenants.audit.models import Entry, RowChange
from tenants.context import inside

NUMBER = "+6281234561234"


@pytest.fixture
def rina_at_work(in_poso: Any, rina: Person, client_of: Callable[..., Any]) -> Any:
    """Rina's browser."""
    return client_of(in_poso, rina)


def test_a_change_stands_with_its_act_and_its_request(rina_at_work: Any, budi: Person) -> None:
    form = {"name": "Budi Santoso", "email": budi.email, "phone": "0812-3456-1234"}
    assert rina_at_work.post(f"/konsol/orang/{budi.pk}/", form).status_code == 302
    change = RowChange.objects.filter(table_name="accounts_person", row_key=str(budi.pk)).first()
    assert change is not None
    page = rina_at_work.get("/konsol/aktivitas/perubahan/", {"permintaan": change.request_id})
    body = page.content.decode()
    assert "diubah" in body
    assert "Rina" in body
    assert "81234561234" not in body
    shown = [pair for row in page.context["page"] for pair in row.values]
    assert ("Nama", "• → •") in shown
    assert not any("Budi Santoso" in text for _name, text in shown)
    assert Entry.objects.get(request_id=change.request_id).changes["phone"] == ["", "••••"]


def test_filters_and_export(rina_at_work: Any, budi: Person, sari: Person) -> None:
    page = rina_at_work.get("/konsol/aktivitas/perubahan/", {"tabel": "accounts_person", "baris": budi.pk})
    assert {change.row_key for change in page.context["page"]} == {str(budi.pk)}
    nothing = rina_at_work.get("/konsol/aktivitas/perubahan/", {"cari": "tidak-ada-orang-ini"})
    assert "Tidak ada perubahan yang cocok" in nothing.content.decode()
    export = rina_at_work.get("/konsol/aktivitas/perubahan/", {"format": "csv", "baris": budi.pk})
    assert export["Content-Type"].startswith("text/csv")
    assert "accounts_person" in export.content.decode("utf-8-sig")
    assert Entry.objects.filter(act="activity.exported", subject_type="audit.rowchange").count() == 1


@pytest.mark.parametrize("kind", ["warga", "petugas"])
def test_only_admins_read_it(in_poso: Any, person: Any, client_of: Callable[..., Any], kind: str) -> None:
    somebody = person("Bukan", kind=kind)
    assert client_of(in_poso, somebody).get("/konsol/aktivitas/perubahan/").status_code == 403


def test_the_page_says_how_far_the_chain_reaches(fresh: str, poso: Any, person: Any, client_of: Any) -> None:
    with inside(poso):
        rina = person("Rina", kind="admin_ti")
    trails.seal_trail(poso.code)
    body = client_of(poso, rina).get("/konsol/aktivitas/perubahan/").content.decode()
    assert "Jejak ini dirantai" in body


# --- masked numbers -----------------------------------------------------------------------------------


@pytest.fixture
def budi_with_number(budi: Person) -> Person:
    """Budi, whose number the Pemda knows."""
    budi.phone = NUMBER
    budi.save()
    return budi


def test_a_number_is_masked_until_somebody_says_why(rina_at_work: Any, budi_with_number: Person) -> None:
    budi = budi_with_number
    for path in (f"/konsol/orang/{budi.pk}/", f"/konsol/orang/{budi.pk}/ponsel/", "/konsol/orang/?format=csv"):
        body = rina_at_work.get(path).content.decode()
        assert "0812-••••-1234" in body, path
        assert "34561234" not in body.replace("-", ""), path
    shown = rina_at_work.post(f"/konsol/orang/{budi.pk}/ponsel/", {"reason": "Menghubungi soal piket banjir"})
    assert "0812-3456-1234" in shown.content.decode().replace(" ", "-")
    entry = Entry.objects.get(act="vault.revealed")
    assert entry.changes == {"field": "phone", "reason": "Menghubungi soal piket banjir"}
    assert (entry.actor_name, entry.subject_id) == ("Rina", str(budi.pk))


@pytest.mark.parametrize("reason", ["", "   ", "perlu"])
def test_without_a_reason_nothing_is_shown_or_changed(rina_at_work: Any, budi_with_number: Person, reason: str) -> None:
    entries = Entry.objects.count()
    answer = rina_at_work.post(f"/konsol/orang/{budi_with_number.pk}/ponsel/", {"reason": reason})
    assert answer.status_code == 422
    assert "34561234" not in answer.content.decode().replace("-", "").replace(" ", "")
    assert Entry.objects.count() == entries


def test_a_citizens_number_is_not_shown_with_any_reason(rina_at_work: Any, sari: Person) -> None:
    sari.phone = NUMBER
    sari.save()
    entries = Entry.objects.count()
    answer = rina_at_work.post(f"/konsol/orang/{sari.pk}/ponsel/", {"reason": "Ingin tahu nomor warga ini"})
    assert "34561234" not in answer.content.decode().replace("-", "").replace(" ", "")
    assert Entry.objects.count() == entries


def test_saving_without_typing_a_number_keeps_it(rina_at_work: Any, budi_with_number: Person) -> None:
    budi = budi_with_number
    form = {"name": "Budi Baru", "email": budi.email, "phone": ""}
    assert rina_at_work.post(f"/konsol/orang/{budi.pk}/", form).status_code == 302
    assert Person.objects.get(pk=budi.pk).phone == NUMBER
    assert rina_at_work.post(f"/konsol/orang/{budi.pk}/", {**form, "without_phone": "on"}).status_code == 302
    assert Person.objects.get(pk=budi.pk).phone is None
