"""The command line: progress on the way, a reason and a non-zero exit when refused."""

import pytest

from adopsi.cli.main import main
from provisioning.models import Run
from tenants.models import Pemda


def test_a_pemda_is_created_with_its_modules_step_by_step(fresh, capsys):
    assert (
        main(["pemda", "create", "32.16", "--modules", "laksa", "--admin-email", "rina@bekasi.example", "--here"]) == 0
    )
    told = capsys.readouterr().out
    assert "✓ Membuat ruang data terpisah (pemda_3216)" in told
    assert "✓ Menyalakan modul" in told
    assert Pemda.objects.get(pk="32.16").activations.get().slug == "laksa"


@pytest.mark.parametrize(
    ("arguments", "code"),
    [
        (["pemda", "create", "99.99"], "unknown_region"),
        (["pemda", "create", "72.02"], "pemda_exists"),
        (["pemda", "create", "32.16", "--subdomain", "poso"], "subdomain_taken"),
        (["pemda", "create", "32.16", "--modules", "entah"], "unknown_module"),
        (["module", "enable", "entah", "--pemda", "72.02"], "unknown_module"),
        (["module", "enable", "laksa", "--pemda", "72.02"], "already_active"),
        (["module", "enable", "laksa", "--pemda", "32.16"], "unknown_pemda"),
        (["module", "disable", "laksa", "--pemda", "32.15"], "already_off"),
    ],
)
def test_a_refusal_names_its_reason_and_exits_with_one(fresh, capsys, arguments, code):
    before = Run.objects.count()
    assert main([*arguments, *(["--here"] if arguments[1] != "list" else [])]) == 1
    assert f"[{code}]" in capsys.readouterr().err
    assert Run.objects.count() == before


def test_modules_come_and_go(fresh, capsys):
    assert main(["module", "disable", "laksa", "--pemda", "7202", "--here"]) == 0
    assert main(["module", "enable", "laksa", "--pemda", "72.02", "--here"]) == 0
    assert "Data lama dipakai kembali" in capsys.readouterr().out


def test_the_fleet_is_shown_and_one_behind_exits_with_one(fresh, capsys):
    assert main(["fleet", "status"]) == 0
    assert "2 Pemda, 0 tertinggal" in capsys.readouterr().out
    Pemda.objects.using("owner").filter(pk="32.15").update(core_version="0.0.9")
    assert main(["fleet", "status"]) == 1
    told = capsys.readouterr().err
    assert "32.15 [fleet_behind]" in told
    assert told.count("\n") == 1
