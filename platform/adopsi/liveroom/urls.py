"""Addresses of the LIVE Room, below `/konsol/live/`."""

from django.urls import path

from adopsi.liveroom import display_views, views

app_name = "liveroom"
urlpatterns = [
    path("", views.room, name="room"),
    path("data/", views.data, name="data"),
    path("daftar/<slug:slug>/<str:key>/", views.behind, name="list"),
    path("layar/", display_views.index, name="displays"),
    path("layar/tambah/", display_views.offer, name="display-offer"),
    path("layar/<int:display_id>/cabut/", display_views.revoke, name="display-revoke"),
]
