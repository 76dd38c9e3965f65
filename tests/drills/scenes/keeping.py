"""Archives under trouble: a restore while others write, killed restores, a full disk, a dropped role, a Pemda that goes."""

from __future__ import annotations

import contextlib
import resource
import sys
import threading
import time
from collections import Counter
from collections.abc import Callable, Iterator
from typing import Any

import django
from django.conf import settings
from django.db import connections

from tenants.credentials import schema_of
from tests.benchmarks.measuring import conclude
from tests.drills import code, towns
from tests.drills.kill import Plan
from tests.drills.processes import forked, recover
from tests.drills.scenes.faults import _forget, _own, _superuser
from tests.drills.scenes.steps import _drive, _is_over
from tests.drills.tally import Tallies, Tally

RESTORED, WRITING = towns.UPGRADES, towns.NEIGHBOUR
# Towns without the tests' module, whose pages the product itself can show.
VISITED, VISITED_TOO = towns.BLANK, towns.PURGED
MEGABYTE = 1 << 20
POINTS = (
    *(
        "check:inside",
        "commit:after",
        "unpack:after",
        "close:after",
        "keep:before",
        "keep:inside",
        "keep:after",
        "rebuild:inside",
        "rebuild:after",
        "rebuild:noted",
    ),
    *("files:after", "erase:after", "open:before", "clear:inside", "clear:after", "announce:before"),
)
SMALL_FILE = 200_000


def main(part: str) -> None:
    """Play the scenes of one part: `archives` with the tests' module, `visitors` with the product's own pages."""
    if part == "archives":
        # The towns have this release: a restore to it asks for no upgrade, which would change what is compared.
        code.become(code.OLD, build=False)
    else:
        _serve_plainly()
        django.setup()
    code.trust_no_cache()
    settings.ADOPSI_BACKUP_FOLDER.mkdir(parents=True, exist_ok=True)
    tallies = Tallies()
    for play in PLAYS[part]:
        tally, started = Tally(), time.monotonic()
        if part == "archives":
            towns.settle()
        figures = play(tally)
        name = play.__name__.replace("_", " ")
        tallies.faults[name] = {
            "kills": tally.kills,
            "half_made": tally.half_made,
            "unfinished": tally.unfinished,
            "longest_recovery_s": tally.longest_recovery_s,
            "problems": tally.problems,
            **figures,
        }
        sys.stderr.write(f"  {name}: {time.monotonic() - started:.0f} s\n")
    conclude(tallies.as_json())


def _serve_plainly() -> None:
    """Static files by their own names, and no limit for visitors who never rest."""
    settings.STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    settings.ADOPSI_LIMIT_ADDRESS = settings.ADOPSI_LIMIT_PEMDA = settings.ADOPSI_PEMDA_THREADS = 0


def _back_up(pemda_code: str) -> Any:
    from provisioning.keeping.services import request_backup
    from provisioning.models import Backup

    run = towns.drive(request_backup(pemda_code=pemda_code, requested_by="drill"))
    return Backup.objects.get(run=run)


def _content(pemda_code: str) -> dict[str, str]:
    """What the Pemda holds, without the trail and what a run adds by itself."""
    growing = ("audit_", "vault_", "notifications_", "django_")
    whole = towns.picture(pemda_code, prefix="", exactly=True)
    return {table: text for table, text in whole.items() if not table.startswith(growing)}


def _different(before: dict[str, str]) -> list[str]:
    """Which tables of the restored Pemda are not what they were."""
    now = _content(RESTORED)
    return [f"{table} differs" for table, text in before.items() if now.get(table) != text]


def _fill(pemda_code: str, megabytes: int) -> None:
    """Many rows, written by the owner; the trail rests."""
    place = f"{schema_of(pemda_code)}.{code.SLUG}_note"
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {place} DISABLE TRIGGER USER")
        cursor.execute(
            f"INSERT INTO {place} (text, at, place_id) SELECT repeat(md5(n::text), 6), now(),"
            f" (SELECT min(id) FROM {schema_of(pemda_code)}.{code.SLUG}_place) FROM generate_series(1, %s) n",
            [megabytes * 3_600],
        )
        cursor.execute(f"ALTER TABLE {place} ENABLE TRIGGER USER")


def _megabytes(pemda_code: str) -> float:
    with connections["owner"].cursor() as cursor:
        cursor.execute(
            "SELECT sum(pg_total_relation_size(oid)) FROM pg_class WHERE relnamespace = %s::regnamespace"
            " AND relkind = 'r'",
            [schema_of(pemda_code)],
        )
        return float(cursor.fetchone()[0]) / MEGABYTE


# --- restore while others write -----------------------------------------------------------------------


