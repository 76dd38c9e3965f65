"""Migrations of `tenants.privacy`."""
