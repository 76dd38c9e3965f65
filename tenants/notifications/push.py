"""Push messages: the Pemda's key, the browsers that asked, and sending to them."""

from __future__ import annotations

import hashlib
import json
import logging
import time

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
# How long a push service keeps the message for a phone that is off.
KEPT_SECONDS = 2 * 24 * 3600
# RFC 8292 §2: at most a day.
SIGNED_SECONDS = 12 * 3600
MOST_BROWSERS = 10
LONGEST_BODY, LONGEST_ENDPOINT = 120, 1000
GONE = {404, 410}


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
    if len(endpoint) > LONGEST_ENDPOINT or not is_safe_address(endpoint):
        raise BadSubscription
    try:
        check_browser_keys(public=public, secret=secret)
    except ValueError:
        raise BadSubscription from None


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
    return sum(not _deliver(row, body) for row in living_subscriptions(note.person))


def _deliver(row: PushSubscription, body: bytes) -> bool:
    """Whether the matter is settled: taken, or the browser is gone and forgotten."""
    key = push_key()
    headers = {
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
    sealed = encrypt(body, public=row.public, secret=row.secret)
    try:
        with ProviderSession() as session:
            status = session.post(row.endpoint, data=sealed, headers=headers).status_code
    except UnsafeTarget:
        log.warning("push subscription=%s led inside, forgotten", row.pk)
        row.delete()
        return True
    except requests.RequestException as error:
        log.warning("push subscription=%s not sent: %s", row.pk, type(error).__name__)
        return False
    if status in GONE:
        row.delete()
    elif status < 300:
        PushSubscription.objects.filter(pk=row.pk).update(last_sent_at=timezone.now())
    log.info("push subscription=%s status=%s", row.pk, status)
    # 429 and 5xx may pass; any other refusal will be the same the next time.
    return status != 429 and status < 500
