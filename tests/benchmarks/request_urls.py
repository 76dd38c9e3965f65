"""One view for both: a read by key."""

from django.http import HttpResponse
from django.urls import path

from tenants.organisation.models import Opd


def unit(request, pk):
    """The name of an organisational unit."""
    return HttpResponse(Opd.objects.get(pk=pk).name)


urlpatterns = [path("opd/<int:pk>/", unit)]
