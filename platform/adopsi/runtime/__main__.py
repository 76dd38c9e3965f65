"""`python -m adopsi.runtime run | services`."""

from __future__ import annotations

import argparse
import sys
from pathlib import Path

from adopsi.runtime import services
from adopsi.runtime.errors import EmbeddedRunError
from adopsi.runtime.run import run
from adopsi.settings import env


def main(arguments: list[str] | None = None) -> int:
    """Do what the command line asks; 1 with the reason on stderr when that is refused."""
    asked = _parser().parse_args(arguments)
    try:
        if asked.command == "run":
            run(env.folder("ADOPSI_HOME", ".adopsi"), port=env.number("ADOPSI_PORT", 8000))
        else:
            services.serve(asked.home.expanduser().resolve())
    except EmbeddedRunError as refusal:
        sys.stderr.write(f"{refusal}\n")
        return 1
    return 0


def _parser() -> argparse.ArgumentParser:
    parser = argparse.ArgumentParser(prog="python -m adopsi.runtime", description="The embedded run of Adopsi.")
    commands = parser.add_subparsers(dest="command", required=True)
    commands.add_parser("run", help="everything, in the foreground, until Ctrl-C")
    only = commands.add_parser("services", help="database, broker and mail catcher, for tests; until stdin closes")
    only.add_argument("--home", type=Path, required=True, help="the data folder")
    return parser


if __name__ == "__main__":
    sys.exit(main())
