"""Migrations of the shared tables of `provisioning`."""
