"""What time asks for: copies go after their window, held-off Pemda catch up, admins hear what is coming."""

from datetime import timedelta

from django.db import connections
from django.utils import timezone

from catalog.models import Activation
from provisioning import rollouts, upkeep
from provisioning.models import Pin, Rollout, Run
from provisioning.rollout_engine import drive_rollout
from provisioning.services import request_enable, request_upgrade
from tenants.accounts.models import Person
from tenants.context import inside


def copies(town):
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT count(*) FROM pg_tables WHERE schemaname = %s AND tablename LIKE '\\_undo\\_%%'",
            [town.schema_name],
        )
        return cursor.fetchone()[0]


def test_copies_for_an_undo_go_when_its_window_has_passed(karawang, code, do):
    code.at("1.0.0")
    do(request_enable(pemda_code="32.15", slug="tiruan", requested_by="tests"))
    code.at("1.2.0")
    run = do(request_upgrade(pemda_code="32.15", slug="tiruan", requested_by="tests"))
    assert (copies(karawang), upkeep.forget_undo()) == (2, 0)
    Run.objects.filter(pk=run.pk).update(undo_until=timezone.now() - timedelta(seconds=1))
    assert (upkeep.forget_undo(), copies(karawang), upkeep.forget_undo()) == (1, 0, 0)


def test_a_pemda_that_was_pinned_catches_up_when_the_pin_is_gone(karawang, code, do):
    code.at("1.0.0")
    do(request_enable(pemda_code="32.15", slug="tiruan", requested_by="tests"))
    rollouts.pin(pemda_code="32.15", slug="tiruan", reason="pilkada", until=timezone.localdate(), by="Rina")
    code.at("1.4.0")
    rollout = rollouts.start_rollout(slug="tiruan", requested_by="Tiara")
    while drive_rollout(str(rollout.pk)):
        pass
    rollout.refresh_from_db()
    assert (rollout.state, upkeep.catch_up()) == (Rollout.State.DONE, 0)
    Pin.objects.update(until=timezone.localdate() - timedelta(days=1))
    assert upkeep.catch_up() == 1
    do(Run.objects.get(operation="upgrade_module"))
    assert Activation.objects.get(slug="tiruan").version == "1.4.0"
    assert upkeep.catch_up() == 0


def test_admins_hear_once_of_what_is_coming(karawang, code, do, person):
    with inside(karawang):
        rina = person("Rina", kind="admin_ti")
    code.at("1.0.0")
    do(request_enable(pemda_code="32.15", slug="tiruan", requested_by="tests"))
    code.at("1.4.0")
    rollout = rollouts.start_rollout(slug="tiruan", requested_by="Tiara")
    assert (upkeep.tell_of_rollout(str(rollout.pk)), upkeep.tell_of_rollout(str(rollout.pk))) == (1, 0)
    with inside(karawang):
        note = Person.objects.get(pk=rina.pk).notifications.get(kind="inti.rilis_akan_datang")
        assert (note.subject, note.body) == ("Tiruan 1.4.0 akan datang", "Rilis uji.")
