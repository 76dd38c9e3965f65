"""App configuration of `adopsi.liveroom`."""

from django.apps import AppConfig


class LiveRoomConfig(AppConfig):
    """No tables; templates, static files and translations."""

    name = "adopsi.liveroom"
    label = "liveroom"
