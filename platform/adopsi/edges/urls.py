"""Addresses that every host has, a Pemda's as well as the Tangerang team's."""

from django.urls import path

from adopsi.edges import views

urlpatterns = [
    path("csp-laporan/", views.csp_report, name="csp-report"),
    path(".well-known/security.txt", views.security_txt, name="security-txt"),
    path(".well-known/change-password", views.change_password, name="well-known-change-password"),
]
