"""Account addresses on the Tangerang team's host; also the greater part of a Pemda's."""

from allauth.account import views as allauth_views
from allauth.mfa.webauthn import views as passkey_views
from django.urls import path

from adopsi.accounts import mfa_views, views
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
    path("masuk/verifikasi/", mfa_views.authenticate, name="mfa_authenticate"),
    path("masuk/kunci-sandi/", passkey_views.login_webauthn, name="mfa_login_webauthn"),
    path("verifikasi/", mfa_views.overview, name="mfa_index"),
    path("verifikasi/pastikan/", mfa_views.confirm, name="mfa_reauthenticate"),
    path("verifikasi/aplikasi/", mfa_views.activate_app, name="mfa_activate_totp"),
    path("verifikasi/aplikasi/lepas/", mfa_views.deactivate_app, name="mfa_deactivate_totp"),
    path("verifikasi/kode/", mfa_views.view_codes, name="mfa_view_recovery_codes"),
    path("verifikasi/kode/baru/", mfa_views.regenerate_codes, name="mfa_generate_recovery_codes"),
    path("verifikasi/kode/unduh/", mfa_views.download_codes, name="mfa_download_recovery_codes"),
    path("verifikasi/kunci-sandi/", mfa_views.overview, name="mfa_list_webauthn"),
    path("verifikasi/kunci-sandi/tambah/", mfa_views.add_passkey, name="mfa_add_webauthn"),
    path("verifikasi/kunci-sandi/pastikan/", passkey_views.reauthenticate_webauthn, name="mfa_reauthenticate_webauthn"),
    path("verifikasi/kunci-sandi/<int:pk>/nama/", mfa_views.rename_passkey, name="mfa_edit_webauthn"),
    path("verifikasi/kunci-sandi/<int:pk>/lepas/", mfa_views.remove_passkey, name="mfa_remove_webauthn"),
    path("perangkat/keluar/", views.sign_out_devices, name="account-sign-out-devices"),
    path("perangkat/keluar-semua/", views.sign_out_all, name="account-sign-out-all"),
    path("perangkat/<int:session_id>/keluar/", views.sign_out_device, name="account-sign-out-device"),
]
