"""Addresses of the desk for personal data, below `/konsol/pdp/`."""

from django.urls import path

from adopsi.console.views import privacy_incidents as incidents
from adopsi.console.views import privacy_register as register
from adopsi.console.views import privacy_requests as requests
from adopsi.console.views import uploads

urlpatterns = [
    path("", requests.index, name="requests"),
    path("permintaan/baru/", requests.add, name="request-add"),
    path("permintaan/<uuid:request_id>/", requests.show, name="request"),
    path("permintaan/<uuid:request_id>/serahkan/", requests.assign, name="request-assign"),
    path("permintaan/<uuid:request_id>/catat/", requests.note, name="request-note"),
    path("permintaan/<uuid:request_id>/jawab/", requests.answer, name="request-answer"),
    path("permintaan/<uuid:request_id>/tolak/", requests.refuse, name="request-refuse"),
    path("permintaan/<uuid:request_id>/kumpulkan/", requests.gather, name="request-gather"),
    path("permintaan/<uuid:request_id>/hapus-data/", requests.erase, name="request-erase"),
    path("permintaan/<uuid:request_id>/isian/<int:correction_id>/", requests.decide, name="request-decide"),
    path("permintaan/<uuid:request_id>/tanda-terima/", requests.receipt, name="request-receipt"),
    path("persetujuan/", register.consents, name="consents"),
    path("register/", register.register, name="register"),
    path("masa-simpan/", register.retention, name="retention"),
    path("insiden/", incidents.index, name="incidents"),
    path("insiden/baru/", incidents.edit, name="incident-add"),
    path("insiden/<int:incident_id>/", incidents.show, name="incident"),
    path("insiden/<int:incident_id>/ubah/", incidents.edit, name="incident-edit"),
    path("insiden/<int:incident_id>/surat/<slug:audience>/", incidents.notice, name="incident-notice"),
    path("insiden/<int:incident_id>/diberitahu/<slug:audience>/", incidents.notified, name="incident-notified"),
    path("insiden/<int:incident_id>/tutup/", incidents.close, name="incident-close"),
    path("unggahan/", uploads.edit, name="uploads"),
]
