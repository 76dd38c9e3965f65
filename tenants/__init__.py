"""Who adopts: Pemda, their domains, the isolating database backend, and what every Pemda has of its own."""
