"""Push messages: the Pemda's key, the browsers that asked, and sending to them."""

from __future__ import annotations

import hashlib
import json
import logging
import queue
import re
import threading
import time
from urllib.parse import urlsplit

import requests
from django.conf import settings
from django.db import IntegrityError, transaction
from django.utils import timezone

from tenants.accounts.models import Person
from tenants.audit.services import record
from tenants.context import current_pemda
from tenants.directory import PemdaFacts
from tenants.identity.fetching import ProviderSession, UnsafeTarget, is_safe_address
from tenants.identity.sessions import living_sessions
from tenants.notifications.errors import BadSubscription, NoPushHere
from tenants.notifications.models import Notification, PushKey, PushSubscription
from tenants.notifications.webpush import check_browser_keys, encrypt, new_key_pair, vapid_header

log = logging.getLogger("adopsi.push")
# The status of a push service, why it could not be asked, or None where it took too long.
Answer = int | requests.RequestException | None
# How long a push service keeps the message for a phone that is off.
KEPT_SECONDS = 2 * 24 * 3600
# RFC 8292 §2: at most a day.
SIGNED_SECONDS = 12 * 3600
MOST_BROWSERS = 10
LONGEST_BODY, LONGEST_ENDPOINT = 120, 1000
GONE = {404, 410}
# All browsers of a person are posted to at once; what has not answered by then is tried again later.
LONGEST_WAIT = 10.0
# A push service has a name in the public DNS: no number, no name of our own network.
PUBLIC_NAME = re.compile(
    r"(?!.*\.(?:local|internal|localhost|lan|home\.arpa)$)(?:[a-z0-9_-]+\.)+[a-z][a-z0-9-]*[a-z0-9]"
)


def push_key() -> PushKey:
    """The Pemda's key pair, made when it is first asked for."""
    found = PushKey.objects.first()
    if found is not None:
        return found
    private, public = new_key_pair()
    try:
        with transaction.atomic():
            return PushKey.objects.create(private=private, public=public)
    except IntegrityError:
        # Somebody else asked at the same moment.
        return PushKey.objects.get()


@transaction.atomic
def subscribe(
    *, person: Person, session_key: str, endpoint: str, public: str, secret: str, device: str = ""
) -> PushSubscription:
    """Remember the browser of this session; asked again, the same browser stays one row, whosever it was before."""
    if getattr(current_pemda(), "is_sandbox", False):
        raise NoPushHere
    _refuse_bad(endpoint, public, secret)
    digest = hashlib.sha256(endpoint.encode()).hexdigest()
    PushSubscription.objects.filter(endpoint_digest=digest).delete()
    row = PushSubscription.objects.create(
        person=person,
        session_key=session_key,
        endpoint=endpoint,
        endpoint_digest=digest,
        public=public,
        secret=secret,
        device=device[:80],
        language=person.language,
    )
    for old in PushSubscription.objects.filter(person=person)[MOST_BROWSERS:]:
        old.delete()
    record(act="push.asked", subject=person, actor=person, changes={"device": row.device})
    return row


def _refuse_bad(endpoint: str, public: str, secret: str) -> None:
    # The address comes from a browser, and we will post to it: where it leads is looked at again when connecting.
    if len(endpoint) > LONGEST_ENDPOINT or not is_safe_address(endpoint) or not _has_public_name(endpoint):
        raise BadSubscription
    try:
        check_browser_keys(public=public, secret=secret)
    except ValueError:
        raise BadSubscription from None


def _has_public_name(endpoint: str) -> bool:
    if settings.ADOPSI_OIDC_ALLOW_PRIVATE:
        return True
    return PUBLIC_NAME.fullmatch((urlsplit(endpoint).hostname or "").rstrip(".")) is not None


@transaction.atomic
def unsubscribe(*, person: Person, endpoint: str) -> bool:
    """Forget one browser of the person; whether there was one."""
    digest = hashlib.sha256(endpoint.encode()).hexdigest()
    count = PushSubscription.objects.filter(person=person, endpoint_digest=digest).delete()[0]
    if count:
        record(act="push.withdrawn", subject=person, actor=person, changes={})
    return bool(count)


