"""The version of what every Pemda has: accounts, OPD, roles, notifications, attachments, audit, portal.

It rises with every change of those tables, as a module's version does with its own.
"""

CORE_VERSION = "0.2.0"
