"""Token buckets in Valkey: several are asked in one call, and taken from together or not at all."""

from __future__ import annotations

import functools
import logging
import threading
import time
from dataclasses import dataclass

import redis
from django.conf import settings
from redis.exceptions import RedisError

from adopsi.edges import metrics

log = logging.getLogger("adopsi.edges")
# Valkey that does not answer must not hold a request, nor each of the next.
ANSWER_SECONDS, BLIND_SECONDS = 0.25, 5.0
# KEYS are buckets, ARGV their sizes for one minute; a bucket fills evenly and holds a minute's worth.
# Gives 0, or the milliseconds until the emptiest has a token again. The clock is Valkey's own.
TAKE = """
local clock = redis.call('TIME')
local now, wait = clock[1] * 1000 + math.floor(clock[2] / 1000), 0
local levels = {}
for i, key in ipairs(KEYS) do
  local size, kept = tonumber(ARGV[i]), redis.call('GET', key)
  local level = size
  if kept then
    local sep = string.find(kept, ':', 1, true)
    local before = tonumber(string.sub(kept, 1, sep - 1))
    level = math.min(size, before + (now - tonumber(string.sub(kept, sep + 1))) * size / 60000)
  end
  levels[i] = level
  if level < 1 then wait = math.max(wait, math.ceil((1 - level) * 60000 / size)) end
end
if wait > 0 then return wait end
for i, key in ipairs(KEYS) do
  redis.call('SET', key, string.format('%.4f:%d', levels[i] - 1, now), 'PX', 120000)
end
return 0
"""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Whose tokens (the key names the place), and how many come back each minute."""

    key: str
    per_minute: int


class Buckets:
    """The buckets of this process's Valkey; fails open: without Valkey nobody is held back."""

    def __init__(self, address: str) -> None:
        client = redis.Redis.from_url(
            address, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS, retry=None
        )
        self._take = client.register_script(TAKE)
        self._blind_until = 0.0
        self._lock = threading.Lock()

    def take(self, *buckets: Bucket) -> float:
        """Take a token from each; 0, or the seconds to wait where one is empty, and then none is taken."""
        asked = [each for each in buckets if each.per_minute > 0]
        if not asked:
            return 0.0
        if time.monotonic() < self._blind_until:
            metrics.UNCOUNTED.inc()
            return 0.0
        try:
            wait = self._take(keys=[each.key for each in asked], args=[each.per_minute for each in asked])
        except RedisError as error:
            self._look_away(error)
            return 0.0
        return int(wait) / 1000

    def _look_away(self, error: RedisError) -> None:
        with self._lock:
            is_news = time.monotonic() >= self._blind_until
            self._blind_until = time.monotonic() + BLIND_SECONDS
        metrics.UNCOUNTED.inc()
        if is_news:
            log.warning("limits are off for %.0f s: Valkey does not answer (%s)", BLIND_SECONDS, type(error).__name__)


@functools.cache
def buckets() -> Buckets:
    """The buckets that this installation's cache address names."""
    return Buckets(settings.CACHES["default"]["LOCATION"])
