"""Letters, text messages, and calls to other systems."""

from __future__ import annotations

from adopsi.settings import env
from adopsi.settings.installation import ADOPSI_BASE_DOMAIN

EMAIL_BACKEND = "django.core.mail.backends.smtp.EmailBackend"
EMAIL_HOST = env.text("SMTP_HOST", "127.0.0.1")
EMAIL_PORT = env.number("SMTP_PORT", 25)
EMAIL_HOST_USER = env.text("SMTP_USER", "")
EMAIL_HOST_PASSWORD = env.text("SMTP_PASSWORD", "")
EMAIL_USE_TLS = env.flag("SMTP_TLS", default=False)
EMAIL_TIMEOUT = 10
DEFAULT_FROM_EMAIL = env.text("ADOPSI_MAIL_FROM", f"layanan@{ADOPSI_BASE_DOMAIN}")
# Text messages: `mail` puts them in the mail catcher (demonstration), `http` posts JSON to a gateway.
ADOPSI_SMS_PROVIDER = env.text("ADOPSI_SMS_PROVIDER", "mail")
ADOPSI_SMS_URL = env.text("ADOPSI_SMS_URL", "")
ADOPSI_SMS_TOKEN = env.text("ADOPSI_SMS_TOKEN", "")
# Whether a webhook may have a private address or plain http: for tests and the demonstration.
ADOPSI_WEBHOOK_ALLOW_PRIVATE = env.flag("ADOPSI_WEBHOOK_ALLOW_PRIVATE", default=False)
