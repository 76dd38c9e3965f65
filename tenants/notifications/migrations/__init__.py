"""Migrations of `notifications`."""
