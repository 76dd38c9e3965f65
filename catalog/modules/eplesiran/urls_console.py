"""Console addresses of e-Plesiran."""

from django.urls import path

from catalog.modules.eplesiran.console_views import destinations, events, gate, offers, photos, reports, reviews

urlpatterns = [
    path("", destinations.home, name="home"),
    path("destinasi/", destinations.destinations, name="destinations"),
    path("destinasi/baru/", destinations.new, name="destination-new"),
    path("destinasi/<int:key>/", destinations.edit, name="destination"),
    path("destinasi/<int:key>/periksa/", destinations.verify, name="destination-verify"),
    path("destinasi/<int:key>/tayang/", destinations.publish, name="destination-publish"),
    path("destinasi/<int:key>/turun/", destinations.unpublish, name="destination-unpublish"),
    path("destinasi/<int:key>/hapus/", destinations.delete, name="destination-delete"),
    path("destinasi/<int:key>/foto/", photos.photos, name="photos"),
    path("destinasi/<int:key>/foto/<int:photo>/keterangan/", photos.caption, name="photo-caption"),
    path("destinasi/<int:key>/foto/<int:photo>/geser/", photos.move, name="photo-move"),
    path("destinasi/<int:key>/foto/<int:photo>/hapus/", photos.remove, name="photo-remove"),
    path("acara/", events.events, name="events"),
    path("acara/baru/", events.new, name="event-new"),
    path("acara/<int:key>/", events.edit, name="event"),
    path("acara/<int:key>/tayang/", events.publish, name="event-publish"),
    path("acara/<int:key>/turun/", events.unpublish, name="event-unpublish"),
    path("acara/<int:key>/hapus/", events.delete, name="event-delete"),
    path("tiket/", offers.offers, name="offers"),
    path("tiket/<int:key>/", offers.edit, name="offer"),
    path("tiket/<int:key>/hari/", offers.day, name="ticket-day"),
    path("tiket/<int:key>/hari/hapus/", offers.clear, name="ticket-day-clear"),
    path("gerbang/", gate.gates, name="gate"),
    path("gerbang/<int:key>/", gate.check, name="gate-check"),
    path("gerbang/<int:key>/pemeriksaan/", gate.checks, name="gate-checks"),
    path("gerbang/batal/<int:scan>/", gate.undo, name="gate-undo"),
    path("laporan/", reports.report, name="report"),
    path("laporan/pembayaran/", reports.payments, name="payments"),
    path("ulasan/", reviews.reviews, name="reviews"),
    path("ulasan/<int:key>/", reviews.review, name="review"),
    path("ulasan/putuskan/", reviews.decide, name="reviews-decide"),
]
