"""API addresses of e-Plesiran."""

from django.urls import path

from catalog.modules.eplesiran import api

urlpatterns = [
    path("destinations/", api.DestinationList.as_view(), name="destinations"),
    path("destinations/<slug:slug>/", api.DestinationDetail.as_view(), name="destination"),
    path("events/", api.EventList.as_view(), name="events"),
    path("events/<int:key>/", api.EventDetail.as_view(), name="event"),
    path("reviews/", api.ReviewList.as_view(), name="reviews"),
    path("reviews/mine/", api.OwnReviewList.as_view(), name="own-reviews"),
]
