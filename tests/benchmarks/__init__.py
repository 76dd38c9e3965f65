"""`make bench`: Adopsi against the raw SQL replay and against the stock way, in one run, on real PostgreSQL.

Not collected by pytest: a test that fails when a neighbour is busy proves nothing.
"""
