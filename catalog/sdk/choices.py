"""Choices of model fields, with types."""

from tenants.choices import IntegerChoices, TextChoices

__all__ = ["IntegerChoices", "TextChoices"]
