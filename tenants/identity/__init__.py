"""How people sign in: a Pemda's own identity provider, second factors and their reset, sessions and their end."""
