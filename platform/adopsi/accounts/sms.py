"""Text messages behind one function; ADOPSI_SMS_PROVIDER chooses who sends them.

`mail` is the demonstration's: the message becomes a mail to `<number>@sms.localhost`, to be read in the mail
catcher. `http` posts `{"to": "+62…", "text": "…"}` with a bearer token to ADOPSI_SMS_URL.
"""

from __future__ import annotations

import json
import logging
import urllib.error
import urllib.request
from collections.abc import Callable
from smtplib import SMTPException

from django.conf import settings
from django.core.mail import EmailMessage

from adopsi.accounts.errors import MessageNotSent
from adopsi.accounts.phone import for_reading

log = logging.getLogger("adopsi.sms")
TIMEOUT_SECONDS = 10


def send_sms(*, phone: str, text: str, sender: str) -> None:
    """Send the text to a number in E.164; raises MessageNotSent."""
    try:
        PROVIDERS[settings.ADOPSI_SMS_PROVIDER](phone, text, sender)
    except (SMTPException, OSError, urllib.error.URLError) as error:
        log.error("text message to %s…: %s", phone[:6], error)
        raise MessageNotSent from error


def _by_mail(phone: str, text: str, sender: str) -> None:
    EmailMessage(
        subject=f"SMS {for_reading(phone)}", body=text, from_email=sender, to=[f"{phone}@sms.localhost"]
    ).send()


def _by_http(phone: str, text: str, sender: str) -> None:
    request = urllib.request.Request(  # noqa: S310 the address is a setting
        settings.ADOPSI_SMS_URL,
        data=json.dumps({"to": phone, "text": text}).encode(),
        headers={"Content-Type": "application/json", "Authorization": f"Bearer {settings.ADOPSI_SMS_TOKEN}"},
    )
    with urllib.request.urlopen(request, timeout=TIMEOUT_SECONDS):  # noqa: S310  # nosec B310 - the address is a setting
        pass


PROVIDERS: dict[str, Callable[[str, str, str], None]] = {"mail": _by_mail, "http": _by_http}
