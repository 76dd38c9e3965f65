"""Keys and passwords of an embedded run: made once, kept in a file that only its owner can read."""

from __future__ import annotations

import dataclasses
import json
import os
import secrets
from dataclasses import dataclass, field
from pathlib import Path

from adopsi.runtime.errors import EmbeddedRunError


def _fresh() -> str:
    return secrets.token_urlsafe(32)


@dataclass(frozen=True, slots=True)
class Credentials:
    """What production takes from its environment, made up for one machine."""

    secret_key: str = field(default_factory=_fresh, repr=False)
    master_secret: str = field(default_factory=_fresh, repr=False)
    superuser_password: str = field(default_factory=_fresh, repr=False)
    owner_password: str = field(default_factory=_fresh, repr=False)
    web_password: str = field(default_factory=_fresh, repr=False)


def kept(path: Path) -> Credentials:
    """The credentials in this file, made and written on the first call."""
    if path.exists():
        try:
            return Credentials(**json.loads(path.read_text(encoding="utf-8")))
        except (ValueError, TypeError) as damage:
            raise EmbeddedRunError(
                f"{path} is damaged ({damage}). Restore it, or remove the whole data folder to start afresh."
            ) from damage
    credentials = Credentials()
    partial = path.with_suffix(".part")
    descriptor = os.open(partial, os.O_WRONLY | os.O_CREAT | os.O_TRUNC, 0o600)
    with os.fdopen(descriptor, "w", encoding="utf-8") as file:
        json.dump(dataclasses.asdict(credentials), file, indent=1)
    partial.replace(path)
    return credentials
