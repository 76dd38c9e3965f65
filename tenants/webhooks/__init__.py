"""Webhooks: what happens in a Pemda, told to the addresses that its IT admins name, signed and tried again for a day."""
