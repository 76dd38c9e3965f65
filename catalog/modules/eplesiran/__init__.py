"""e-Plesiran: the Pemda's tourist destinations and event calendar, with reviews that officers moderate.

Citizens find what is near and open, officers keep it true ("terakhir diperiksa"), anyone may read it by API.
"""
