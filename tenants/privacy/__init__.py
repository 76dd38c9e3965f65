"""People's rights over their data (UU 27/2022): consents, requests with their 3x24-hour clock, incidents, retention.

What modules know of people is gathered by `catalog.privacy`; here lie the tables and the acts of a Pemda's desk.
"""
