"""LAKSA's addresses in the console, below `/konsol/m/laksa/`."""

from django.urls import path

from catalog.modules.laksa import act_views, bulk_views, category_views, console_views, merge_views
from catalog.sdk.worklists import urls_of

urlpatterns = [
    path("", console_views.queue, name="queue"),
    path("ekspor/", console_views.export, name="export"),
    path("statistik/", console_views.statistics, name="statistics"),
    path("statistik/ekspor/", console_views.export_statistics, name="export-statistics"),
    path("kategori/", category_views.categories, name="categories"),
    path("kategori/ekspor/", category_views.export_categories, name="export-categories"),
    path("kategori/baru/", category_views.category_edit, name="category-new"),
    path("kategori/<slug:code>/", category_views.category_edit, name="category-edit"),
    path("massal/", bulk_views.act, name="bulk"),
    path("massal/<uuid:key>/batalkan/", bulk_views.undo, name="bulk-undo"),
    *urls_of(console_views.WORKLIST),
    path("laporan/<str:number>/gabung/", merge_views.merge, name="merge"),
    path("laporan/<str:number>/pisahkan/", merge_views.unmerge, name="unmerge"),
    path("laporan/<str:number>/pengawasan/", merge_views.supervise, name="supervise"),
    path("laporan/<str:number>/", act_views.report_page, name="report"),
    path("laporan/<str:number>/<slug:act>/", act_views.act_on_report, name="act"),
]
