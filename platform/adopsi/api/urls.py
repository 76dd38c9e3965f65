"""Addresses of the house's own API; those of modules are mounted beside it by the guard."""

from django.urls import path

from adopsi.api import docs, resources

app_name = "api"
urlpatterns = [
    path("docs/", docs.docs, name="docs"),
    path("v1/schema/", docs.SchemaView.as_view(), name="schema"),
    path("v1/catalog/", resources.CatalogList.as_view(), name="catalog-list"),
    path("v1/catalog/<slug:slug>/", resources.CatalogDetail.as_view(), name="catalog-detail"),
    path("v1/activations/", resources.ActivationList.as_view(), name="activation-list"),
    path("v1/activations/<slug:slug>/", resources.ActivationDetail.as_view(), name="activation-detail"),
    path("v1/runs/<uuid:run_id>/", resources.RunDetail.as_view(), name="run-detail"),
]