@transaction.atomic
def unsubscribe_all(*, person: Person) -> int:
    """Forget all browsers of the person; how many there were."""
    count = PushSubscription.objects.filter(person=person).delete()[0]
    if count:
        record(act="push.withdrawn", subject=person, actor=person, changes={"count": count})
    return count


def living_subscriptions(person: Person) -> list[PushSubscription]:
    """The person's browsers that are still signed in; forgets the others, whose next user may be somebody else."""
    rows = list(PushSubscription.objects.filter(person=person))
    if not rows:
        return []
    living = {session.session_key for session in living_sessions(person)}
    ended = [row.pk for row in rows if row.session_key not in living]
    if ended:
        PushSubscription.objects.filter(pk__in=ended).delete()
    return [row for row in rows if row.session_key in living]


def send_to_browsers(*, note: Notification, pemda: PemdaFacts) -> int:
    """Send the note's short text to every living browser; returns how many could not be reached now."""
    message = {
        "title": pemda.display_name,
        "body": note.subject[:LONGEST_BODY],
        "url": f"/notifikasi/{note.pk}/",
        # A message that comes twice replaces itself.
        "tag": f"notifikasi-{note.pk}",
        "icon": "/ikon/192-any.png",
    }
    body = json.dumps(message, ensure_ascii=False).encode()
    return sum(not _settle(row, answer) for row, answer in _post_all(living_subscriptions(note.person), body))


def _post_all(rows: list[PushSubscription], body: bytes) -> list[tuple[PushSubscription, Answer]]:
    """Post to all at once, for a slow push service must hold no other; None for one that took too long."""
    answers: queue.SimpleQueue[tuple[int, Answer]] = queue.SimpleQueue()
    for place, row in enumerate(rows):
        sealed = encrypt(body, public=row.public, secret=row.secret)
        # A daemon: an answer that never ends must not keep the process from ending.
        words = (place, row.endpoint, sealed, _headers(row), answers)
        threading.Thread(target=_post, args=words, daemon=True).start()
    found: dict[int, Answer] = {}
    end = time.monotonic() + LONGEST_WAIT
    while len(found) < len(rows):
        try:
            place, answer = answers.get(timeout=max(0.0, end - time.monotonic()))
        except queue.Empty:
            break
        found[place] = answer
    return [(row, found.get(place)) for place, row in enumerate(rows)]


def _post(
    place: int, endpoint: str, sealed: bytes, headers: dict[str, str], answers: queue.SimpleQueue[tuple[int, Answer]]
) -> None:
    # Runs in a thread of its own: no query may be made here.
    try:
        with ProviderSession() as session:
            answers.put((place, session.post(endpoint, data=sealed, headers=headers).status_code))
    except requests.RequestException as error:
        answers.put((place, error))


def _headers(row: PushSubscription) -> dict[str, str]:
    key = push_key()
    return {
        "Authorization": vapid_header(
            endpoint=row.endpoint,
            private=key.private,
            public=key.public,
            contact=settings.ADOPSI_SECURITY_CONTACT[0],
            expires=int(time.time()) + SIGNED_SECONDS,
        ),
        "Content-Encoding": "aes128gcm",
        "Content-Type": "application/octet-stream",
        "TTL": str(KEPT_SECONDS),
        "Urgency": "normal",
    }


def _settle(row: PushSubscription, answer: Answer) -> bool:
    """Whether the matter is settled: taken, or the browser is gone and forgotten."""
    if isinstance(answer, UnsafeTarget):
        log.warning("push subscription=%s led inside, forgotten", row.pk)
        row.delete()
        return True
    if not isinstance(answer, int):
        log.warning("push subscription=%s not sent: %s", row.pk, type(answer).__name__ if answer else "too slow")
        return False
    if answer in GONE:
        row.delete()
    elif answer < 300:
        PushSubscription.objects.filter(pk=row.pk).update(last_sent_at=timezone.now())
    log.info("push subscription=%s status=%s", row.pk, answer)
    # 429 and 5xx may pass; any other refusal will be the same the next time.
    return answer != 429 and answer < 500
