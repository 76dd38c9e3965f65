"""Migrations of billing."""
