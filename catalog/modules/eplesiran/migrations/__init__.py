"""Tables of e-Plesiran."""
