"""Rates, measures, reports of weaknesses, and the Pemda's own domains."""

from __future__ import annotations

from adopsi.settings import env
from adopsi.settings.installation import ADOPSI_BASE_DOMAIN, ADOPSI_HOME

# Requests per minute and place: of one Pemda in all, of one signed-in person, of one address of visitors; a sixth of
# that may come at once. 0 is no limit.
ADOPSI_LIMIT_PEMDA = env.number("ADOPSI_LIMIT_PEMDA", 6000)
ADOPSI_LIMIT_PERSON = env.number("ADOPSI_LIMIT_PERSON", 900)
ADOPSI_LIMIT_ADDRESS = env.number("ADOPSI_LIMIT_ADDRESS", 1200)
# How many threads of one web process a Pemda may occupy at once where others are served too (one under a flood): one
# less than the process has. 0 is no limit.
ADOPSI_PEMDA_THREADS = env.number("ADOPSI_PEMDA_THREADS", 3)
# Who may read /health/metrics: the bearer of this token; without one, this machine alone.
ADOPSI_METRICS_TOKEN = env.text("ADOPSI_METRICS_TOKEN", "")
ADOPSI_METRICS_FOLDER = env.folder("ADOPSI_METRICS_FOLDER", str(ADOPSI_HOME / "metrics"))
# Where people report weaknesses (RFC 9116): addresses such as mailto:… or https://…, the best one first.
ADOPSI_SECURITY_CONTACT = env.listing("ADOPSI_SECURITY_CONTACT", f"mailto:keamanan@{ADOPSI_BASE_DOMAIN}")
ADOPSI_SECURITY_POLICY = env.text("ADOPSI_SECURITY_POLICY", "")
# The day after which nobody should rely on that any more, such as 2027-06-30; without it, 90 days from each request.
ADOPSI_SECURITY_EXPIRES = env.text("ADOPSI_SECURITY_EXPIRES", "")
# Own domains: after so many failed days one is suspended; a freed name is nobody else's for so many days.
ADOPSI_DOMAIN_FAILED_DAYS = env.number("ADOPSI_DOMAIN_FAILED_DAYS", 3)
ADOPSI_DOMAIN_QUARANTINE_DAYS = env.number("ADOPSI_DOMAIN_QUARANTINE_DAYS", 30)
# The name servers to ask, as address or address:port; without any, those of the system.
ADOPSI_DNS_SERVERS = env.listing("ADOPSI_DNS_SERVERS")
