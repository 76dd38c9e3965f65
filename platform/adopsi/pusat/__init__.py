"""Pusat: where the Tangerang team sees and serves the fleet."""
