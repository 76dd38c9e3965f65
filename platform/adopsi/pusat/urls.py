"""Addresses of the Tangerang team's pages."""

from django.urls import path

from adopsi.pusat.views import activity, fleet, home, new_pemda, pemda, regions, runs, shelf

app_name = "pusat"
urlpatterns = [
    path("", home.home, name="home"),
    path("armada/", fleet.fleet, name="fleet"),
    path("armada/baru/", new_pemda.create, name="pemda-create"),
    path("armada/baru/wilayah/", new_pemda.region_hint, name="region-hint"),
    path("armada/<str:code>/", pemda.pemda, name="pemda"),
    path("armada/<str:code>/modul/<slug:slug>/", pemda.module, name="pemda-module"),
    path("armada/<str:code>/mutakhirkan/", pemda.upgrade, name="pemda-upgrade"),
    path("proses/", runs.runs, name="runs"),
    path("proses/<uuid:run_id>/", runs.run, name="run"),
    path("proses/<uuid:run_id>/langkah/", runs.steps, name="run-steps"),
    path("proses/<uuid:run_id>/ulangi/", runs.retry, name="run-retry"),
    path("katalog/", shelf.catalog, name="catalog"),
    path("katalog/<slug:slug>/", shelf.module, name="module"),
    path("wilayah/", regions.regions, name="regions"),
    path("jejak/", activity.activity, name="activity"),
]
