"""Saved views of officers' lists: a name for a set of filters, for oneself or for an OPD, and which one opens first.

A list is named by its module, such as `laksa.queue`; what its filters mean is the module's business alone.
"""
