"""Django's PostgreSQL wrapper that logs in as the active Pemda instead of setting a search path.

`switch_to(schema)` parks the open connection under its login and takes the Pemda's own from the pool; no
statement is sent. A thread that leaves a Pemda keeps its connection at rest, for the next request is often the same
Pemda's. A cursor outside `tenants.context` raises `NoPemdaActive`: the backend fails closed.
Measured and reasoned in docs/decisions/0002-login-per-pemda.md.
"""

from __future__ import annotations

import contextlib
import os
import re
import weakref
from collections.abc import Callable
from threading import get_ident
from time import monotonic
from typing import Any

import psycopg2
from django.conf import settings
from django.core.exceptions import ImproperlyConfigured
from django.db import transaction
from django.db.backends.postgresql import base as postgresql
from django.db.utils import OperationalError
from django_tenants.postgresql_backend import base
from psycopg2.extensions import TRANSACTION_STATUS_IDLE

from tenants import context
from tenants.audit import acting
from tenants.backend.operations import DatabaseOperations
from tenants.backend.pool import IDLE_SECONDS, Parked, Pool, is_dead
from tenants.credentials import earlier_password_of, password_of
from tenants.errors import NoPemdaActive, WrongDoor

# What belongs to one connection and travels with it; all else of the wrapper is neutral at a switch.
PER_CONNECTION = (
    "close_at",
    "autocommit",
    "isolation_level",
    "health_check_enabled",
    "health_check_done",
    "errors_occurred",
)
# So briefly after its last use a connection is not asked again whether it lives: the question costs a system call.
TRUSTED_SECONDS = 0.5
SLOTS_USED_UP = re.compile(r"too many (clients|connections)|connection slots|max_client_conn|no more connections")

WRONG_PASSWORD = re.compile(r"password authentication failed|SASL authentication failed")

POOL = Pool(size=settings.ADOPSI_POOL_SIZE, idle_seconds=IDLE_SECONDS)
_wrappers: weakref.WeakSet[DatabaseWrapper] = weakref.WeakSet()