def restore_under_writes(tally: Tally) -> dict[str, Any]:
    """One Pemda goes back to its archive while a citizen of another writes all the time."""
    from provisioning.keeping.services import request_restore

    _fill(RESTORED, 110)
    size, before = _megabytes(RESTORED), _content(RESTORED)
    backup = _back_up(RESTORED)
    towns.plant(RESTORED, "sesudah")
    written, waits, stop = [0], [], threading.Event()
    writer = threading.Thread(target=_write_all_the_time, args=(written, waits, stop))
    writer.start()
    run = request_restore(backup=backup, requested_by="drill")
    started = time.monotonic()
    towns.drive(run)
    seconds = time.monotonic() - started
    stop.set()
    writer.join()
    wrong = _different(before)
    problems = list(wrong)
    there = towns.planted(WRITING, "menulis")
    if there != written[0]:
        problems.append(f"the other Pemda has {there} of {written[0]} rows")
    took = {step.name: (step.milliseconds or 0) / 1000 for step in run.steps.all()}
    restoring = seconds - took["keep"]
    tally.count(0, seconds, problems, "restore under writes")
    towns.uproot(WRITING, "menulis")
    _shrink(RESTORED)
    return {
        "megabytes": round(size),
        "seconds": round(restoring, 2),
        "seconds_per_125_mb": round(restoring * 125 / size, 2),
        "backup_before_seconds": round(took["keep"], 2),
        "closed_seconds": round(took["keep"] + took["rebuild"], 2),
        "wrong_tables": len(wrong),
        "rows_written_meanwhile": written[0],
        "rows_lost": written[0] - there,
        "longest_write_ms": round(max(waits, default=0) * 1000),
    }


def _write_all_the_time(written: list[int], waits: list[float], stop: threading.Event) -> None:
    statement = (
        f"INSERT INTO {code.SLUG}_note (text, at, place_id) SELECT 'menulis', now(), min(id) FROM {code.SLUG}_place"
    )
    with contextlib.closing(_own(WRITING)) as connection, connection.cursor() as cursor:
        connection.autocommit = True
        while not stop.is_set():
            started = time.monotonic()
            cursor.execute(statement)
            waits.append(time.monotonic() - started)
            written[0] += 1
            time.sleep(0.005)


def _shrink(pemda_code: str) -> None:
    place = f"{schema_of(pemda_code)}.{code.SLUG}_note"
    with connections["owner"].cursor() as cursor:
        cursor.execute(f"ALTER TABLE {place} DISABLE TRIGGER USER")
        cursor.execute(f"DELETE FROM {place} WHERE length(text) > 100")
        cursor.execute(f"ALTER TABLE {place} ENABLE TRIGGER USER")


def killed_restore(tally: Tally) -> dict[str, Any]:
    """The worker dies at every step of a restore in place; who takes over brings it to its end."""
    from provisioning.keeping.services import request_restore
    from tenants.models import Pemda

    backup, before = _back_up(RESTORED), _content(RESTORED)
    for point in POINTS:
        towns.plant(RESTORED, "sesudah")
        run = request_restore(backup=backup, requested_by="drill")
        ended = forked(lambda run=run: _drive(run), Plan(point))
        if not ended.was_killed:
            tally.miss(f"restore {point}")
        recovery = recover(lambda run=run: _is_over(run), since=time.monotonic())
        _forget()
        problems = _different(before)
        if Pemda.objects.get(pk=RESTORED).state != "active":
            problems.append("the Pemda is closed")
        problems += _strays()
        tally.count(1, recovery, problems, f"restore {point}")
    return {"points": len(POINTS)}


def _strays() -> list[str]:
    with connections["owner"].cursor() as cursor:
        cursor.execute("SELECT nspname FROM pg_namespace WHERE nspname ~ '(_lama|^adopsi_uji)'")
        schemas = [f"schema {row[0]} is left" for row in cursor.fetchall()]
    files = [path for path in settings.ADOPSI_BACKUP_FOLDER.rglob("*.part")]
    folders = [path for path in settings.MEDIA_ROOT.glob(".pemda_*")]
    return schemas + [f"{path.name} is left" for path in (*files, *folders)]


# --- no room ------------------------------------------------------------------------------------------


def disk_full_while_exporting(tally: Tally) -> dict[str, Any]:
    """The archive would be larger than there is room: refused in words, nothing half."""
    from provisioning.keeping.services import request_backup
    from provisioning.models import Backup

    _fill(RESTORED, 10)
    files, backups = set(settings.ADOPSI_BACKUP_FOLDER.rglob("*")), Backup.objects.count()
    run = request_backup(pemda_code=RESTORED, requested_by="drill")
    forked(lambda: _drive_with_small_files(run))
    run.refresh_from_db()
    problems = []
    if (run.state, run.error_code) != ("failed", "archive_no_room"):
        problems.append(f"the run is {run.state} ({run.error_code})")
    if {
        path for path in settings.ADOPSI_BACKUP_FOLDER.rglob("*") if path.is_file()
    } - files or backups != Backup.objects.count():
        problems.append("something of the archive is left")
    tally.count(0, 0.0, problems, "export without room")
    _shrink(RESTORED)
    return {"answer": run.error_code, "files_left": 0 if not problems else 1}


def _drive_with_small_files(run: Any) -> None:
    resource.setrlimit(resource.RLIMIT_FSIZE, (SMALL_FILE, SMALL_FILE))
    _drive(run)


# --- a role that was dropped --------------------------------------------------------------------------


