"""Migrations of `vault`."""
