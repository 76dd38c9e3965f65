"""Taking personal data and secrets out of text that leaves the house: log lines, tracebacks.

What looks like it is taken out wherever it stands: in a message, its arguments, an exception or SQL.
Better a number too many hidden than one too few.
"""

from __future__ import annotations

import re
from collections.abc import Callable

from django.conf import settings

HIDDEN = "[…]"
# Words before `=` or `:` whose value is nobody's business; `csrfmiddlewaretoken=…`, `"api_token": "…"` and so on.
_HIDDEN_AFTER = (
    r"(?:password|passwd|kata[_-]?sandi|sandi|secret|token|api[_-]?key|otp|kode|private[_-]?key|signature"
    r"|credential)[\w-]*"
)
_COOKIES = r"(?:__Host-|__Secure-)?(?:sesi|sessionid|csrftoken|messages)"

PATTERNS: tuple[tuple[re.Pattern[str], str | Callable[[re.Match[str]], str]], ...] = (
    # A whole row, or a key's values, as PostgreSQL shows them with a constraint that fails.
    (re.compile(r"(Failing row contains )\(.*\)"), rf"\1({HIDDEN})"),
    (re.compile(r"(Key \([^)]*\)=)\((?:[^()]|\([^()]*\))*\)"), rf"\1({HIDDEN})"),
    # postgresql://user:password@host
    (re.compile(r"(\b[a-z][a-z0-9+.-]*://[^\s:/@]*:)[^\s@]+(@)", re.I), rf"\1{HIDDEN}\2"),
    # Headers.
    (re.compile(r"(\b(?:HTTP_)?(?:set[-_])?cookie\b['\"]?\s*[:=]\s*)[^\r\n]*", re.I), rf"\1{HIDDEN}"),
    (re.compile(r"(\b(?:HTTP_)?(?:proxy[-_])?authorization\b['\"]?\s*[:=]\s*)[^\r\n]*", re.I), rf"\1{HIDDEN}"),
    (re.compile(r"\b(bearer|basic)\s+[\w.~+/=:-]{6,}", re.I), rf"\1 {HIDDEN}"),
    (re.compile(rf"(\b{_COOKIES}=)[^\s;,'\"]+", re.I), rf"\1{HIDDEN}"),
    # name=value, name: value, 'name': 'value' and "name": ["value"], with the value's quotes.
    (
        re.compile(
            rf"({_HIDDEN_AFTER}['\"]?\s*(?:=>|=|:)\s*)(?:\[?\s*(?:'[^']*'|\"[^\"]*\")\]?|[^\s,;&)}}\]'\"]+)",
            re.I,
        ),
        rf"\1{HIDDEN}",
    ),
    # JSON web tokens.
    (re.compile(r"\beyJ[\w-]{8,}\.[\w-]+\.[\w-]*"), HIDDEN),
    (re.compile(r"(?<![\w.!#$%&'*+/?^{|}~-])[\w.!#$%&'*+/?^{|}~-]+@[A-Za-z0-9-]+(?:\.[A-Za-z0-9-]+)+"), HIDDEN),
    # +62 812-3456-7890, 0812 3456 7890, (0812) 34567890, 6281234567890.
    (re.compile(r"(?<![\w.])(?:\+\s?62|62|\(?0)[\s.-]?8\d{1,2}\)?(?:[\s.-]?\d){6,10}(?![\w])"), HIDDEN),
    # NIK and KK have 16 digits, NIP 18, NPWP 15: also in groups.
    (re.compile(r"(?<![\w-])\d(?:[ .-]?\d){14,17}(?![\w-])"), HIDDEN),
)
_own_secrets: list[str] = []


def redact(text: str) -> str:
    """The text without what looks like personal data or a secret."""
    for secret in _secrets_of_this_process():
        if secret in text:
            text = text.replace(secret, HIDDEN)
    for pattern, replacement in PATTERNS:
        text = pattern.sub(replacement, text)
    return text


def _secrets_of_this_process() -> list[str]:
    if not _own_secrets:
        passwords = [str(each.get("PASSWORD", "")) for each in settings.DATABASES.values()]
        named = [
            settings.SECRET_KEY,
            settings.ADOPSI_MASTER_SECRET,
            settings.EMAIL_HOST_PASSWORD,
            settings.ADOPSI_SMS_TOKEN,
            settings.ADOPSI_METRICS_TOKEN,
        ]
        # A short one could be an ordinary word.
        _own_secrets.extend({each for each in (*passwords, *named) if len(each) >= 8} or {"\0"})
    return _own_secrets
