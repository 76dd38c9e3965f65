"""Forms of e-Plesiran, split by noun; they say at the field what the rules refuse."""
