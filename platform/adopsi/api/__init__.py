"""The REST API of a Pemda: catalog, activations, and what modules offer."""
