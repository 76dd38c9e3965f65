"""People of a Pemda (citizens, officers, IT admins) and of the Tangerang team: accounts and API tokens."""
