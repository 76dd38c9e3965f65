"""The world that the walks and the generated operations move in."""

import pytest
from django.test import override_settings

from tests.isolation.world import CODES, FIRST_KEY, World, canary, enable_everything, facts, number_keys_from
from tests.plugin import _clone, _use_database


@pytest.fixture(scope="module")
def world(shared_database, template_database, tmp_path_factory):
    """A database with Poso, Karawang and Bekasi, each with all modules, people, reports, destinations and news."""
    from provisioning.engine import drive
    from provisioning.models import Run
    from provisioning.services import request_create
    from tests.isolation.life import live

    media = override_settings(MEDIA_ROOT=tmp_path_factory.mktemp("media"))
    with media, _clone(template_database) as name:
        _use_database(name)
        drive(str(request_create(code=CODES["bekasi"], requested_by="tests").pk))
        lives = {}
        for who, code in CODES.items():
            enable_everything(code)
            number_keys_from(facts(code).schema_name, FIRST_KEY[who])
            lives[who] = live(facts(code), canary(who))
        unfinished = Run.objects.exclude(state=Run.State.DONE)
        assert not unfinished, [(str(run), run.error) for run in unfinished]
        yield World({who: facts(code) for who, code in CODES.items()}, lives)
        _use_database(shared_database)
