"""How the Pemda handles reports, for everybody to read: figures by OPD, kecamatan and month, and open data.

Confidential reports are in no group and in no download; the page says how many there are.
"""
