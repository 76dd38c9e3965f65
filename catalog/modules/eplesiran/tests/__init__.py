"""Tests of e-Plesiran."""
