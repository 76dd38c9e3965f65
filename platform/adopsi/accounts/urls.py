"""Account addresses on a Pemda's host."""

from django.urls import path

from adopsi.accounts import views
from adopsi.accounts.urls_pusat import urlpatterns as shared

urlpatterns = [
    *shared,
    path("perangkat/keluar/", views.sign_out_devices, name="account-sign-out-devices"),
    path("data-saya.json", views.own_data, name="account-data"),
    path("hapus/", views.close, name="account-close"),
]
