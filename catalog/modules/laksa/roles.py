"""What a person may be in LAKSA."""

# Admin Koordinator: verifies and hands reports to an OPD, for the whole Pemda.
VERIFIER = "laksa.verifikator"
# Pejabat Penghubung of one OPD: takes reports up, answers and closes them.
HANDLER = "laksa.penanggap"
# Leaders and auditors: read only.
OBSERVER = "laksa.pemantau"

ALL = (VERIFIER, HANDLER, OBSERVER)
WHOLE_PEMDA = (VERIFIER, OBSERVER)
