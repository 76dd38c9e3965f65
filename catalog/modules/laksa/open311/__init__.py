"""Open311 GeoReport v2: LAKSA as apps for problems in a city's streets speak it everywhere.

Categories are services, reports are service requests; what the public may not read in the portal is not here either.
Specification: http://wiki.open311.org/GeoReport_v2/.
"""
