"""LAKSA's addresses that Open311 fixes, below the root of the Pemda's host."""

from django.urls import path

from catalog.modules.laksa.open311 import views

urlpatterns = [
    path("open311/discovery.<str:format>", views.Discovery.as_view(), name="open311-discovery"),
    path("open311/v2/discovery.<str:format>", views.Discovery.as_view(), name="open311-discovery-beside"),
    path("open311/v2/services.<str:format>", views.ServiceList.as_view(), name="open311-services"),
    path("open311/v2/services/<str:code>.<str:format>", views.ServiceDefinition.as_view(), name="open311-service"),
    path("open311/v2/requests.<str:format>", views.RequestList.as_view(), name="open311-requests"),
    path("open311/v2/requests/<str:number>.<str:format>", views.RequestDetail.as_view(), name="open311-request"),
    path("open311/v2/tokens/<str:token>.<str:format>", views.Token.as_view(), name="open311-token"),
]
