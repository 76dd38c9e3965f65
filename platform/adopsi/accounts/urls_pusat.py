"""Account addresses on the Tangerang team's host; also the greater part of a Pemda's."""

from allauth.account import views as allauth_views
from django.urls import path

from adopsi.accounts import views
from adopsi.accounts.login import LoginPage

urlpatterns = [
    path("", views.account, name="account"),
    path("masuk/", LoginPage.as_view(), name="account_login"),
    path("masuk/kode/", allauth_views.request_login_code, name="account_request_login_code"),
    path("masuk/kode/isi/", allauth_views.confirm_login_code, name="account_confirm_login_code"),
    path("keluar/", allauth_views.logout, name="account_logout"),
    path("daftar/", allauth_views.signup, name="account_signup"),
    path("nonaktif/", allauth_views.account_inactive, name="account_inactive"),
    path("pastikan/", allauth_views.reauthenticate, name="account_reauthenticate"),
    path("surel/", allauth_views.email, name="account_email"),
    path("surel/kode/", allauth_views.email_verification_sent, name="account_email_verification_sent"),
    path("ponsel/", allauth_views.change_phone, name="account_change_phone"),
    path("ponsel/kode/", allauth_views.verify_phone, name="account_verify_phone"),
    path("sandi/ubah/", allauth_views.password_change, name="account_change_password"),
    path("sandi/buat/", allauth_views.password_set, name="account_set_password"),
    path("sandi/lupa/", allauth_views.password_reset, name="account_reset_password"),
    path(
        "sandi/lupa/kode/",
        allauth_views.confirm_password_reset_code,
        name="account_confirm_password_reset_code",
    ),
    path("sandi/lupa/baru/", allauth_views.complete_password_reset, name="account_complete_password_reset"),
    path("sandi/lupa/selesai/", allauth_views.password_reset_from_key_done, name="account_password_reset_completed"),
]
