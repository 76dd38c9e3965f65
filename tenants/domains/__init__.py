"""Domains of a Pemda: its subdomain here, and addresses of its own which it proves by a TXT record.

A host leads to a Pemda only while it is proven, so that nobody can take another government's name: the proof is
looked at again every day, and a name that was freed is nobody else's for a month.
"""
