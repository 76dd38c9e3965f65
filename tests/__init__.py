"""Cross-room tests: architecture, isolation, journeys in a real browser."""
