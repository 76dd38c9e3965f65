"""Sandboxes and erasures on the command line, for people and for scripts."""

from __future__ import annotations

import json
import uuid

import pytest
from django.conf import settings
from django.utils import timezone

from adopsi.cli import erasures
from adopsi.cli.main import main
from adopsi.cli.printing import who
from adopsi.pusat import erasures as pusat
from catalog.models import Activation
from catalog.registry import all_manifests
from provisioning.erasures.errors import SecondPersonNeeded
from provisioning.models import Erasure, Run
from tenants.accounts.models import Person
from tenants.audit.models import Entry
from tenants.context import at_pusat, inside
from tenants.directory import pemda_of
from tenants.models import Pemda

SLUG = next(manifest.slug for manifest in all_manifests() if not manifest.requires)
NOBODY = str(uuid.UUID(int=0))
AS_TIARA, AS_TONO = ("--as", "Tiara@contoh.example"), ("--as", "tono@contoh.example")


@pytest.fixture(autouse=True)
def _own_files(tmp_path, monkeypatch):
    monkeypatch.setattr(settings, "MEDIA_ROOT", tmp_path / "media")
    monkeypatch.setattr(settings, "ADOPSI_SIGNING_KEY", tmp_path / "signing.pem")


@pytest.fixture
def told(fresh, capsys):
    """Runs a command with `--json`: its exit status and the document."""

    def tell(*arguments):
        capsys.readouterr()
        status = main([*arguments, "--json"])
        printed = capsys.readouterr()
        if status:
            assert printed.err.startswith("adopsi: ")
            assert printed.err.count("\n") == 1
        return status, json.loads(printed.out) if printed.out else None

    return tell


@pytest.fixture
def team(fresh, person):
    """Two of the Tangerang team, and one who has left; in Poso an IT admin of the same address as one of them."""
    with at_pusat():
        for name in ("Tiara", "Tono"):
            person(name, kind="tim_pusat")
        person("Tuti", kind="tim_pusat", is_active=False)
    with inside(pemda_of("72.02")):
        person("Rina", kind="admin_ti")


@pytest.fixture
def parked(team):
    """Poso's module is parked."""
    rows = Activation.objects.using("owner").filter(pemda_id="72.02", slug=SLUG)
    rows.update(state=Activation.State.PARKED, parked_at=timezone.now())


@pytest.fixture
def another_account(monkeypatch):
    """From now on the command is run by another account of the machine."""

    def change():
        monkeypatch.setattr(erasures.os, "getuid", lambda: 4242)

    return change


# --- sandboxes ----------------------------------------------------------------------------------------


def test_a_sandbox_is_made_listed_and_dropped(told, capsys):
    status, run = told("sandbox", "make", "7202", "--days", "3", "--reason", "Latihan", "--here")
    assert (status, run["operation"], run["state"], run["reason"]) == (0, "make_sandbox", "done", "Latihan")
    code = run["pemda"]
    (row,) = told("sandbox", "list", "--pemda", "72.02")[1]
    assert (row["code"], row["pemda"], row["state"]) == (code, "72.02", "active")
    assert row["expires_at"]
    assert told("sandbox", "list", "--pemda", "32.15") == (0, [])
    assert main(["sandbox", "list"]) == 0
    assert code in capsys.readouterr().out
    status, run = told("sandbox", "drop", code, "--here")
    assert (status, run["operation"], run["state"]) == (0, "drop_sandbox", "done")
    assert not Pemda.objects.filter(pk=code).exists()
    assert Pemda.objects.filter(pk="72.02").exists()
    assert main(["sandbox", "list"]) == 0
    assert "Tidak ada uji coba." in capsys.readouterr().out


# --- erasures -----------------------------------------------------------------------------------------


def test_two_people_erase_a_parked_modules_data(told, parked, another_account, capsys):
    status, plan = told("erasure", "ask", SLUG, "--pemda", "72.02", "--dry-run", *AS_TIARA)
    assert (status, plan["action"]) == (0, "purge")
    assert not Erasure.objects.exists()
    status, wish = told("erasure", "ask", SLUG, "--pemda", "72.02", "--reason", "SK 12", *AS_TIARA)
    assert (status, wish["state"], wish["reason"], wish["run"]) == (0, "asked", "SK 12", None)
    assert [each["id"] for each in told("erasure", "list", "--state", "asked")[1]] == [wish["id"]]
    assert told("erasure", "list", "--pemda", "32.15") == (0, [])
    assert main(["erasure", "list"]) == 0
    assert "SK 12" in capsys.readouterr().out
    first = who()
    another_account()

    status, run = told("erasure", "approve", wish["id"], "--here", *AS_TONO)

    assert (status, run["operation"], run["state"]) == (0, "purge_module", "done")
    (done,) = told("erasure", "list")[1]
    assert (done["state"], done["run"]) == ("done", run["id"])
    assert done["rows_erased"]
    assert all(done[name] for name in ("export_sha256", "certificate_sha256", "export_until", "check_url"))
    assert not Activation.objects.filter(pemda_id="72.02", slug=SLUG).exists()
    assert (done["asked_by"], done["decided_by"]) == (f"Tiara, {first}", f"Tono, {who()}")
    with at_pusat():
        signed = Entry.objects.filter(act__startswith="pusat.erasure").order_by("pk")
        assert list(signed.values_list("act", "actor_name")) == [
            ("pusat.erasure_asked", "Tiara"),
            ("pusat.erasure_approved", "Tono"),
        ]


