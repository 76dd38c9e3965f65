"""Addresses of the house's own API; those of modules are mounted beside it by the guard."""

from django.urls import path

from adopsi.api import activations, docs, operations, resources, webhooks

app_name = "api"
urlpatterns = [
    path("docs/", docs.docs, name="docs"),
    path("v1/schema/", docs.SchemaView.as_view(), name="schema"),
    path("v1/catalog/", resources.CatalogList.as_view(), name="catalog-list"),
    path("v1/catalog/<slug:slug>/", resources.CatalogDetail.as_view(), name="catalog-detail"),
    path("v1/activations/", activations.ActivationList.as_view(), name="activation-list"),
    path("v1/activations/<slug:slug>/", activations.ActivationDetail.as_view(), name="activation-detail"),
    path("v1/activations/<slug:slug>/undo/", operations.ActivationUndo.as_view(), name="activation-undo"),
    path("v1/activations/<slug:slug>/last_operation/", operations.LastOperation.as_view(), name="activation-operation"),
    path("v1/webhooks/", webhooks.WebhookList.as_view(), name="webhook-list"),
    path("v1/webhooks/<int:webhook_id>/", webhooks.WebhookDetail.as_view(), name="webhook-detail"),
    path("v1/runs/<uuid:run_id>/", resources.RunDetail.as_view(), name="run-detail"),
]
