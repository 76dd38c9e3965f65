"""The provisioner with kill points around the ledger of Stripe's events: `… <folder of plans>`."""

from __future__ import annotations

import sys
from pathlib import Path
from typing import Any

import django

from tests.drills import kill
from tests.drills.worker import OPTIONS

# In the order in which an event that tells somebody passes them.
POINTS = ("counted", "moved", "told", "marked", "committed")


def main(folder: str) -> None:
    """Work until killed."""
    django.setup()
    from adopsi.celery import app

    kill.arm(None, file=Path(folder))
    _watch()
    app.worker_main(list(OPTIONS))


def _watch() -> None:
    from provisioning.billing import applying, tasks, telling

    def watched(owner: Any, name: str, point: str) -> None:
        act = getattr(owner, name)

        def then_die(*words: Any, **more: Any) -> Any:
            done = act(*words, **more)
            kill.reach(f"stripe:{point}")
            return done

        setattr(owner, name, then_die)

    watched(applying, "_count_attempt", "counted")
    watched(applying, "_verdict_on", "moved")
    watched(telling, "tell", "told")
    watched(applying, "_mark", "marked")
    watched(tasks.applying, "apply_event", "committed")


if __name__ == "__main__":
    main(sys.argv[1])
