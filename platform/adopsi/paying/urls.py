"""Addresses of payments on a Pemda's host."""

from django.urls import path

from adopsi.paying import views

urlpatterns = [
    path("pemberitahuan/<slug:provider>/", views.notice, name="payment-notice"),
    path("<str:reference>/", views.pay, name="pay"),
    path("<str:reference>/status/", views.status, name="pay-status"),
    path("<str:reference>/peragaan/", views.pretend, name="pay-pretend"),
]
