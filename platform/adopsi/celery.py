"""The Celery application: queue `work` without owner credentials, queue `provisioning` with them."""

from __future__ import annotations

import os

from celery import Celery
from celery.schedules import crontab

os.environ.setdefault("DJANGO_SETTINGS_MODULE", "adopsi.settings.base")

app = Celery("adopsi")
# For every thread: whoever sends from another one than the first would else find an application without our broker.
app.set_default()
app.config_from_object("django.conf:settings", namespace="CELERY")
app.conf.update(
    task_default_queue="work",
    task_routes={
        "provisioning.tasks.*": {"queue": "provisioning"},
        "provisioning.billing.tasks.*": {"queue": "provisioning"},
    },
    task_acks_late=True,
    task_reject_on_worker_lost=True,
    task_ignore_result=True,
    worker_prefetch_multiplier=1,
    worker_hijack_root_logger=False,
    broker_connection_retry_on_startup=True,
    broker_transport_options={"visibility_timeout": 600, "unacked_restore_throttle": 1},
    # A publish that cannot reach the broker must not hold a request: the journal and its sweeper finish the work.
    task_publish_retry_policy={"max_retries": 1, "interval_start": 0, "interval_step": 0.1},
    beat_schedule={
        "sweep-rollouts": {"task": "provisioning.tasks.sweep_rollouts", "schedule": 30.0},
        "sweep-runs": {"task": "provisioning.tasks.sweep_runs", "schedule": 30.0},
        "sweep-stripe-events": {"task": "provisioning.billing.tasks.sweep_events", "schedule": 30.0},
        "catch-up": {"task": "provisioning.tasks.catch_up", "schedule": 600.0},
        "forget-undo": {"task": "provisioning.tasks.forget_undo", "schedule": 3600.0},
        "expire-sandboxes": {"task": "provisioning.tasks.expire_sandboxes", "schedule": 3600.0},
        # 01.10 in Jakarta, 03.10 in Jayapura: nobody works then.
        "sweep-parked": {"task": "provisioning.tasks.sweep_parked", "schedule": crontab(hour=18, minute=10)},
        "delete-old-exports": {
            "task": "provisioning.tasks.delete_old_exports",
            "schedule": crontab(hour=18, minute=40),
        },
        "start-due-backups": {"task": "provisioning.tasks.start_due_backups", "schedule": 300.0},
        "watch-backups": {"task": "provisioning.tasks.watch_backups", "schedule": 3600.0},
        "keep-desks-in-order": {"task": "catalog.tasks.keep_desks_in_order", "schedule": 300.0},
        "scan-quarantines": {"task": "catalog.tasks.scan_quarantines", "schedule": 300.0},
        # Each hour, for the Pemda where it is seven in the morning.
        "start-daily-work": {"task": "catalog.tasks.start_daily_work", "schedule": crontab(minute=5)},
        "sweep-payments": {"task": "catalog.tasks.sweep_payments_everywhere", "schedule": 60.0},
        "end-retention": {"task": "catalog.tasks.end_retention_everywhere", "schedule": crontab(hour=19, minute=10)},
        "seal-trails": {"task": "provisioning.tasks.seal_trails", "schedule": 60.0},
        "prune-trails": {"task": "provisioning.tasks.prune_trails", "schedule": crontab(hour=19, minute=10)},
        "send-forgotten-mail": {"task": "adopsi.tasks.send_forgotten_mail", "schedule": 60.0},
        "tell-of-announcements": {"task": "tenants.announcements.tasks.tell_waiting", "schedule": 60.0},
        "sweep-webhooks": {"task": "tenants.webhooks.tasks.sweep_everywhere", "schedule": 300.0},
        "forget-kept-answers": {"task": "tenants.idempotency.tasks.forget_everywhere", "schedule": 3600.0},
        "recheck-domains": {"task": "adopsi.tasks.recheck_domains", "schedule": crontab(hour=19, minute=10)},
        "forget-csp-reports": {"task": "adopsi.tasks.forget_csp_reports", "schedule": crontab(hour=19, minute=40)},
    },
)
app.autodiscover_tasks()
app.autodiscover_tasks(["adopsi"])
