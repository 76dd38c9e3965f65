"""The real Celery worker, with kill points: `python -m tests.drills.worker <version> <folder of plans>`.

Everything but the kill points is what `make run` starts as the provisioner.
"""

from __future__ import annotations

import sys
from pathlib import Path

from tests.drills import code, kill

OPTIONS = (
    *("worker", "-Q", "provisioning", "-n", "provisioning@localhost", "-c", "1"),
    *("--without-mingle", "--without-gossip", "--loglevel", "warning"),
)


def main(version: str, folder: str) -> None:
    """Become the code of that version and work until killed."""
    code.become(version, build=False)
    from adopsi.celery import app

    kill.arm(None, file=Path(folder))
    app.worker_main(list(OPTIONS))


if __name__ == "__main__":
    main(*sys.argv[1:])
