"""Support access: how somebody of tim pusat enters a Pemda: asked, accepted by its admin, marked, audited, revocable."""
