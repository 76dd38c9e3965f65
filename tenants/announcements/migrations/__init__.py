"""Migrations of `tenants.announcements`."""
