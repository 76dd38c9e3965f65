"""App configuration of `adopsi.api`."""

from django.apps import AppConfig


class ApiConfig(AppConfig):
    """No tables; templates and translations."""

    name = "adopsi.api"
    label = "api"

    def ready(self) -> None:
        """Give the choices of modules' models names of their own in the OpenAPI document."""
        from drf_spectacular.settings import spectacular_settings  # noqa: PLC0415 - models are ready only now

        from adopsi.api.enums import enum_names  # noqa: PLC0415

        spectacular_settings.ENUM_NAME_OVERRIDES.update(enum_names())
