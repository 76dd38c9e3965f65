"""Migrations of the shared tables of `catalog`."""
