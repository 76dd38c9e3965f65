"""How many reports one person, and one internet address, may file in an hour."""

from __future__ import annotations

import hashlib
import logging
from datetime import datetime, timedelta
from math import ceil

from django.conf import settings
from django.core.cache import cache
from django.utils import timezone
from django.utils.translation import get_language
from redis.exceptions import RedisError

from catalog.modules.laksa.errors import TooManyReports
from catalog.modules.laksa.models import Report
from catalog.sdk.context import current_pemda, module_settings
from catalog.sdk.people import Person
from catalog.sdk.places import format_time

log = logging.getLogger("adopsi.laksa")
HOUR = timedelta(hours=1)


def refuse_flood(*, reporter: Person, sent_from: str) -> None:
    """Raise TooManyReports when the person or the address filed an hour's worth; `sent_from` is empty if unknown."""
    limits, now = module_settings("laksa"), timezone.now()
    most = limits["reports_per_hour"]
    # The oldest of the last `most` ones decides: once it is an hour old, there is room again.
    times = Report.objects.filter(reporter=reporter, created_at__gt=now - HOUR).order_by("-created_at")
    oldest = times.values_list("created_at", flat=True)[most - 1 : most].first()
    if oldest is not None:
        raise _too_many(most, until=oldest + HOUR)
    if sent_from and _counted(sent_from) >= limits["reports_per_hour_address"]:
        raise _too_many(limits["reports_per_hour_address"], until=_end_of_hour())


def _too_many(most: int, *, until: datetime) -> TooManyReports:
    return TooManyReports(most, _clock(until), retry_after=ceil((until - timezone.now()).total_seconds()))


def count_report(*, sent_from: str) -> None:
    """Count a report that was filed from the address; the address itself is kept nowhere."""
    if not sent_from:
        return
    try:
        cache.add(_key(sent_from), 0, timeout=int(HOUR.total_seconds()))
        cache.incr(_key(sent_from))
    except (RedisError, ValueError) as error:
        # ValueError: the hour ended between the two. A report must not fail because it cannot be counted.
        log.warning("report not counted: %s", type(error).__name__)


def _counted(sent_from: str) -> int:
    try:
        return int(cache.get(_key(sent_from), 0))
    except RedisError as error:
        log.warning("reports of an address not counted: %s", type(error).__name__)
        return 0


def _key(sent_from: str) -> str:
    # Without the secret, four billion addresses would soon be tried.
    text = f"{settings.SECRET_KEY}|{sent_from}|{timezone.now():%Y%m%d%H}"
    return f"laksa.reports.{hashlib.sha256(text.encode()).hexdigest()[:32]}"


def _end_of_hour() -> datetime:
    return timezone.now().replace(minute=0, second=0, microsecond=0) + HOUR


def _clock(moment: datetime) -> str:
    return format_time(moment, current_pemda().zone, get_language() or "id")
