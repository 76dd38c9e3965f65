"""Tables of provisioning, all in the public schema."""

from provisioning.models.backups import Backup, BackupPlan
from provisioning.models.erasures import Erasure
from provisioning.models.releases import Drift, Release
from provisioning.models.rollouts import Pin, Rollout, RolloutTarget
from provisioning.models.runs import AnsweredRequest, Run, RunStep

__all__ = [
    "AnsweredRequest",
    "Backup",
    "BackupPlan",
    "Drift",
    "Erasure",
    "Pin",
    "Release",
    "Rollout",
    "RolloutTarget",
    "Run",
    "RunStep",
]
