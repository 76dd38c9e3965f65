"""Journeys in a real browser against a real run: web server, worker, database, mail."""