@contextlib.contextmanager
def _visiting(*pemda_codes: str) -> Iterator[dict[str, Counter[int]]]:
    """Visitors of these Pemda's pages, all the time; what they were answered, by code and status."""
    answers: dict[str, Counter[int]] = {each: Counter() for each in pemda_codes}
    stop = threading.Event()
    hosts = {each: _host(each) for each in pemda_codes}
    threads = [
        threading.Thread(target=_visit, args=(hosts[each], answers[each], stop)) for each in pemda_codes for _n in "ab"
    ]
    for thread in threads:
        thread.start()
    try:
        yield answers
    finally:
        stop.set()
        for thread in threads:
            thread.join()


def _host(pemda_code: str) -> str:
    from tenants.directory import get_pemda

    return get_pemda(pemda_code).primary_host


def _visit(host: str, answers: Counter[int], stop: threading.Event) -> None:
    from django.test import Client

    client = Client(raise_request_exception=False, headers={"host": f"{host}:8000"})
    while not stop.is_set():
        for path in ("/", "/berita/", "/konsol/"):
            answers[client.get(path).status_code] += 1
        time.sleep(0.02)
    connections.close_all()


def _until(is_so: Callable[[], bool], *, seconds: float = 20.0) -> None:
    until = time.monotonic() + seconds
    while not is_so() and time.monotonic() < until:
        time.sleep(0.05)


def dropped_role(tally: Tally) -> dict[str, Any]:
    """Somebody drops a Pemda's login: its pages say 503, others go on, and the repair of drift mends it."""
    from provisioning import drift
    from provisioning.services import request_repair

    login, problems = schema_of(VISITED), []
    with _visiting(VISITED, VISITED_TOO) as answers:
        _until(lambda: answers[VISITED][200] > 5)
        _drop_role(login)
        dropped_at = time.monotonic()
        answers[VISITED].clear()
        _until(lambda: answers[VISITED][503] > 10)
        meanwhile = dict(answers[VISITED])
        for found in drift.inspect_pemda(VISITED):
            towns.drive(request_repair(pemda_code=VISITED, slug=found.slug, requested_by="drill"))
        answers[VISITED].clear()
        _until(lambda: answers[VISITED][200] > 5)
        recovery = time.monotonic() - dropped_at
    if not answers[VISITED][200] or drift.inspect_pemda(VISITED):
        problems.append("the repair did not mend it")
    if wrong := {status: n for status, n in meanwhile.items() if status not in {503, 200, 302}}:
        problems.append(f"meanwhile: {wrong}")
    if wrong := {status: n for status, n in answers[VISITED_TOO].items() if status not in {200, 302, 404}}:
        problems.append(f"the others: {wrong}")
    tally.count(0, recovery, problems, "dropped role")
    return {
        "meanwhile_503": meanwhile.get(503, 0),
        "meanwhile_500": meanwhile.get(500, 0),
        "others": _words(answers[VISITED_TOO]),
    }


def _drop_role(login: str) -> None:
    from tenants.backend.base import POOL

    with contextlib.closing(_superuser()) as connection, connection.cursor() as cursor:
        cursor.execute(f"DROP OWNED BY {login}; DROP ROLE {login}")
        cursor.execute("SELECT pg_terminate_backend(pid) FROM pg_stat_activity WHERE usename = %s", [login])
    POOL.clear()


def _words(counted: Counter[int]) -> str:
    return " ".join(f"{status}x{count}" for status, count in sorted(counted.items()))


# --- a Pemda that goes while people are in it ---------------------------------------------------------


def deletion_under_load(tally: Tally) -> dict[str, Any]:
    """A sandbox is dropped while people open its pages: 404 or 503, never "our fault", and nothing half is left."""
    from tests.drills import cases, checks

    problems: list[str] = []
    total: Counter[int] = Counter()
    others: Counter[int] = Counter()
    for _turn in range(3):
        made = towns.drive(cases._make_sandbox())
        with _visiting(made.pemda_code, VISITED_TOO) as answers:
            gone = answers[made.pemda_code]
            _until(lambda gone=gone: gone[200] > 5)
            started = time.monotonic()
            towns.drive(cases._drop(made))
            took = time.monotonic() - started
            _until(lambda gone=gone: gone[404] > 10)
        total += gone
        others += answers[VISITED_TOO]
        problems += checks.orphans()
        tally.count(0, took, problems, "deletion under load")
    if wrong := {status: n for status, n in total.items() if status not in {200, 302, 404, 503}}:
        tally.problems.append(f"visitors of the Pemda that went: {wrong}")
        tally.half_made += 1
    if wrong := {status: n for status, n in others.items() if status not in {200, 302, 404}}:
        tally.problems.append(f"visitors of another: {wrong}")
        tally.half_made += 1
    return {"answers": _words(total), "answers_500": total[500], "others": _words(others)}


PLAYS: dict[str, tuple[Callable[[Tally], dict[str, Any]], ...]] = {
    "archives": (restore_under_writes, killed_restore, disk_full_while_exporting),
    "visitors": (dropped_role, deletion_under_load),
}

if __name__ == "__main__":
    main(*sys.argv[1:])
