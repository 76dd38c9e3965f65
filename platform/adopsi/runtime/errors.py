"""Why an embedded run cannot start or go on; each text is for the person at the terminal."""

from __future__ import annotations


class EmbeddedRunError(Exception):
    """The run cannot start or go on; the text says why and what to do."""


class AlreadyRunning(EmbeddedRunError):
    """Another process holds this data folder."""


class PortTaken(EmbeddedRunError):
    """Something else listens on the web port."""


class AccountMissing(EmbeddedRunError):
    """PostgreSQL refuses root, and no unprivileged account can serve this data folder."""


class ServiceFailed(EmbeddedRunError):
    """A child process did not become ready, or ended and would not stay up."""
