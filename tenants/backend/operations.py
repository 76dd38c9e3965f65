"""Django's operations for PostgreSQL with the compilers of the house."""

from django.db.backends.postgresql import operations


class DatabaseOperations(operations.DatabaseOperations):
    """Everything as Django does it; see `tenants.backend.compiler`."""

    compiler_module = "tenants.backend.compiler"
