"""How categories and topics look: an icon and a hue of the design system for each."""

from __future__ import annotations

from dataclasses import dataclass

from adopsi.portal.models import News, Notice


@dataclass(frozen=True, slots=True)
class Look:
    """An icon of the sprite and a hue."""

    icon: str
    hue: str


NEWS_LOOKS: dict[str, Look] = {
    News.Category.GOVERNMENT: Look(icon="landmark", hue="sky"),
    News.Category.HEALTH: Look(icon="heart-pulse", hue="rose"),
    News.Category.TAX: Look(icon="receipt-text", hue="teal"),
    News.Category.TRANSPORT: Look(icon="bus", hue="indigo"),
    News.Category.WORKS: Look(icon="construction", hue="amber"),
    News.Category.EDUCATION: Look(icon="graduation-cap", hue="sky"),
    News.Category.ENVIRONMENT: Look(icon="leaf", hue="green"),
    News.Category.TOURISM: Look(icon="tent-tree", hue="cyan"),
    News.Category.ECONOMY: Look(icon="store", hue="lime"),
    News.Category.SOCIAL: Look(icon="hand-heart", hue="violet"),
    News.Category.DISASTER: Look(icon="siren", hue="red"),
}
TOPIC_LOOKS: dict[str, Look] = {
    Notice.Topic.GENERAL: Look(icon="megaphone", hue="sky"),
    Notice.Topic.WEATHER: Look(icon="cloud-sun-rain", hue="amber"),
    Notice.Topic.TRAFFIC: Look(icon="traffic-cone", hue="amber"),
    Notice.Topic.HEALTH: Look(icon="heart-pulse", hue="rose"),
    Notice.Topic.WATER: Look(icon="droplets", hue="cyan"),
    Notice.Topic.POWER: Look(icon="zap", hue="amber"),
}
