"""The code base with the tests' module `tiruan` at one version, in this process and in those it forks."""

from __future__ import annotations

import os
import sys
import tempfile
from pathlib import Path

OLD, PLAIN, NEW = "1.0.0", "1.4.0", "2.0.0"
SLUG = "tiruan"


def become(version: str, *, build: bool) -> None:
    """Set Django up and be the code of that version; `build` writes the release if the shelf lacks it."""
    import django

    django.setup()
    import adopsi.celery  # noqa: F401 - makes messages go to the drill's broker
    from provisioning.releases import applying
    from provisioning.tests.conftest import Code

    # It goes with the drill's home: forked workers import from it until the end.
    folder = Path(tempfile.mkdtemp(prefix="code-", dir=os.environ["ADOPSI_DRILL_HOME"]))
    sys.path.append(str(folder))
    # A table of two rows is large here, so that indexes are built after the commit.
    applying.LARGE_ROWS = 1
    Code(folder).at(version, build=build)


def trust_no_cache() -> None:
    """Read the directory anew each time: processes that are forked or killed hear no announcements."""
    from tenants import directory

    directory.listener.start = lambda: None  # type: ignore[method-assign]
    directory.BLIND_SECONDS = 0.0
