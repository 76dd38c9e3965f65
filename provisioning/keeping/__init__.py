"""Keeping a Pemda's data: archives that plain PostgreSQL reads too, backups by the clock, restores that are proven.

An archive is written and read by the provisioning worker alone; the web only shows rows and unseals downloads.
"""
