"""One file a region, named by its Kemendagri code without dots."""
