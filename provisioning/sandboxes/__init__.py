"""Sandboxes: a copy of a Pemda to try things out in, with invented people, that leaves nothing and ends by itself.

`making` copies structure and data in one transaction, `replacing` says what stands in for each personal field,
`invention` makes up the values, `dropping` removes everything again.
"""
