"""Migrations of `identity`."""
