"""Acts of e-Plesiran, split by noun."""
