"""A person's inbox: what happened to their business, in the app and by mail."""
