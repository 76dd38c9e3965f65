"""What the shared tables and the broker tell at the moment of a scrape: runs, queues, domains, backups' age."""

from __future__ import annotations

from collections.abc import Iterable

import redis
from django.db import DatabaseError
from django.db.models import Count
from prometheus_client.core import GaugeMetricFamily
from prometheus_client.metrics_core import Metric
from prometheus_client.registry import Collector
from redis.exceptions import RedisError

from provisioning.models import Run
from tenants.models import Domain, Pemda

QUEUES = ("work", "provisioning")


class Fleet(Collector):
    """Gauges that nobody counts up: they are asked for."""

    def __init__(self, broker: redis.Redis) -> None:
        self._broker = broker

    def collect(self) -> Iterable[Metric]:
        """The families; one that cannot be asked is left out, and `adopsi_up` says why."""
        up = GaugeMetricFamily("adopsi_up", "Whether it answers.", labels=["part"])
        for part, ask in (("database", self._of_tables), ("broker", self._of_broker)):
            try:
                found = list(ask())
            except (DatabaseError, RedisError):
                up.add_metric([part], 0)
                continue
            up.add_metric([part], 1)
            yield from found
        yield up

    def _of_tables(self) -> Iterable[Metric]:
        pemda = GaugeMetricFamily("adopsi_pemda", "Pemda by state.", labels=["state"])
        for state, number in Pemda.objects.values_list("state").annotate(Count("pk")).order_by("state"):
            pemda.add_metric([state], number)
        runs = GaugeMetricFamily("adopsi_runs", "Runs that are not over, and those that failed.", labels=["state"])
        states = (*Run.UNFINISHED, Run.State.FAILED)
        numbers = dict(Run.objects.filter(state__in=states).values_list("state").annotate(Count("pk")).order_by())
        for state in states:
            runs.add_metric([str(state)], numbers.get(str(state), 0))
        domains = GaugeMetricFamily("adopsi_domains_failing", "Own domains whose proof is missing.", labels=["pemda"])
        for code, number in Domain.objects.filter(failed_days__gt=0).values_list("tenant_id").annotate(Count("pk")):
            domains.add_metric([code], number)
        yield from (pemda, runs, domains)

    def _of_broker(self) -> Iterable[Metric]:
        queues = GaugeMetricFamily("adopsi_queue_length", "Messages that wait for a worker.", labels=["queue"])
        for queue in QUEUES:
            queues.add_metric([queue], self._broker.llen(queue))
        taken = GaugeMetricFamily("adopsi_queue_taken", "Messages that a worker has and has not finished.")
        taken.add_metric([], self._broker.hlen("unacked"))
        yield from (queues, taken)
