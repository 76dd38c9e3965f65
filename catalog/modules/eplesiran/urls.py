"""Portal addresses of e-Plesiran."""

from django.urls import path

from catalog.modules.eplesiran.views import booking, events, explore, reviews, tickets

urlpatterns = [
    path("", explore.explore, name="explore"),
    path("tempat/<slug:slug>/", explore.destination, name="destination"),
    path("tempat/<slug:slug>/ulasan/", reviews.review, name="review"),
    path("ulasan-saya/", reviews.own_reviews, name="own-reviews"),
    path("ulasan-saya/<int:key>/hapus/", reviews.withdraw, name="review-withdraw"),
    path("tempat/<slug:slug>/tiket/", booking.book, name="book"),
    path("tiket-saya/", tickets.tickets, name="tickets"),
    path("tiket-saya/<uuid:key>/", tickets.booking, name="booking"),
    path("tiket-saya/<uuid:key>/surat.pdf", tickets.letter, name="letter"),
    path("tiket-saya/<uuid:key>/batal/", tickets.cancel, name="booking-cancel"),
    path("acara/", events.events, name="events"),
    path("acara/kalender.ics", events.feed, name="calendar-feed"),
    path("acara/<int:key>/", events.event, name="event"),
    path("acara/<int:key>/acara.ics", events.event_file, name="event-file"),
]
