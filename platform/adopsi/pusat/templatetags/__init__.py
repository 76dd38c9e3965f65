"""Filters of pusat's templates."""
