"""A Pemda's organisational units (OPD) and the roles that people hold in them."""