class DatabaseWrapper(base.DatabaseWrapper):
    """One thread's connection to the active place."""

    # Set by Django's wrapper; None while nothing is open.
    connection: Any
    ops_class = DatabaseOperations

    def __init__(self, settings_dict: dict[str, Any], alias: str = "default") -> None:
        if settings_dict.get("OPTIONS", {}).get("pool") or settings_dict.get("OPTIONS", {}).get("assume_role"):
            raise ImproperlyConfigured("The options pool and assume_role know no Pemda: remove them")
        self._place_schema: str | None = None
        # Whose the open connection is: that of the active place, or of the one that was left last.
        self._held_schema: str | None = None
        self._rests_since = 0.0
        self._password_of: Callable[[str], str] = password_of
        self._made = False
        super().__init__(settings_dict, alias)
        self._made = True
        # What the present transaction has told the database of who acts; nothing yet.
        self._announced = ""
        self.execute_wrappers.append(self._announce)
        _wrappers.add(self)

    # --- the door -------------------------------------------------------------------------------------

    def switch_to(self, schema_name: str | None) -> None:
        """Park the open connection and continue as the login of `schema_name` (None: as nobody).

        Raises TransactionManagementError inside a transaction: work of two Pemda must not share one.
        """
        if schema_name == self._place_schema:
            return
        if self.in_atomic_block or (self.connection is not None and not self.autocommit):
            raise transaction.TransactionManagementError(
                f"switch from {self._place_schema} to {schema_name} inside a transaction"
            )
        if self._thread_ident != get_ident():
            self.validate_thread_sharing()
        # Whatever breaks from here on, a time limit between two lines too, leaves this thread nowhere and without a
        # connection: one that was half exchanged would answer the next visitor with another Pemda's rows.
        self._place_schema = None
        try:
            if self.connection is not None and not self._keeps(schema_name):
                self._park()
            if schema_name is not None and self.connection is None:
                self._resume(POOL.take(self._login_name(schema_name)))
                self._held_schema = schema_name
        except BaseException:
            self._drop()
            raise
        self.schema_name = schema_name or context.PUBLIC_SCHEMA
        self._place_schema = schema_name

    def _drop(self) -> None:
        connection, self.connection, self._held_schema = self.connection, None, None
        if connection is not None:
            with contextlib.suppress(Exception):
                connection.close()
        self._neutral()

    def _keeps(self, schema_name: str | None) -> bool:
        """Whether the open connection stays: at rest where a place was left, at work again where it comes back."""
        if schema_name is None:
            self._rests_since = monotonic()
            return self._is_clean()
        if schema_name != self._held_schema:
            return False
        rested = monotonic() - self._rests_since
        return rested < TRUSTED_SECONDS or (rested < IDLE_SECONDS and not is_dead(self.connection))

    def _is_clean(self) -> bool:
        connection = self.connection
        return not self.errors_occurred and connection.get_transaction_status() == TRANSACTION_STATUS_IDLE

    def set_tenant(self, tenant: Any, include_public: bool = True) -> None:
        """Refuse django-tenants' own ways to change the schema; they are not thread-safe."""
        if self._made:
            raise WrongDoor("Use tenants.context.inside(pemda) or at_pusat()")
        self.tenant, self.schema_name = None, context.PUBLIC_SCHEMA

    def set_schema(self, schema_name: str, *args: Any, **options: Any) -> None:
        """Refuse: see `set_tenant`."""
        raise WrongDoor("Use tenants.context.inside(pemda) or at_pusat()")

    def set_schema_to_public(self) -> None:
        """Refuse, except while the wrapper is being made."""
        self.set_tenant(None)

    # --- who acts -------------------------------------------------------------------------------------

    def _announce(self, execute: Any, sql: Any, params: Any, many: bool, details: dict[str, Any]) -> Any:
        """Send who acts along with the first write of a transaction, in the same message."""
        text = sql if isinstance(sql, str) else sql.as_string(self.connection)
        if acting.may_write(text) and details["cursor"].cursor.name is None and (said := acting.announcement()):
            if said != self._announced or not self.in_atomic_block:
                sql = f"{said if params is None else said.replace('%', '%%')}; {text}"
                self._announced = said if self.in_atomic_block else ""
        return execute(sql, params, many, details)

    def _savepoint_rollback(self, sid: str) -> None:
        super()._savepoint_rollback(sid)
        # What was said after the savepoint is forgotten with it.
        self._announced = ""

    def set_autocommit(self, autocommit: bool, force_begin_transaction_with_broken_autocommit: bool = False) -> None:
        """A transaction begins or ends here, and with it what it was told."""
        self._announced = ""
        super().set_autocommit(autocommit, force_begin_transaction_with_broken_autocommit)

    # --- parking --------------------------------------------------------------------------------------

    def _park(self) -> None:
        connection, login = self.connection, self._login_name(self._held_schema)
        # Whether the server cut it off is looked at when somebody takes it again.
        if connection.closed or not self._is_clean():
            with contextlib.suppress(Exception):
                connection.close()
        else:
            own = self.__dict__
            POOL.park(Parked(login, connection, {name: own[name] for name in PER_CONNECTION}))
        self.connection = None
        self._neutral()

    def _resume(self, parked: Parked | None) -> None:
        if parked is None:
            return
        self._neutral()
        self.__dict__.update(parked.state)
        self.connection = parked.connection
        self.health_check_done = False

    def _neutral(self) -> None:
        """What `connect()` resets, for a connection that is not new."""
        self.in_atomic_block = self.needs_rollback = self.closed_in_transaction = False
        self.savepoint_ids: list[str] = []
        self.atomic_blocks: list[Any] = []
        self.run_on_commit: list[Any] = []
        self.rollback_exc, self.commit_on_exit = None, True
        self.errors_occurred = False

    # --- connecting -----------------------------------------------------------------------------------

    def _login_name(self, schema_name: str | None) -> str:
        if schema_name is None:
            raise NoPemdaActive("No Pemda is active: use tenants.context.inside(pemda)")
        return self.settings_dict["USER"] if schema_name == context.PUBLIC_SCHEMA else schema_name

    def get_connection_params(self) -> dict[str, Any]:
        """Django's parameters with the login and the pinned search path of the active place."""
        login = self._login_name(self._place_schema)
        params = super().get_connection_params()
        params["user"] = login
        if self._place_schema != context.PUBLIC_SCHEMA:
            params["password"] = self._password_of(login)
        if settings.ADOPSI_POOLER:
            # The pooler passes none on: the login's own setting decides.
            return params
        # A startup option beats a search_path that the role set for itself with ALTER ROLE.
        pinned = f"-c search_path={self._place_schema},extensions"
        params["options"] = f"{params.get('options', '')} {pinned}".strip()
        return params

    def connect(self) -> None:
        """Connect as the active login, and check with the server that it is that login."""
        login = self._login_name(self._place_schema)
        try:
            super().connect()
        except psycopg2.OperationalError as error:
            # The driver's own: Django translates it further out.
            if not self._can_try_again(str(error), login):
                raise
            try:
                super().connect()
            finally:
                self._password_of = password_of
        actual = self.connection.info.parameter_status("session_authorization")
        if actual not in (None, login):
            self.close()
            raise OperationalError(f"connected as {actual}, wanted {login}")

    def _can_try_again(self, error: str, login: str) -> bool:
        """Give idle slots back, or take the password that the login had before a rotation."""
        if SLOTS_USED_UP.search(error) and len(POOL):
            POOL.clear()
            return True
        earlier = earlier_password_of(login) if WRONG_PASSWORD.search(error) else None
        if earlier is None:
            return False
        self._password_of = lambda _login: earlier
        return True

    def _cursor(self, name: str | None = None) -> Any:
        place = context.current_place()
        if place is None or place.schema_name != self._place_schema:
            raise NoPemdaActive("No Pemda is active in this context: use tenants.context.inside(pemda)")
        # Past django-tenants' own, which would set a search path: the login is the isolation.
        return postgresql.DatabaseWrapper._cursor(self, name)

    def close_if_unusable_or_obsolete(self) -> None:
        """At the edges of a request: drop what idled too long. What rests is looked at when it works again."""
        POOL.prune()
        is_at_work = self._place_schema is not None and self.connection is not None and not self.in_atomic_block
        if is_at_work and is_dead(self.connection):
            super().close()
        super().close_if_unusable_or_obsolete()


def _forget_in_child() -> None:
    for wrapper in list(_wrappers):
        if wrapper.connection is not None and not wrapper.connection.closed:
            with contextlib.suppress(OSError):
                os.close(wrapper.connection.fileno())
        wrapper.connection = None
        wrapper._neutral()


os.register_at_fork(after_in_child=_forget_in_child)
