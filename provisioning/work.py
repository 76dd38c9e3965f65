"""What the steps of one run share."""

from __future__ import annotations

from collections.abc import Sequence
from contextlib import AbstractContextManager, nullcontext
from dataclasses import dataclass, field
from typing import Any

from provisioning.models import Release, Run
from provisioning.releases.shelf import current_releases
from tenants import directory
from tenants.context import HasSchema, owner_writes
from tenants.credentials import schema_of
from tenants.directory import PemdaFacts, facts_of
from tenants.models import Pemda
from tenants.router import OWNER


@dataclass(slots=True)
class Work:
    """A run at work; `cursor` is the owner's, inside the run's transaction.

    What a step puts into `findings` is kept with the run, in the same transaction as its effect.
    """

    run: Run
    cursor: Any = None
    findings: dict[str, Any] = field(default_factory=dict)
    _facts: PemdaFacts | None = None
    _locked: Pemda | None = None
    _releases: dict[str, Release] = field(default_factory=dict)

    def __post_init__(self) -> None:
        self.findings.update(self.run.findings)

    @property
    def code(self) -> str:
        """The Pemda's code."""
        return self.run.pemda_code

    @property
    def schema_name(self) -> str:
        """The Pemda's schema and login."""
        return schema_of(self.code)

    @property
    def arguments(self) -> dict[str, Any]:
        """What was asked for."""
        return self.run.arguments

    def releases(self, slugs: Sequence[str]) -> list[Release]:
        """The modules' releases of this code base, in the order asked for; each is looked up once in a run."""
        if missing := [slug for slug in slugs if slug not in self._releases]:
            self._releases |= dict(zip(missing, current_releases(missing, using=OWNER), strict=True))
        return [self._releases[slug] for slug in slugs]

    def as_writer(self) -> AbstractContextManager[None]:
        """Who writes to the Pemda's tables now: the owner in the run's transaction, the Pemda's own login after it."""
        return owner_writes() if self.run.committed_at is None else nullcontext()

    def pemda(self) -> Pemda:
        """The Pemda's row as the run's own transaction sees it."""
        return Pemda.objects.using(OWNER).select_related("region").get(pk=self.code)

    def lock_pemda(self) -> Pemda:
        """The Pemda's row, held until the transaction ends, so that what was checked stays true."""
        self._locked = Pemda.objects.using(OWNER).select_for_update().get(pk=self.code)
        return self._locked

    def place(self) -> HasSchema:
        """The Pemda to be inside of: the row that this run holds, or what everybody knows of it."""
        return self._locked or self.facts()

    def facts(self) -> PemdaFacts:
        """The Pemda after the transaction committed."""
        if self._facts is None:
            facts = directory.pemda_of(self.code)
            self._facts = facts or facts_of(Pemda.objects.select_related("region").get(pk=self.code))
        return self._facts
