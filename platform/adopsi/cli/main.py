"""The command `adopsi`: everything the faces do, for terminals and scripts. Exits non-zero with a reason."""

from __future__ import annotations

import argparse
import os
import sys
from collections.abc import Callable, Sequence
from importlib import import_module

import django


def main(arguments: Sequence[str] | None = None) -> int:
    """Run one command; a refusal is one line on standard error and exit code 1."""
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adopsi.settings.base")
    parser = argparse.ArgumentParser(prog="adopsi", description="Adopsi: aplikasi kota bersama untuk Pemda.")
    commands = parser.add_subparsers(required=True, metavar="perintah")
    _add_commands_after_setup(commands)
    from tenants.errors import DomainError  # noqa: PLC0415 - needs the settings

    try:
        # A code that no region has is refused while the arguments are read.
        options = parser.parse_args(arguments)
        command: Callable[[argparse.Namespace], int] = options.command
        return command(options)
    except DomainError as refusal:
        sys.stderr.write(f"adopsi: {refusal.message} [{refusal.code}]\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _add_commands_after_setup(commands: argparse._SubParsersAction) -> None:
    django.setup()
    # Messages are sent through the current Celery application: importing it makes it ours.
    import_module("adopsi.celery")
    from adopsi.cli import (  # noqa: PLC0415 - they need the models
        audit,
        backups,
        credentials,
        demo,
        erasures,
        fleet,
        house,
        migrate,
        modules,
        pemda,
        people,
        releases,
        rollouts,
        runs,
        sandboxes,
        vault,
    )

    for room in (
        migrate,
        pemda,
        modules,
        sandboxes,
        erasures,
        backups,
        releases,
        rollouts,
        runs,
        fleet,
        people,
        demo,
        house,
        audit,
        vault,
        credentials,
    ):
        room.add_commands(commands)


if __name__ == "__main__":
    sys.exit(main())
