"""Addresses that every host has, a Pemda's as well as the Tangerang team's."""

from django.urls import path

from adopsi.portal import mail_views, preference_views

urlpatterns = [
    path("tampilan/", preference_views.reading, name="reading"),
    path("preferensi/", preference_views.set_preferences, name="set-preferences"),
    path("surat-peraga/", mail_views.mails, name="mail-catcher"),
    path("surat-peraga/<slug:key>/", mail_views.mail, name="mail-caught"),
]
