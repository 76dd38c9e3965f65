"""Stripe behind one gateway: what a Pemda's subscription costs and whether it is paid.

The web writes down what Stripe signed, the provisioner applies it: one effect for each event, in whatever order and
however often they come. Money never switches a Pemda off.
"""
