"""App configuration of `tenants.accounts`."""

from django.apps import AppConfig


class AccountsConfig(AppConfig):
    """Accounts, in every Pemda's schema and in the public one."""

    name = "tenants.accounts"
    label = "accounts"
    verbose_name = "Akun"
