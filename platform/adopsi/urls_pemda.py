"""Every address on a Pemda's host."""

from django.urls import include, path

from adopsi.liveroom.display_views import pair
from catalog.guard import module_urls

urlpatterns = [
    path("", include("adopsi.edges.urls")),
    path("akun/", include("adopsi.accounts.urls")),
    path("bayar/", include("adopsi.paying.urls")),
    path("konsol/pdp/", include(("adopsi.console.urls_privacy", "pdp"))),
    path("konsol/live/", include("adopsi.liveroom.urls")),
    path("layar/", pair, name="display-pair"),
    path("konsol/", include("adopsi.console.urls")),
    path("konsol/berita/", include(("adopsi.portal.urls_console", "portal-console"))),
    path("konsol/m/", include(module_urls("console"))),
    path("api/", include("adopsi.api.urls")),
    path("api/v1/", include(module_urls("api"))),
    *module_urls("standard"),
    path("", include("adopsi.portal.urls")),
    *module_urls("portal"),
]
handler403 = "adopsi.refusals.not_allowed"
handler404 = "adopsi.refusals.not_found"
handler500 = "adopsi.refusals.broken"
