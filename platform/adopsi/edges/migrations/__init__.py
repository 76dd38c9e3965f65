"""Migrations of the edges' tables."""
