"""The vault: values sealed with a Pemda's own keys, found by a keyed index, shown masked.

`services` seals and opens, `fields` does it for model fields, `rotation` changes keys; docs/decisions/0013.
"""
