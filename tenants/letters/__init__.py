"""Letters as PDF (docs/decisions/0008): a page that is written from top to bottom, in whatever script a name has.

No tables and no rules: the desk, certificates and modules (by `catalog.sdk.letters`) write theirs with it.
"""
