"""A citizen's own data, below `/data-saya/`."""

from django.urls import path

from adopsi.portal import privacy_views

urlpatterns = [
    path("data-saya/", privacy_views.own_data, name="own-data"),
    path("data-saya/salinan/", privacy_views.ask_copy, name="own-data-copy"),
    path("data-saya/pembetulan/", privacy_views.ask_correction, name="own-data-correction"),
    path("data-saya/keberatan/", privacy_views.ask_objection, name="own-data-objection"),
    path("data-saya/penghapusan/", privacy_views.ask_erasure, name="own-data-erasure"),
    path("data-saya/persetujuan/<str:key>/beri/", privacy_views.give_consent, name="own-consent-give"),
    path("data-saya/persetujuan/<str:key>/tarik/", privacy_views.withdraw_consent, name="own-consent-withdraw"),
    path("data-saya/permintaan/<uuid:request_id>/", privacy_views.own_request, name="own-request"),
    path("data-saya/permintaan/<uuid:request_id>/unduh/", privacy_views.download, name="own-request-file"),
]
