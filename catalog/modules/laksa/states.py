"""The states of a report (facts §3, SP4N-LAPOR!) and the stages that citizens see."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _
from django.utils.translation import pgettext_lazy

from catalog.sdk.choices import TextChoices


class State(TextChoices):
    """Where a report stands in the officers' work."""

    SUBMITTED = "diajukan", _("Diajukan")
    VERIFIED = "diverifikasi", _("Diverifikasi")
    REJECTED = "ditolak", _("Ditolak")
    ARCHIVED = "diarsipkan", _("Diarsipkan")
    ASSIGNED = "didisposisikan", _("Didisposisikan")
    IN_PROGRESS = "diproses", _("Diproses")
    ANSWERED = "ditanggapi", _("Ditanggapi")
    CLOSED = "selesai", _("Selesai")
    REOPENED = "dibuka_kembali", _("Dibuka kembali")


class Stage(TextChoices):
    """The three colours that citizens know from LAKSA, and a fourth for what ends without work."""

    WAITING = "menunggu", _("Menunggu")
    PROCESS = "proses", pgettext_lazy("tahap laporan", "Proses")
    DONE = "selesai", _("Selesai")
    DISCONTINUED = "tidak_dilanjutkan", _("Tidak dilanjutkan")


STAGE_OF: dict[str, Stage] = {
    State.SUBMITTED: Stage.WAITING,
    State.VERIFIED: Stage.WAITING,
    State.REOPENED: Stage.WAITING,
    State.ASSIGNED: Stage.PROCESS,
    State.IN_PROGRESS: Stage.PROCESS,
    State.ANSWERED: Stage.PROCESS,
    State.CLOSED: Stage.DONE,
    State.REJECTED: Stage.DISCONTINUED,
    State.ARCHIVED: Stage.DISCONTINUED,
}

# Which states a report may come from when it moves to another one; every move is one of these.
MOVES: dict[str, frozenset[str]] = {
    State.VERIFIED: frozenset({State.SUBMITTED, State.REOPENED, State.ASSIGNED, State.IN_PROGRESS}),
    State.REJECTED: frozenset({State.SUBMITTED, State.VERIFIED}),
    State.ARCHIVED: frozenset({State.SUBMITTED, State.VERIFIED, State.REOPENED}),
    State.ASSIGNED: frozenset({State.VERIFIED, State.ASSIGNED, State.REOPENED}),
    State.IN_PROGRESS: frozenset({State.ASSIGNED, State.REOPENED}),
    State.ANSWERED: frozenset({State.IN_PROGRESS}),
    State.CLOSED: frozenset({State.ANSWERED}),
    State.REOPENED: frozenset({State.CLOSED}),
}

# Not shown to the public: nobody has read the report yet, or it was turned down.
UNPUBLISHED = (State.SUBMITTED, State.REJECTED, State.ARCHIVED)
# Nothing more is expected of an officer.
FINISHED = (State.CLOSED, State.REJECTED, State.ARCHIVED)
# An OPD answers for the report.
WITH_OPD = (State.ASSIGNED, State.IN_PROGRESS, State.ANSWERED, State.CLOSED)


def stage_of(state: str) -> Stage:
    """The citizens' stage of a state."""
    return STAGE_OF[state]


def states_of(stage: str) -> list[str]:
    """The states that a stage covers."""
    return [state for state, each in STAGE_OF.items() if each == stage]
