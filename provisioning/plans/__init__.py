"""What an operation would do, computed without writing, and why it would be refused."""

from provisioning.plans.counting import with_counts
from provisioning.plans.making import (
    plan_create,
    plan_enable,
    plan_module,
    plan_park,
    plan_purge,
    plan_undo,
    plan_upgrade,
)
from provisioning.plans.plan import Plan, TablePlan

__all__ = [
    "Plan",
    "TablePlan",
    "plan_create",
    "plan_enable",
    "plan_module",
    "plan_park",
    "plan_purge",
    "plan_undo",
    "plan_upgrade",
    "with_counts",
]
