"""LAKSA's addresses in the API, below `/api/v1/laksa/`."""

from django.urls import path

from catalog.modules.laksa import api

urlpatterns = [
    path("categories/", api.CategoryList.as_view(), name="category-list"),
    path("reports/", api.ReportList.as_view(), name="report-list"),
    path("reports/<str:number>/", api.ReportDetail.as_view(), name="report-detail"),
]
