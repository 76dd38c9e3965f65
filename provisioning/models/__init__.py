"""Tables of provisioning, all in the public schema."""

from provisioning.models.erasures import Erasure
from provisioning.models.releases import Drift, Release
from provisioning.models.rollouts import Pin, Rollout, RolloutTarget
from provisioning.models.runs import Run, RunStep

__all__ = ["Drift", "Erasure", "Pin", "Release", "Rollout", "RolloutTarget", "Run", "RunStep"]
