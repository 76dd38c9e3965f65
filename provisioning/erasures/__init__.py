"""The end of a parked module's data: asked for by one person, approved by another, exported, dropped, certified.

At the end of the parking period the rule itself asks and approves. Never of an active module, never without an export.
"""
