"""The tables of idempotency, step by step."""
