"""A citizen's addresses."""

from django.urls import path

from adopsi.portal import (
    app_views,
    file_views,
    history_views,
    notification_views,
    outbox_views,
    push_views,
    trail_views,
    views,
)
from adopsi.portal.urls_privacy import urlpatterns as privacy
from adopsi.portal.urls_shared import urlpatterns as shared

urlpatterns = [
    path("", views.home, name="home"),
    path("layanan/", views.services, name="services"),
    path("berita/", views.news, name="news"),
    path("berita/<slug:slug>/", views.news_article, name="news-article"),
    path("cari/", views.search, name="search"),
    path("notifikasi/", notification_views.notifications, name="notifications"),
    path("notifikasi/dibaca/", notification_views.read_notifications, name="notification-read"),
    path("notifikasi/pengaturan/", notification_views.settings, name="notification-settings"),
    path("notifikasi/perangkat/", push_views.subscribe, name="push-subscribe"),
    path("notifikasi/perangkat/cabut/", push_views.unsubscribe, name="push-unsubscribe"),
    path("riwayat/", history_views.history, name="history"),
    path("kiriman/", outbox_views.outbox, name="outbox"),
    path("kiriman/siapa/", outbox_views.who, name="outbox-who"),
    path("notifikasi/<int:notification_id>/", notification_views.open_notification, name="notification"),
    path("akun/jejak/", trail_views.trail, name="data-trail"),
    path("berkas/<uuid:key>", file_views.attachment, name="attachment"),
    path("berkas/<uuid:key>/kecil", file_views.thumbnail, name="attachment-thumbnail"),
    path("peta/dasar.geojson", app_views.base_map, name="base-map"),
    path("tema.css", app_views.theme_css, name="theme-css"),
    path("manifest.webmanifest", app_views.webmanifest, name="webmanifest"),
    path("ikon/<int:size>-<str:purpose>.png", app_views.icon, name="app-icon"),
    path("sw.js", app_views.service_worker, name="service-worker"),
    path("luring/", app_views.offline, name="offline"),
    *privacy,
    *shared,
]
