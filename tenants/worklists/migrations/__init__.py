"""Migrations of `worklists`."""
