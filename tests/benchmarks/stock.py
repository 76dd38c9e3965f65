"""The stock way in a process of its own: django-tenants' schema clone and its migrate command."""

from __future__ import annotations

import time

import django
from django.core.management import call_command

from tests.benchmarks.measuring import answer_forever, seconds


def clone(*, template: str, schema: str) -> float:
    """Seconds of copying a template schema, the library's own function."""
    from django_tenants.clone import CloneSchema

    return seconds(lambda: CloneSchema().clone_schema(template, schema))


def migrate(*, schema: str, app: str = "") -> float:
    """Seconds of `migrate_schemas` for one schema; for one app where it is named."""
    labels = [app] if app else []
    started = time.perf_counter()
    call_command("migrate_schemas", *labels, schema_name=schema, tenant=True, interactive=False, verbosity=0)
    return time.perf_counter() - started


if __name__ == "__main__":
    django.setup()
    answer_forever({"clone": clone, "migrate": migrate})
