"""The log-in page, with the accounts of the demonstration where there is one."""

from __future__ import annotations

from typing import Any

from allauth.account.views import LoginView

from adopsi.cli.demo import demonstration_accounts
from tenants.identity.providers import enabled_provider


class LoginPage(LoginView):
    """allauth's log-in that can show the demonstration's accounts."""

    def get_context_data(self, **options: Any) -> dict[str, Any]:
        """Add `demo_accounts` (label, login and password of each) and the Pemda's own identity `provider`."""
        pemda = self.request.pemda
        accounts = demonstration_accounts(pemda.code if pemda else None)
        provider = enabled_provider() if pemda else None
        return {**super().get_context_data(**options), "demo_accounts": accounts, "provider": provider}
