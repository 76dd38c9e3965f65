"""The Pemda of the drill: how they are made, what their people write, and pictures of what they hold."""

from __future__ import annotations

from typing import Any

from django.db import connections
from psycopg2 import sql

from tenants.credentials import schema_of
from tests.drills.code import OLD, SLUG

# Columns that differ between two runs of the same thing.
FLEETING = ["id", "at", "created_at", "updated_at", "place_id", "author_id", "note_id", "path", "request_id", "changes"]
ADMIN = {"name": "Rina", "email": "rina@drill.example"}
PICTURE = (
    "SELECT {}, count(*), coalesce(md5(string_agg(row, '' ORDER BY row)), '')"
    " FROM (SELECT (to_jsonb(t) - {}::text[])::text AS row FROM {} t) rows"
)
# The town that nobody touches, and what its citizen wrote.
NEIGHBOUR = "32.15"
UPGRADES, BLANK, PURGED, RESUMED = "72.02", "32.16", "32.17", "32.14"
FLEET = ("33.01", "33.02", "33.03")
CANARY = "kenari"


def drive(run: Any) -> Any:
    """Bring a run to its end in this process, undisturbed."""
    from provisioning import engine

    engine.drive(str(run.pk))
    # Driving made the journal's connection one that does not wait for the disk; who asks for runs waits.
    connections["public"].close()
    run.refresh_from_db()
    if run.state != run.State.DONE:
        raise RuntimeError(f"{run} should have gone well: {run.state} {run.error_code} {run.error}")
    return run


def create(code: str, *modules: str) -> Any:
    """A new Pemda with these modules."""
    from provisioning.services import request_create

    return drive(request_create(code=code, modules=modules, admin=ADMIN, requested_by="drill"))


def enable(code: str, slug: str = SLUG) -> Any:
    """Enable the module undisturbed."""
    from provisioning.services import request_enable

    return drive(request_enable(pemda_code=code, slug=slug, requested_by="drill"))


def undo(run: Any) -> Any:
    """Take a run back undisturbed."""
    from provisioning.services import request_undo

    run.refresh_from_db()
    return drive(request_undo(run=run, requested_by="drill"))


def forget(code: str) -> None:
    """Take the module out of a Pemda as if it had never been there; nothing of the engine is used."""
    from catalog.models import Activation

    tables = [*picture(code), *undo_copies(code)]
    with connections["owner"].cursor() as cursor:
        for table in tables:
            cursor.execute(f'DROP TABLE {schema_of(code)}."{table}" CASCADE')
        cursor.execute(f"DROP FUNCTION IF EXISTS {schema_of(code)}.tiruan_trim() CASCADE")
        cursor.execute(f"DELETE FROM {schema_of(code)}.django_migrations WHERE app = %s", [SLUG])
    Activation.objects.using("owner").filter(pemda_id=code, slug=SLUG).delete()


def settle() -> None:
    """Bring every town to where cases begin, whatever a case that broke has left."""
    from catalog.models import Activation
    from provisioning import engine
    from provisioning.models import Rollout, Run

    Rollout.objects.filter(state__in=Rollout.UNFINISHED).update(state="cancelled")
    for run in Run.objects.filter(state__in=Run.UNFINISHED).order_by("created_at"):
        engine.drive(str(run.pk))
    connections["public"].close()
    for code in (UPGRADES, *FLEET):
        if not Activation.objects.filter(pemda_id=code, slug=SLUG, state="active", version=OLD).exists():
            done = Run.objects.filter(pemda_code=code, operation="upgrade_module", state="done")
            undo(done.latest("created_at"))
    for code in (BLANK, PURGED):
        forget(code)


def free_codes() -> list[str]:
    """Codes of regions that have no Pemda and no run."""
    from provisioning.models import Run
    from tenants.models import Pemda, Region

    taken = {*Pemda.objects.values_list("code", flat=True), *Run.objects.values_list("pemda_code", flat=True)}
    regions = [each.code for each in Region.objects.order_by("code") if each.is_autonomous]
    return [code for code in regions if code not in taken]


# --- people -------------------------------------------------------------------------------------------


def as_citizen(code: str, statement: str, parameters: Any = None) -> list[Any]:
    """What the Pemda's own login does; the rows, if there are any."""
    from tenants.context import inside
    from tenants.directory import get_pemda

    with inside(get_pemda(code)), connections["default"].cursor() as cursor:
        cursor.execute(statement, parameters)
        return cursor.fetchall() if cursor.description else []


def plant(code: str, text: str = CANARY) -> None:
    """A citizen writes into the module."""
    as_citizen(
        code, f"INSERT INTO {SLUG}_note (text, at, place_id) SELECT %s, now(), min(id) FROM {SLUG}_place", [text]
    )


def planted(code: str, text: str = CANARY) -> int:
    """How often the citizen's text is there."""
    return as_citizen(code, f"SELECT count(*) FROM {SLUG}_note WHERE text = %s", [text])[0][0]


def uproot(code: str, text: str = CANARY) -> None:
    """The citizen takes the text away."""
    as_citizen(code, f"DELETE FROM {SLUG}_note WHERE text = %s", [text])


# --- pictures -----------------------------------------------------------------------------------------


def picture(code: str, *, prefix: str = f"{SLUG}_", exactly: bool = False) -> dict[str, str]:
    """Per table its number of rows and a hash of them, without what differs each time unless `exactly`."""
    schema = schema_of(code)
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT tablename FROM pg_tables WHERE schemaname = %s AND tablename LIKE %s", [schema, prefix + "%"]
        )
        fleeting = sql.Literal([] if exactly else FLEETING)
        each = [
            sql.SQL(PICTURE).format(sql.Literal(table), fleeting, sql.Identifier(schema, table))
            for (table,) in sorted(cursor.fetchall())
        ]
        if not each:
            return {}
        cursor.execute(sql.SQL(" UNION ALL ").join(each))
        return {table: f"{count}:{text[:8]}" for table, count, text in cursor.fetchall()}


def counts(code: str) -> dict[str, int]:
    """How many rows each table of the Pemda has."""
    return {table: int(text.partition(":")[0]) for table, text in picture(code, prefix="").items()}


def undo_copies(code: str) -> set[str]:
    """The copies that upgrades keep for being undone."""
    return set(picture(code, prefix="\\_undo\\_", exactly=True))
