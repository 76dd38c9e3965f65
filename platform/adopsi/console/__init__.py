"""The console: where a Pemda's IT admin administers and its officers find their work.

Views translate a request into one call of a service or selector; rules live in tenants, catalog and provisioning.
"""
