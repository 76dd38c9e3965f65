"""One process per scene: each prints its findings as one line of JSON at the end."""
