"""Reads what the mail catcher stored; the demonstration's inbox page shows it.

`list_mails(folder)` gives the newest first, `read_mail(folder, key)` one of them; `folder` is the one that
ADOPSI_MAIL_CATCHER names.
"""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import UTC, datetime
from email import policy
from email.message import EmailMessage
from email.parser import BytesParser
from email.utils import getaddresses
from html.parser import HTMLParser
from itertools import islice
from pathlib import Path

# Who the mail was really for: the headers of a mail do not name its blind copies.
RECIPIENT_HEADER = "X-RcptTo"
# What the catcher writes; anything else in an address bar is not a mail.
KEY = re.compile(r"\d{20}-[0-9a-f]{8}")
LINK = re.compile(r"https?://[^\s<>\"'()\[\]]+")


@dataclass(frozen=True, slots=True)
class CaughtMail:
    """One mail; `recipients` are those it was delivered to, `date` is when it was caught (UTC)."""

    key: str
    sender: str
    recipients: tuple[str, ...]
    subject: str
    date: datetime
    text: str
    html: str
    links: tuple[str, ...]


def list_mails(folder: Path, *, recipient: str = "", limit: int = 100) -> list[CaughtMail]:
    """Caught mails, newest first; with a recipient, only those delivered to that address."""
    wanted = recipient.strip().lower()
    mails = (_parse(path) for path in sorted(folder.glob("*.eml"), reverse=True) if KEY.fullmatch(path.stem))
    matching = (mail for mail in mails if not wanted or wanted in map(str.lower, mail.recipients))
    return list(islice(matching, limit))


def read_mail(folder: Path, key: str) -> CaughtMail | None:
    """The mail of this key, or None when there is none."""
    path = folder / f"{key}.eml"
    return _parse(path) if KEY.fullmatch(key) and path.is_file() else None


def _parse(path: Path) -> CaughtMail:
    message = BytesParser(policy=policy.default).parsebytes(path.read_bytes())
    text, html = _part(message, "plain"), _part(message, "html")
    addresses = getaddresses([str(value) for value in message.get_all(RECIPIENT_HEADER, [])])
    return CaughtMail(
        key=path.stem,
        sender=str(message.get("From", "")),
        recipients=tuple(address for _name, address in addresses),
        subject=str(message.get("Subject", "")),
        date=datetime.fromtimestamp(int(path.stem[:20]) / 1_000_000_000, tz=UTC),
        text=text,
        html=html,
        links=_links(text, html),
    )


def _part(message: EmailMessage, kind: str) -> str:
    body = message.get_body(preferencelist=(kind,))
    if body is None:
        return ""
    try:
        return str(body.get_content())
    except LookupError:
        # A charset this machine does not know.
        return bytes(body.get_payload(decode=True) or b"").decode(errors="replace")


def _links(text: str, html: str) -> tuple[str, ...]:
    """Addresses a reader could follow, in order, each once."""
    targets = _Targets()
    targets.feed(html)
    plain = (found.rstrip(".,;:!?") for found in LINK.findall(text))
    return tuple(dict.fromkeys([*plain, *targets.found]))


class _Targets(HTMLParser):
    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        for name, value in attrs:
            if tag == "a" and name == "href" and value and LINK.match(value):
                self.found.append(value)
