"""Forms of the console, one file per subject."""
