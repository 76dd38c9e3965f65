"""Portal addresses of e-Plesiran."""

from django.urls import path

from catalog.modules.eplesiran.views import events, explore, reviews

urlpatterns = [
    path("", explore.explore, name="explore"),
    path("tempat/<slug:slug>/", explore.destination, name="destination"),
    path("tempat/<slug:slug>/ulasan/", reviews.review, name="review"),
    path("ulasan-saya/", reviews.own_reviews, name="own-reviews"),
    path("ulasan-saya/<int:key>/hapus/", reviews.withdraw, name="review-withdraw"),
    path("acara/", events.events, name="events"),
    path("acara/<int:key>/", events.event, name="event"),
]
