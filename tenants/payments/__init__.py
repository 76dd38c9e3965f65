"""Money that people pay a Pemda: one row per demand, settled once by a provider's signed notice, never by a browser."""
