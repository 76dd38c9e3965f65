"""Migrations of `attachments`."""
