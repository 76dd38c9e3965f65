"""The officers' pages of e-Plesiran, split by noun."""
