"""Acts of the desk for personal data."""
