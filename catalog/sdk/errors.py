"""Refusals: subclass `DomainError`, one class per refusal."""

from tenants.errors import DomainError, NotAllowed

__all__ = ["DomainError", "NotAllowed"]
