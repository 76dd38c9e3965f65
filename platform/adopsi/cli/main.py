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
    options = _parse_after_setup(parser, commands, arguments)
    from tenants.errors import DomainError  # noqa: PLC0415 - needs the settings

    command: Callable[[argparse.Namespace], int] = options.command
    try:
        return command(options)
    except DomainError as refusal:
        sys.stderr.write(f"adopsi: {refusal.message} [{refusal.code}]\n")
        return 1
    except KeyboardInterrupt:
        return 130


def _parse_after_setup(
    parser: argparse.ArgumentParser, commands: argparse._SubParsersAction, arguments: Sequence[str] | None
) -> argparse.Namespace:
    django.setup()
    # Messages are sent through the current Celery application: importing it makes it ours.
    import_module("adopsi.celery")
    from adopsi.cli import (  # noqa: PLC0415 - they need the models
        demo,
        fleet,
        house,
        migrate,
        modules,
        pemda,
        releases,
        rollouts,
        runs,
    )

    for room in (migrate, pemda, modules, releases, rollouts, runs, fleet, demo, house):
        room.add_commands(commands)
    return parser.parse_args(arguments)


if __name__ == "__main__":
    sys.exit(main())
