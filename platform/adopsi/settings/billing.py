"""Stripe, which bills the Pemda."""

from __future__ import annotations

from adopsi.settings import env

# What signs Stripe's deliveries: one secret, or two while one takes the place of the other. Without any, billing is off
# and the address of the deliveries is not there. Only web processes need them.
ADOPSI_STRIPE_WEBHOOK_SECRETS = env.listing("ADOPSI_STRIPE_WEBHOOK_SECRETS")
# Whether real money is meant: events of the other mode are refused.
ADOPSI_STRIPE_LIVEMODE = env.flag("ADOPSI_STRIPE_LIVEMODE", default=True)
