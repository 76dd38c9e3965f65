"""Proofs that Pemda are kept apart; each fails when its control is taken away."""
