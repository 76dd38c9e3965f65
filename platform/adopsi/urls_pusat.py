"""Every address on the Tangerang team's host."""

from django.urls import include, path

from adopsi.pusat.views import stripe

urlpatterns = [
    path("akun/", include("adopsi.accounts.urls_pusat")),
    path("stripe/pemberitahuan/", stripe.delivery, name="stripe-delivery"),
    path("", include("adopsi.portal.urls_shared")),
    path("", include("adopsi.edges.urls")),
    path("", include("adopsi.pusat.urls")),
]
handler403 = "adopsi.refusals.not_allowed"
handler404 = "adopsi.refusals.not_found"
handler500 = "adopsi.refusals.broken"
