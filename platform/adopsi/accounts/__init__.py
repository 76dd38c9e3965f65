"""Accounts on screen, built on django-allauth: sign up and log in by e-mail or phone, profile, devices, own data.

The people themselves live in `tenants.accounts`; this package has no tables and is no app.
"""
