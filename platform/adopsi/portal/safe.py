"""Where a redirect may lead: a path of the same host, nothing else."""

from __future__ import annotations

from django.utils.http import url_has_allowed_host_and_scheme


def is_own_path(path: str) -> bool:
    """Whether this is a path below our own root; `//elsewhere` and `/\\elsewhere` are not."""
    return path.startswith("/") and url_has_allowed_host_and_scheme(path, allowed_hosts=None)
