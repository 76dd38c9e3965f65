"""Answers to requests that carried an Idempotency-Key, kept for a day so that sending one twice does it once."""
