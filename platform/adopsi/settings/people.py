"""Accounts: contacts and codes, the second factor, a Pemda's own identity provider."""

from __future__ import annotations

from adopsi.settings import env

AUTH_USER_MODEL = "accounts.Person"
AUTHENTICATION_BACKENDS = ["allauth.account.auth_backends.AuthenticationBackend"]
AUTH_PASSWORD_VALIDATORS = [
    {"NAME": "django.contrib.auth.password_validation.MinimumLengthValidator", "OPTIONS": {"min_length": 10}},
    {"NAME": "django.contrib.auth.password_validation.CommonPasswordValidator"},
    {"NAME": "django.contrib.auth.password_validation.NumericPasswordValidator"},
]
LOGIN_URL = "account_login"
LOGIN_REDIRECT_URL = "/"
ACCOUNT_ADAPTER = "adopsi.accounts.adapter.AccountAdapter"
ACCOUNT_USER_MODEL_USERNAME_FIELD = None
ACCOUNT_LOGIN_METHODS = {"email", "phone"}
# allauth wants one contact to be required; our form asks for one, which is either of the two.
ACCOUNT_SIGNUP_FIELDS = ["email*", "phone", "password1*"]
ACCOUNT_EMAIL_VERIFICATION = "mandatory"
ACCOUNT_EMAIL_VERIFICATION_BY_CODE_ENABLED = True
ACCOUNT_EMAIL_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_PHONE_VERIFICATION_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_ENABLED = True
ACCOUNT_LOGIN_BY_CODE_SUPPORTS_RESEND = True
ACCOUNT_LOGIN_BY_CODE_TIMEOUT = 10 * 60
ACCOUNT_PASSWORD_RESET_BY_CODE_ENABLED = True
ACCOUNT_PASSWORD_RESET_BY_CODE_TIMEOUT = 10 * 60
ALLAUTH_USER_CODE_FORMAT = {"numeric": True, "dashed": False, "length": 6}
ACCOUNT_CHANGE_EMAIL = True
ACCOUNT_EMAIL_NOTIFICATIONS = True
ACCOUNT_PREVENT_ENUMERATION = True
# Many phones share one address of their operator, so the limits per address are wider than allauth's.
# The sixth failed log-in within five minutes is refused for one account, whatever the address; codes and resets have a
# limit per hour too, for each of them may be guessed three times.
ACCOUNT_RATE_LIMITS = {
    "login_failed": "30/m/ip,5/5m/key",
    "request_login_code": "20/m/ip,3/m/key,10/h/key",
    "reset_password": "20/m/ip,5/m/key,10/h/key",
    "verify_phone": "1/30s/key,20/m/ip",
    "change_phone": "5/m/user",
}
ALLAUTH_TRUSTED_PROXY_COUNT = 1 if env.flag("ADOPSI_BEHIND_PROXY", default=False) else 0
ACCOUNT_LOGOUT_ON_GET = False
ACCOUNT_SESSION_REMEMBER = True
ACCOUNT_EMAIL_SUBJECT_PREFIX = ""
ACCOUNT_FORMS = {
    "login": "adopsi.accounts.forms.LoginForm",
    "signup": "adopsi.accounts.forms.SignupForm",
    "request_login_code": "adopsi.accounts.forms.RequestLoginCodeForm",
    "confirm_login_code": "adopsi.accounts.code_forms.LoginCodeForm",
    "confirm_email_verification_code": "adopsi.accounts.code_forms.EmailCodeForm",
    "verify_phone": "adopsi.accounts.code_forms.PhoneCodeForm",
    "confirm_password_reset_code": "adopsi.accounts.code_forms.PasswordResetCodeForm",
    "reset_password": "adopsi.accounts.forms.ResetPasswordForm",
    "reset_password_from_key": "adopsi.accounts.password_forms.NewPasswordForm",
    "change_password": "adopsi.accounts.password_forms.ChangePasswordForm",
    "set_password": "adopsi.accounts.password_forms.SetPasswordForm",
    "reauthenticate": "adopsi.accounts.password_forms.ReauthenticateForm",
    "add_email": "adopsi.accounts.contact_forms.AddEmailForm",
    "change_email": "adopsi.accounts.contact_forms.ChangeEmailForm",
    "change_phone": "adopsi.accounts.contact_forms.ChangePhoneForm",
}
# --- the second factor, and a Pemda's own identity provider
# Officers, IT admins and the Tangerang team open nothing without a second factor. 0 is for a place without people.
ADOPSI_REQUIRE_MFA = env.flag("ADOPSI_REQUIRE_MFA", default=True)
MFA_ADAPTER = "adopsi.accounts.mfa_adapter.MfaAdapter"
MFA_SUPPORTED_TYPES = ["totp", "webauthn", "recovery_codes"]
MFA_PASSKEY_LOGIN_ENABLED = True
# A clock may be half a minute wrong; a code is spent in the database, so that the wider window lets none count twice.
MFA_TOTP_TOLERANCE = 1
MFA_FORMS = {
    "authenticate": "adopsi.accounts.mfa_forms.AuthenticateForm",
    "reauthenticate": "adopsi.accounts.mfa_forms.ConfirmForm",
    "activate_totp": "adopsi.accounts.mfa_forms.ActivateAppForm",
    "add_webauthn": "adopsi.accounts.mfa_forms.AddPasskeyForm",
    "edit_webauthn": "adopsi.accounts.mfa_forms.RenamePasskeyForm",
}
SOCIALACCOUNT_ADAPTER = "adopsi.accounts.identity_provider.ProviderAdapter"
SOCIALACCOUNT_EMAIL_VERIFICATION = "none"
SOCIALACCOUNT_STORE_TOKENS = False
# Whether a Pemda's identity provider may have a private address or plain http: for tests and the demonstration.
ADOPSI_OIDC_ALLOW_PRIVATE = env.flag("ADOPSI_OIDC_ALLOW_PRIVATE", default=False)
