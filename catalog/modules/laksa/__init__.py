"""LAKSA (Layanan Aspirasi Kotak Saran Anda): citizens report problems and wishes, officers verify, hand them to an OPD,
answer with a photo and close; the reporter follows, converses, rates and reopens.
"""
