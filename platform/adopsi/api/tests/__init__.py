"""Tests of the API's own resources, tokens, errors and document."""
