"""Every environment variable that Adopsi reads, typed, checked when the process starts.

Nothing else in the code base looks at `os.environ`. A variable that is missing or malformed stops the
process with the name of the variable and what to set, so that a wrong deployment fails at once.
"""

from __future__ import annotations

import os
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from urllib.parse import parse_qsl, unquote, urlsplit


class SettingMissing(SystemExit):
    """A required environment variable is absent or malformed; the text says what to set."""


@dataclass(frozen=True, slots=True)
class DatabaseAddress:
    """Where PostgreSQL listens and as whom to log in."""

    host: str
    port: str
    name: str
    user: str
    password: str
    options: Mapping[str, str] = field(default_factory=dict)

    @classmethod
    def parse(cls, url: str, *, variable: str) -> DatabaseAddress:
        """Read `postgresql://user:password@host:port/name?host=/socket/folder`."""
        parts = urlsplit(url)
        if parts.scheme not in {"postgres", "postgresql"} or not parts.path.strip("/"):
            raise SettingMissing(f"{variable}: expected postgresql://user:password@host:port/name")
        query = dict(parse_qsl(parts.query))
        return cls(
            host=query.pop("host", parts.hostname or ""),
            port=str(parts.port or query.pop("port", "")),
            name=parts.path.strip("/"),
            user=unquote(parts.username or ""),
            password=unquote(parts.password or ""),
            options=query,
        )


def text(name: str, default: str | None = None) -> str:
    """The variable as text; required when no default is given."""
    value = os.environ.get(name, default)
    if value is None:
        raise SettingMissing(f"{name} is not set. See docs/deploy.md for its meaning and an example.")
    return value


def flag(name: str, *, default: bool) -> bool:
    """The variable as a boolean: 1, true, yes, on or 0, false, no, off."""
    value = os.environ.get(name, "1" if default else "0").strip().lower()
    if value in {"1", "true", "yes", "on"}:
        return True
    if value in {"0", "false", "no", "off", ""}:
        return False
    raise SettingMissing(f"{name}={value}: expected 1 or 0")


def number(name: str, default: int) -> int:
    """The variable as a whole number."""
    value = os.environ.get(name, str(default))
    try:
        return int(value)
    except ValueError:
        raise SettingMissing(f"{name}={value}: expected a whole number") from None


def listing(name: str, default: str = "") -> list[str]:
    """The variable as a comma-separated list without empty entries."""
    return [part.strip() for part in os.environ.get(name, default).split(",") if part.strip()]


def folder(name: str, default: str) -> Path:
    """The variable as an absolute folder."""
    return Path(os.environ.get(name, default)).expanduser().resolve()


def file(name: str, default: str) -> Path:
    """The variable as an absolute path of a file, which may not exist yet."""
    return folder(name, default)


def folders(name: str) -> list[Path]:
    """The variable as a list of absolute folders, separated as in PATH."""
    return [Path(part).expanduser().resolve() for part in os.environ.get(name, "").split(os.pathsep) if part]


def database(name: str) -> DatabaseAddress:
    """The variable as a database address; required."""
    return DatabaseAddress.parse(text(name), variable=name)


def optional_database(name: str) -> DatabaseAddress | None:
    """The variable as a database address, or None where this process does not hold it."""
    value = os.environ.get(name)
    return DatabaseAddress.parse(value, variable=name) if value else None


def inherited() -> dict[str, str]:
    """A copy of the whole environment, to hand on to child processes."""
    return dict(os.environ)