def erases_nothing(told, capsys, wish, *signed):
    """The approval is refused, and everything is as it was."""
    assert main(["erasure", "approve", wish, "--here", *signed]) == 1
    assert "[second_person_needed]" in capsys.readouterr().err
    erasure = Erasure.objects.get()
    assert (erasure.state, erasure.run) == (Erasure.State.ASKED, None)
    assert not Run.objects.filter(operation="purge_module").exists()
    assert Activation.objects.filter(pemda_id="72.02", slug=SLUG).exists()
    with at_pusat():
        assert not Entry.objects.filter(act="pusat.erasure_approved").exists()


def test_one_account_of_the_machine_erases_nothing_whatever_name_it_gives_itself(told, parked, monkeypatch, capsys):
    wish = told("erasure", "ask", SLUG, "--pemda", "72.02", "--reason", "SK 12", *AS_TIARA)[1]
    monkeypatch.setenv("LOGNAME", "orang-lain")
    monkeypatch.setenv("USER", "orang-lain")
    erases_nothing(told, capsys, wish["id"], *AS_TONO)


def test_one_person_erases_nothing_from_two_accounts_of_the_machine(told, parked, another_account, capsys):
    wish = told("erasure", "ask", SLUG, "--pemda", "72.02", "--reason", "SK 12", *AS_TIARA)[1]
    another_account()
    erases_nothing(told, capsys, wish["id"], *AS_TIARA)


def test_who_asked_on_the_pages_is_no_second_person_at_the_command_line_nor_the_other_way(told, parked, capsys):
    with at_pusat():
        tiara, tono = (Person.objects.get(name=name) for name in ("Tiara", "Tono"))
        wish = pusat.ask_erasure(actor=tiara, pemda_code="72.02", slug=SLUG, reason="SK 12")
    erases_nothing(told, capsys, str(wish.pk), *AS_TIARA)
    assert told("erasure", "refuse", str(wish.pk), *AS_TIARA)[0] == 0

    asked = told("erasure", "ask", SLUG, "--pemda", "72.02", "--reason", "SK 13", *AS_TIARA)[1]
    wish = Erasure.objects.get(pk=asked["id"])
    with at_pusat():
        with pytest.raises(SecondPersonNeeded):
            pusat.approve_erasure(actor=tiara, erasure=wish)
        wish.refresh_from_db()
        assert (wish.state, wish.run) == (Erasure.State.ASKED, None)
        assert pusat.approve_erasure(actor=tono, erasure=wish).operation == "purge_module"


@pytest.mark.parametrize("name", ["tuti", "rina", "tak.ada"])
def test_only_an_active_account_of_the_team_signs(told, parked, capsys, name):
    signed = ("--as", f"{name}@contoh.example")
    asking = ("erasure", "ask", SLUG, "--pemda", "72.02", "--reason", "SK 12")
    assert main([*asking, *signed]) == 1
    assert "[not_of_the_team]" in capsys.readouterr().err
    assert not Erasure.objects.exists()
    wish = told(*asking, *AS_TIARA)[1]
    for act in ("approve", "refuse"):
        assert main(["erasure", act, wish["id"], *signed]) == 1
    erasure = Erasure.objects.get()
    assert (erasure.state, erasure.run) == (Erasure.State.ASKED, None)


def test_a_wish_is_refused_with_a_reason(told, parked, another_account):
    wish = told("erasure", "ask", SLUG, "--pemda", "72.02", "--reason", "SK 12", *AS_TIARA)[1]
    another_account()
    status, refused = told("erasure", "refuse", wish["id"], "--reason", "Masih diperiksa", *AS_TONO)
    assert (status, refused["state"], refused["refusal"]) == (0, "refused", "Masih diperiksa")
    assert told("erasure", "approve", wish["id"], *AS_TONO) == (1, None)
    assert not Run.objects.filter(operation="purge_module").exists()


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["sandbox", "make", "32.16"], "unknown_pemda"),
        (["sandbox", "make", "bukan-kode"], "unknown_region"),
        (["sandbox", "make", "72.02", "--days", "0"], "sandbox_days"),
        (["sandbox", "drop", "72.02"], "not_a_sandbox"),
        (["sandbox", "drop", "72.02-u9"], "unknown_pemda"),
        (["erasure", "ask", SLUG, "--pemda", "72.02", "--reason", "x", *AS_TIARA], "module_still_active"),
        (["erasure", "ask", SLUG, "--pemda", "72.02", "--dry-run", *AS_TIARA], "module_still_active"),
        (["erasure", "ask", SLUG, "--pemda", "32.15", "--reason", "x", *AS_TIARA], "nothing_to_erase"),
        (["erasure", "ask", "entah", "--pemda", "72.02", "--reason", "x", *AS_TIARA], "unknown_module"),
        (["erasure", "ask", SLUG, "--pemda", "32.16", "--reason", "x", *AS_TIARA], "unknown_pemda"),
        (["erasure", "approve", NOBODY, *AS_TIARA], "unknown_erasure"),
        (["erasure", "refuse", NOBODY, *AS_TIARA], "unknown_erasure"),
        (["module", "plan", SLUG, "--pemda", "bukan-kode"], "unknown_region"),
    ],
)
def test_a_refusal_is_one_line_with_its_code_and_changes_nothing(team, capsys, arguments, code):
    before = (Run.objects.count(), Erasure.objects.count(), Pemda.objects.count())

    assert main(arguments) == 1

    said = capsys.readouterr().err
    assert f"[{code}]" in said
    assert said.startswith("adopsi: ")
    assert said.count("\n") == 1
    assert before == (Run.objects.count(), Erasure.objects.count(), Pemda.objects.count())
