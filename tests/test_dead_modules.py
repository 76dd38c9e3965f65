"""A module that is off is dead: every route, API, task, menu, tile, search and map point of it."""

import re

import pytest

from catalog.guard import module_urls, walk_routes
from catalog.registry import all_manifests, hook
from provisioning.engine import drive
from provisioning.models import Run
from provisioning.services import request_enable, request_park
from tenants.context import inside
from tenants.directory import pemda_of

METHODS = ("get", "post", "put", "patch", "delete", "head", "options")
MOUNTS = {"portal": "/", "console": "/konsol/m/", "api": "/api/v1/", "standard": "/"}
VALUES = {"int": "1", "slug": "x", "str": "x", "uuid": "00000000-0000-4000-8000-000000000000", "path": "x"}


def paths_of(face):
    for route, leaf in walk_routes(module_urls(face)):
        path = re.sub(r"<(?:(\w+):)?\w+>", lambda found: VALUES.get(found.group(1) or "str", "x"), route)
        if "(?P" not in path and "^" not in path:
            yield MOUNTS[face] + path, leaf


def every_path():
    return [path for face in MOUNTS for path, _leaf in paths_of(face)]


def test_there_is_something_to_walk(shared_database):
    assert len(every_path()) >= 20


@pytest.mark.parametrize("face", sorted(MOUNTS))
def test_every_route_of_a_module_is_404_where_it_is_off(face, in_karawang, client_of, rina, budi, give):
    for manifest in all_manifests():
        for role in manifest.role_keys():
            give(budi, role)
            give(rina, role)
    for person in (None, budi, rina):
        client = client_of(in_karawang, person)
        alive = {
            (path, method): status
            for path, _leaf in paths_of(face)
            for method in METHODS
            if (status := getattr(client, method)(path).status_code) != 404
        }
        assert alive == {}


def test_menu_tiles_search_and_catalog_do_not_show_it(in_karawang, client_of, budi, give):
    for manifest in all_manifests():
        for role in manifest.role_keys():
            give(budi, role)
    client = client_of(in_karawang, budi)
    for address in ("/", "/layanan/", "/konsol/", "/cari/?q=a"):
        page = client.get(address).content.decode()
        for manifest in all_manifests():
            assert f'href="/{manifest.slug}/' not in page
            assert f"/konsol/m/{manifest.slug}/" not in page


def test_tasks_of_it_do_nothing(fresh, karawang):
    from celery import current_app

    tasks = [task for task in current_app.tasks.values() if hasattr(task, "module_slug")]
    for task in tasks:
        assert task.run(pemda=karawang.code) is None


def test_disabling_hides_it_at_once_and_enabling_brings_its_data_back(fresh, poso, client_of):
    for manifest in all_manifests():
        client = client_of(poso)
        address = f"/{manifest.slug}/"
        assert client.get(address).status_code in {200, 302}
        drive(str(request_park(pemda_code=poso.code, slug=manifest.slug, requested_by="tests").pk))
        assert client.get(address).status_code == 404
        run = request_enable(pemda_code=poso.code, slug=manifest.slug, requested_by="tests")
        drive(str(run.pk))
        run.refresh_from_db()
        assert run.state == Run.State.DONE, run.error
        assert client.get(address).status_code in {200, 302}


def test_tables_exist_only_where_the_module_is_on(shared_database, poso, karawang):
    from django.db import connections

    with connections["owner"].cursor() as cursor:
        for manifest in all_manifests():
            query = "SELECT count(*) FROM pg_tables WHERE schemaname = %s AND tablename LIKE %s"
            cursor.execute(query, [poso.schema_name, f"{manifest.slug}\\_%"])
            assert cursor.fetchone()[0] > 0
            cursor.execute(query, [karawang.schema_name, f"{manifest.slug}\\_%"])
            assert cursor.fetchone()[0] == 0


def test_a_parked_modules_tables_are_read_only(fresh, poso):
    from django.db import ProgrammingError, connections

    for manifest in all_manifests():
        drive(str(request_park(pemda_code=poso.code, slug=manifest.slug, requested_by="tests").pk))
    with inside(pemda_of(poso.code)):
        for model in [model for manifest in all_manifests() for model in _models(manifest.slug)]:
            table = model._meta.db_table
            with connections["default"].cursor() as cursor:
                cursor.execute(f"SELECT count(*) FROM {table}")
                with pytest.raises(ProgrammingError):
                    cursor.execute(f"DELETE FROM {table}")


def _models(slug):
    from django.apps import apps

    return apps.get_app_config(slug).get_models()


def test_hooks_of_every_manifest_exist(shared_database):
    for manifest in all_manifests():
        for name in (
            "export_person",
            "erase_person",
            "default_data",
            "demonstration",
            "search",
            "map_points",
            "statistics",
        ):
            function = hook(manifest, name)
            assert function is None or callable(function)
