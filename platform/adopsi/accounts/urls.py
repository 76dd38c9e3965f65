"""Account addresses on a Pemda's host."""

from django.urls import path

from adopsi.accounts import identity_provider, views
from adopsi.accounts.urls_pusat import urlpatterns as shared

urlpatterns = [
    *shared,
    path("masuk/penyedia/<slug:provider_id>/", identity_provider.log_in, name="openid_connect_login"),
    path("masuk/penyedia/<slug:provider_id>/kembali/", identity_provider.come_back, name="openid_connect_callback"),
    path("data-saya.json", views.own_data, name="account-data"),
    path("hapus/", views.close, name="account-close"),
]
