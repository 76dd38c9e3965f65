"""The portal's pages of e-Plesiran, split by noun."""
