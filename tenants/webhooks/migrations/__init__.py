"""The tables of webhooks, step by step."""
