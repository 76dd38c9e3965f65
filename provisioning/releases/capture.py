"""Runs migrations for real in the owner's current search path and writes down what each one did."""

from __future__ import annotations

import ast
import hashlib
import inspect
import re
from collections.abc import Callable, Collection, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field
from typing import Any

from django.contrib.postgres.operations import AddIndexConcurrently, RemoveIndexConcurrently
from django.db import connections
from django.db.migrations import Migration, operations
from django.db.migrations.exceptions import IrreversibleError
from django.db.migrations.executor import MigrationExecutor
from django.db.migrations.loader import MigrationLoader

from provisioning.releases.errors import NotCompilable
from tenants.router import OWNER

# Statements that leave no trace in a schema.
TRACELESS = ("SELECT", "SAVEPOINT", "RELEASE", "ROLLBACK", "SET LOCAL", "SHOW")
BOOKKEEPING = "django_migrations"
WRITES = re.compile(r"(INSERT|UPDATE|DELETE)\b", re.IGNORECASE)
# Rows whose deferred references are still to be checked forbid an ALTER in the same transaction: check them now.
SETTLE = "SET CONSTRAINTS ALL IMMEDIATE; SET CONSTRAINTS ALL DEFERRED"
CHECK = re.compile(r'CONSTRAINT\s+"(\w+)"\s+(CHECK\s*\()', re.IGNORECASE)
ANY_INDEX = re.compile(r'^CREATE (?:UNIQUE )?INDEX\s+"(\w+)"', re.IGNORECASE)
READ = re.compile(r'\b(?:FROM|JOIN)\s+"?(\w+)"?', re.IGNORECASE)
DESTROYS = re.compile(r'\b(DROP TABLE|DROP COLUMN|TRUNCATE|DELETE FROM)\b\s+(?:IF EXISTS\s+)?"?(\w+)"?', re.IGNORECASE)
INDEX = re.compile(r'^CREATE INDEX\s+"?(\w+)"?\s+ON\s+"?(\w+)"?', re.IGNORECASE)


@dataclass(slots=True)
class Captured:
    """What one migration did: its statements, and the tables that its Python read."""

    migration: Migration
    statements: list[str] = field(default_factory=list)
    reads: set[str] = field(default_factory=set)
    backward: list[str] | None = None

    @property
    def has_python(self) -> bool:
        """Whether its result depends on the rows it meets, so that an upgrade must run it."""
        return any(isinstance(each, operations.RunPython) for each in _all_operations(self.migration.operations))


def run_forward(labels: Collection[str]) -> list[Captured]:
    """Apply the apps' migrations that the current schema lacks; in order."""
    with _recording() as recorder:
        executor = MigrationExecutor(connections[OWNER], recorder.progress)
        targets = [node for label in labels for node in executor.loader.graph.leaf_nodes(label)]
        for node, migration in executor.loader.graph.nodes.items():
            if node[0] in labels:
                _make_plain(migration)
        executor.migrate(targets)
    return recorder.done


def run_backward(captured: list[Captured]) -> None:
    """Take the migrations back, newest first, and note how; stops at the first that cannot be taken back."""
    for each in reversed(captured):
        with _recording() as recorder:
            executor = MigrationExecutor(connections[OWNER], recorder.progress)
            node = (each.migration.app_label, each.migration.name)
            _make_plain(executor.loader.graph.nodes[node])
            before = executor.loader.graph.node_map[node].parents
            targets = [parent.key for parent in before if parent.key[0] == node[0]] or [(node[0], None)]
            try:
                executor.migrate(targets)
            except (IrreversibleError, NotImplementedError):
                return
        each.backward = recorder.done[0].statements if recorder.done else []


def _make_plain(migration: Migration) -> None:
    """A build's tables are empty: what production does concurrently is captured in its plain form."""
    plain = []
    for operation in migration.operations:
        if isinstance(operation, AddIndexConcurrently):
            plain.append(operations.AddIndex(operation.model_name, operation.index))
        elif isinstance(operation, RemoveIndexConcurrently):
            plain.append(operations.RemoveIndex(operation.model_name, operation.name))
        else:
            plain.append(operation)
    if plain != migration.operations:
        migration.operations, migration.atomic = plain, True
    elif not migration.atomic:
        raise NotCompilable(migration.app_label, migration.name, "atomic = False")


def _all_operations(listed: Iterable[Any]) -> Iterator[Any]:
    for operation in listed:
        yield operation
        yield from _all_operations(getattr(operation, "database_operations", ()))


class _Recorder:
    def __init__(self) -> None:
        self.done: list[Captured] = []
        self._loose: list[str] = []

    def progress(self, action: str, migration: Any = None, fake: bool = False) -> None:
        if action in {"apply_start", "unapply_start"}:
            self.done.append(Captured(migration, statements=self._loose))
            self._loose = []
        elif action in {"apply_success", "unapply_success"} and any(map(WRITES.match, self.done[-1].statements)):
            with connections[OWNER].cursor() as cursor:
                cursor.execute(SETTLE)

    def note(self, text: str) -> None:
        current = self.done[-1] if self.done else None
        if text.upper().startswith(TRACELESS):
            if current is not None:
                current.reads |= set(READ.findall(text))
        elif f'INTO "{BOOKKEEPING}"' not in text and f'FROM "{BOOKKEEPING}"' not in text:
            (current.statements if current is not None else self._loose).append(text)


@contextmanager
def _recording() -> Iterator[_Recorder]:
    recorder = _Recorder()

    def wrapper(execute: Callable[..., Any], sql: str, params: Any, many: bool, context: dict[str, Any]) -> Any:
        result = execute(sql, params, many, context)
        text = str(sql).strip().rstrip(";")
        for values in params if many else [params]:
            cursor = context["cursor"].cursor
            recorder.note(cursor.mogrify(text, values).decode() if values else text)
        return result

    with connections[OWNER].execute_wrapper(wrapper):
        yield recorder


def sources_of(captured: Iterable[Captured]) -> dict[str, str]:
    """Check constraints and indexes by name, as their migrations wrote them.

    PostgreSQL's own words for an expression, read back, give other words; these give the same again.
    """
    found: dict[str, str] = {}
    for text in (statement for each in captured for statement in each.statements):
        for match in CHECK.finditer(text):
            found[match[1]] = "CHECK (" + _balanced(text, match.end())
        if index := ANY_INDEX.match(text):
            found[index[1]] = text
    return found


def _balanced(text: str, start: int) -> str:
    """From just behind an opening parenthesis to the closing one that belongs to it, quoted text aside."""
    depth, quote = 1, ""
    for at in range(start, len(text)):
        sign = text[at]
        if quote:
            quote = "" if sign == quote else quote
        elif sign in "'\"":
            quote = sign
        else:
            depth += (sign == "(") - (sign == ")")
        if depth == 0:
            return text[start : at + 1]
    return text[start:]


def migrate_here(targets: Iterable[tuple[str, str]]) -> None:
    """Bring the owner's current search path to these migrations, Django's own way, for those that run Python."""
    MigrationExecutor(connections[OWNER]).migrate(list(targets))


def newest(labels: Iterable[str]) -> list[tuple[str, str]]:
    """The last migration of each app in this code base, as (app label, name)."""
    graph = MigrationLoader(None).graph
    return [node for label in sorted(labels) for node in graph.leaf_nodes(label)]


def source_of(migration: Migration) -> str:
    """SHA-256 of what the migration's file says, comments and layout aside."""
    text = inspect.getsource(inspect.getmodule(type(migration)))  # type: ignore[arg-type]
    return hashlib.sha256(ast.dump(ast.parse(text)).encode()).hexdigest()
