"""LAKSA's addresses in the portal, below `/laksa/`."""

from django.urls import path

from catalog.modules.laksa import report_views, views
from catalog.modules.laksa.accountability import views as accountability

urlpatterns = [
    path("", views.home, name="home"),
    path("peta/", views.report_map, name="map"),
    path("peta/titik/", views.map_points, name="map-points"),
    path("kinerja/", accountability.page, name="accountability"),
    path("kinerja/laporan.csv", accountability.download_csv, name="open-data-csv"),
    path("kinerja/laporan.geojson", accountability.download_geojson, name="open-data-geojson"),
    path("lapor/", report_views.report_new, name="report-new"),
    path("kelurahan/", report_views.villages, name="villages"),
    path("saya/", views.my_reports, name="my-reports"),
    path("lacak/", views.track, name="track"),
    path("laporan/<str:number>/", views.report_detail, name="report-detail"),
    path("laporan/<str:number>/diterima/", report_views.report_received, name="report-received"),
    path("laporan/<str:number>/pesan/", views.reply, name="reply"),
    path("laporan/<str:number>/nilai/", views.rate, name="rate"),
    path("laporan/<str:number>/buka-kembali/", views.reopen, name="reopen"),
]
