"""Token buckets in Valkey: several are asked in one call, and taken from together or not at all."""

from __future__ import annotations

import functools
import hashlib
import logging
import math
import threading
import time
from dataclasses import dataclass
from typing import Any

from django.conf import settings
from redis.connection import ConnectionPool
from redis.exceptions import ConnectionError as RedisConnectionError
from redis.exceptions import NoScriptError, RedisError
from redis.exceptions import TimeoutError as RedisTimeoutError

from adopsi.edges import metrics

log = logging.getLogger("adopsi.edges")
# Valkey that does not answer must not hold a request, nor each of the next.
ANSWER_SECONDS, BLIND_SECONDS = 0.25, 5.0
# KEYS are buckets, ARGV their tokens for one minute; a bucket fills evenly and holds ten seconds' worth, at least one.
# Gives 0, or the milliseconds until the emptiest has a token again, and how many that one has left. The clock is
# Valkey's own.
TAKE = """
local clock = redis.call('TIME')
local now, wait, left = clock[1] * 1000 + math.floor(clock[2] / 1000), 0, math.huge
local levels = {}
for i, key in ipairs(KEYS) do
  local rate, kept = tonumber(ARGV[i]), redis.call('GET', key)
  local size = math.max(1, math.ceil(rate / 6))
  local level = size
  if kept then
    local sep = string.find(kept, ':', 1, true)
    local before = tonumber(string.sub(kept, 1, sep - 1))
    level = math.min(size, before + (now - tonumber(string.sub(kept, sep + 1))) * rate / 60000)
  end
  levels[i] = level
  left = math.min(left, level)
  if level < 1 then wait = math.max(wait, math.ceil((1 - level) * 60000 / rate)) end
end
if wait > 0 then return {wait, 0} end
for i, key in ipairs(KEYS) do
  redis.call('SET', key, string.format('%.4f:%d', levels[i] - 1, now), 'PX', 12000)
end
return {0, math.floor(left - 1)}
"""


@dataclass(frozen=True, slots=True)
class Bucket:
    """Whose tokens (the key names the place), and how many come back each minute."""

    key: str
    per_minute: int

    @property
    def holds(self) -> int:
        """How many may be taken at once: ten seconds' worth."""
        return max(1, math.ceil(self.per_minute / 6))


@dataclass(frozen=True, slots=True)
class Taken:
    """Seconds to wait (0: a token was taken), and what the emptiest bucket has left; None where nobody counted."""

    wait: float = 0.0
    left: int | None = None


class Buckets:
    """The buckets of this process's Valkey; fails open: without Valkey nobody is held back.

    Each thread has a connection of its own: a pool, its checks and its retries cost three times the call itself.
    """

    def __init__(self, address: str) -> None:
        self._pool = ConnectionPool.from_url(
            address, socket_timeout=ANSWER_SECONDS, socket_connect_timeout=ANSWER_SECONDS
        )
        self._script = hashlib.sha1(TAKE.encode(), usedforsecurity=False).hexdigest()
        self._of_thread = threading.local()
        self._blind_until = 0.0
        self._lock = threading.Lock()

    def take(self, *buckets: Bucket) -> float:
        """Take a token from each; 0, or the seconds to wait where one is empty, and then none is taken."""
        return self.take_counted(*buckets).wait

    def take_counted(self, *buckets: Bucket) -> Taken:
        """As `take`, and what is left."""
        asked = [each for each in buckets if each.per_minute > 0]
        if not asked:
            return Taken()
        if time.monotonic() < self._blind_until:
            metrics.UNCOUNTED.inc()
            return Taken()
        keys, sizes = [each.key for each in asked], [each.per_minute for each in asked]
        try:
            try:
                wait, left = self._send("EVALSHA", self._script, len(keys), *keys, *sizes)
            except NoScriptError:
                wait, left = self._send("EVAL", TAKE, len(keys), *keys, *sizes)
        except RedisError as error:
            self._look_away(error)
            return Taken()
        return Taken(int(wait) / 1000, int(left))

    def _send(self, *words: str | int) -> Any:
        connection = getattr(self._of_thread, "connection", None)
        if connection is None:
            connection = self._of_thread.connection = self._pool.make_connection()
        try:
            connection.send_packed_command(connection.pack_command(*words))
            return connection.read_response()
        except (RedisConnectionError, RedisTimeoutError):
            # An answer that comes late must not be taken for the next one's.
            connection.disconnect()
            raise

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
