"""e-Plesiran's contract with Adopsi."""

from __future__ import annotations

from catalog.modules.eplesiran.roles import GATEKEEPER, MANAGER, MODERATOR
from catalog.sdk.manifest import (
    Change,
    ConsentPurpose,
    Dimension,
    Ending,
    EventKind,
    HelpPage,
    Hue,
    Kind,
    Manifest,
    MenuItem,
    NotificationKind,
    PersonalData,
    Role,
    Text,
    Tile,
)

ROLES = (
    Role(
        MANAGER,
        Text("Pengelola destinasi", "Destination manager"),
        Text(
            "Menambah, mengubah, memeriksa, dan menayangkan destinasi serta acara OPD-nya.",
            "Adds, changes, checks and publishes the destinations and events of their OPD.",
        ),
    ),
    Role(
        MODERATOR,
        Text("Moderator ulasan", "Review moderator"),
        Text(
            "Menayangkan atau menolak ulasan pengunjung dengan alasan.",
            "Publishes visitors' reviews or refuses them with a reason.",
        ),
        whole_pemda=True,
    ),
    Role(
        GATEKEEPER,
        Text("Petugas gerbang", "Gate officer"),
        Text(
            "Memeriksa tiket pengunjung di gerbang destinasi OPD-nya.",
            "Checks visitors' tickets at the gates of their OPD's destinations.",
        ),
    ),
)

SETTINGS = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "intro": {
            "type": "string",
            "title": "Kalimat pembuka di halaman e-Plesiran",
            "x-en": "Opening sentence on the e-Plesiran page",
            "maxLength": 200,
            "default": "Temukan tempat wisata yang buka, terawat, dan dekat dari Anda.",
        },
        "intro_en": {
            "type": "string",
            "title": "Kalimat pembuka dalam bahasa Inggris",
            "x-en": "Opening sentence in English",
            "maxLength": 200,
            "default": "Find places to visit that are open, well kept and near you.",
        },
        "reviews_enabled": {
            "type": "boolean",
            "title": "Warga boleh menulis ulasan",
            "x-en": "Citizens may write reviews",
            "default": True,
        },
        "moderation": {
            "type": "string",
            "title": "Pemeriksaan ulasan",
            "x-en": "Checking of reviews",
            "enum": ["before", "after"],
            "x-labels": {
                "before": {"id": "Sebelum ulasan tayang", "en": "Before reviews are shown"},
                "after": {"id": "Sesudah ulasan tayang", "en": "After reviews are shown"},
            },
            "default": "before",
        },
        "default_sort": {
            "type": "string",
            "title": "Urutan awal daftar destinasi",
            "x-en": "First order of the list of destinations",
            "enum": ["nama", "nilai", "baru"],
            "x-labels": {
                "nama": {"id": "Nama", "en": "Name"},
                "nilai": {"id": "Nilai tertinggi", "en": "Highest rating"},
                "baru": {"id": "Terbaru", "en": "Newest"},
            },
            "default": "nilai",
        },
        "hold_minutes": {
            "type": "integer",
            "title": "Berapa menit tempat ditahan sampai tiket dibayar",
            "x-en": "For how many minutes places are held until the ticket is paid",
            "minimum": 5,
            "maximum": 120,
            "default": 15,
        },
        "most_visitors": {
            "type": "integer",
            "title": "Pengunjung terbanyak dalam satu pesanan",
            "x-en": "Most visitors in one booking",
            "minimum": 1,
            "maximum": 50,
            "default": 10,
        },
        "refund_days": {
            "type": "integer",
            "title": "Pembatalan diterima paling lambat berapa hari sebelum kunjungan",
            "x-en": "A booking may be cancelled until so many days before the visit",
            "minimum": 1,
            "maximum": 30,
            "default": 1,
        },
        "refund_percent": {
            "type": "integer",
            "title": "Bagian dana yang dikembalikan saat dibatalkan (persen)",
            "x-en": "Share of the price that is returned for a cancelled booking (percent)",
            "enum": [0, 50, 100],
            "x-labels": {
                "0": {"id": "Tidak dikembalikan", "en": "Nothing is returned"},
                "50": {"id": "50 persen", "en": "50 percent"},
                "100": {"id": "Seluruhnya", "en": "All of it"},
            },
            "default": 100,
        },
        "undo_minutes": {
            "type": "integer",
            "title": "Berapa menit petugas gerbang dapat membatalkan pemeriksaan yang keliru",
            "x-en": "For how many minutes a gate officer can undo a mistaken check",
            "minimum": 1,
            "maximum": 60,
            "default": 10,
        },
    },
}

MANIFEST = Manifest(
    slug="eplesiran",
    version="1.1.0",
    title=Text("e-Plesiran: destinasi dan acara wisata", "e-Plesiran: destinations and events"),
    summary=Text(
        "Destinasi wisata dengan foto, jam buka, tarif, dan ulasan yang dimoderasi; kalender acara daerah.",
        "Tourist destinations with photos, hours, prices and moderated reviews; the region's event calendar.",
    ),
    description=Text(
        "e-Plesiran lahir di Kota Tangerang pada 2017. Warga dan wisatawan mencari tempat menurut jenis, jarak, dan "
        "yang sedang buka, di daftar atau peta; melihat kondisi dan tanggal terakhir diperiksa; lalu menulis ulasan. "
        "Petugas merawat isinya, memeriksa di lapangan, dan memoderasi ulasan.",
        "e-Plesiran was born in Tangerang in 2017. Citizens and tourists look for places by kind, distance and what is "
        "open now, in a list or on a map; see the condition and when it was last checked; and write reviews. Officers "
        "maintain the content, check it on site and moderate reviews.",
    ),
    icon="map-pinned",
    owner_opd="disbudpar",
    dimension=Dimension.BRANDING,
    kind=Kind.CITIZEN,
    roles=ROLES,
    tile=Tile(Text("e-Plesiran", "e-Plesiran"), icon="map-pinned", hue=Hue.SKY, url_name="explore", order=30),
    menu=(
        MenuItem(Text("Destinasi", "Destinations"), icon="map-pinned", url_name="destinations", roles=(MANAGER,)),
        MenuItem(Text("Acara", "Events"), icon="calendar-days", url_name="events", roles=(MANAGER,)),
        MenuItem(Text("Moderasi ulasan", "Review moderation"), icon="star", url_name="reviews", roles=(MODERATOR,)),
        MenuItem(Text("Tiket", "Tickets"), icon="ticket", url_name="offers", roles=(MANAGER,)),
        MenuItem(Text("Gerbang", "Gate"), icon="scan-qr-code", url_name="gate", roles=(GATEKEEPER, MANAGER)),
        MenuItem(
            Text("Laporan kunjungan", "Visits and takings"), icon="chart-column", url_name="report", roles=(MANAGER,)
        ),
    ),
    settings_schema=SETTINGS,
    events=(
        EventKind("eplesiran.destination_published", Text("Destinasi ditayangkan", "A destination was published")),
        EventKind("eplesiran.review_published", Text("Ulasan ditayangkan", "A review was published")),
    ),
    notifications=(
        NotificationKind("eplesiran.review_published", Text("Ulasan tayang", "Review published"), "warga"),
        NotificationKind("eplesiran.review_refused", Text("Ulasan ditolak", "Review refused"), "warga"),
        NotificationKind("eplesiran.review_waiting", Text("Ulasan baru", "New review"), "petugas"),
        NotificationKind("eplesiran.tickets_issued", Text("Tiket terbit", "Tickets issued"), "warga"),
        NotificationKind("eplesiran.booking_ended", Text("Pesanan tiket berakhir", "Booking ended"), "warga"),
        NotificationKind("eplesiran.refund_made", Text("Dana tiket dikembalikan", "Ticket money returned"), "warga"),
    ),
    personal_data=(
        PersonalData(
            model="eplesiran.Review",
            fields=("author", "rating", "text", "reason", "written_at"),
            purpose=Text(
                "Menampilkan pengalaman pengunjung agar pengunjung lain tahu keadaan sebenarnya.",
                "Showing visitors' experience so that others know what a place is really like.",
            ),
            legal_basis=Text(
                "Persetujuan penulis ulasan (UU 27/2022 pasal 20 ayat 2 huruf a)",
                "Consent of the review's author (Law 27/2022 article 20 (2) a)",
            ),
            retention_days=5 * 365,
            recipients=Text("Umum, tanpa nama lengkap", "The public, without full names"),
        ),
        PersonalData(
            model="eplesiran.Booking",
            fields=("person", "holder_name"),
            purpose=Text(
                "Menerbitkan tiket, memeriksanya di gerbang, dan mengembalikan dana bila dibatalkan.",
                "Issuing tickets, checking them at the gate, and returning money for what is cancelled.",
            ),
            legal_basis=Text(
                "Pelaksanaan tugas pelayanan publik (UU 27/2022 pasal 20 ayat 2 huruf e)",
                "Performance of a public service (Law 27/2022 article 20 (2) e)",
            ),
            retention_days=10 * 365,
            recipients=Text("Petugas gerbang destinasi itu; bendahara", "Gate officers of the destination; treasurer"),
            ending=Ending.ANONYMISE,
            kept_by_law=Text(
                "Jumlah kunjungan dan penerimaan retribusi disimpan sebagai dokumen keuangan, tanpa nama.",
                "Numbers of visits and takings are kept as financial records, without names.",
            ),
        ),
        PersonalData(
            model="eplesiran.Scan",
            fields=("officer", "undone_reason"),
            purpose=Text(
                "Mencatat siapa memeriksa tiket kapan, agar perselisihan di gerbang dapat dijawab.",
                "Noting who checked a ticket when, so that disputes at the gate can be answered.",
            ),
            legal_basis=Text(
                "Kewajiban hukum pengendali data (UU 27/2022 pasal 20 ayat 2 huruf c)",
                "Legal obligation of the controller (Law 27/2022 article 20 (2) c)",
            ),
            retention_days=2 * 365,
            recipients=Text("Pengelola destinasi", "Managers of the destination"),
        ),
    ),
    consents=(
        ConsentPurpose(
            "eplesiran.ulasan",
            "1",
            Text("Menampilkan ulasan saya di e-Plesiran", "Showing my reviews in e-Plesiran"),
            Text(
                "Saya setuju ulasan saya ditampilkan untuk umum dengan nama depan dan inisial, sampai saya menariknya.",
                "I agree that my reviews are shown to the public with my first name and initial until I withdraw this.",
            ),
            Text("Semua ulasan Anda dihapus saat itu juga.", "All your reviews are deleted at once."),
        ),
    ),
    help_pages=(
        HelpPage(
            "eplesiran-admin",
            Text("Menyiapkan e-Plesiran", "Setting up e-Plesiran"),
            "eplesiran/help/admin.html",
            "admin_ti",
        ),
        HelpPage(
            "eplesiran-petugas",
            Text("Merawat destinasi dan ulasan", "Maintaining destinations and reviews"),
            "eplesiran/help/officer.html",
            "petugas",
        ),
        HelpPage(
            "eplesiran-tiket",
            Text("Menjual tiket", "Selling tickets"),
            "eplesiran/help/tickets.html",
            "admin_ti",
        ),
        HelpPage(
            "eplesiran-gerbang",
            Text("Memeriksa tiket di gerbang", "Checking tickets at the gate"),
            "eplesiran/help/gate.html",
            "petugas",
        ),
    ),
    changelog=(
        Change(
            "1.1.0",
            "2026-11-22",
            (
                Text(
                    "E-tiket bertanggal dengan kuota harian, tarif per golongan, dan pembayaran QRIS.",
                    "Dated e-tickets with a daily quota, prices for each kind of visitor, and payment by QRIS.",
                ),
                Text(
                    "Pemeriksaan tiket di gerbang dengan kamera ponsel petugas; satu tiket masuk satu kali.",
                    "Tickets are checked at the gate with an officer's phone; a ticket lets in once.",
                ),
                Text(
                    "Laporan kunjungan dan penerimaan, dengan pencocokan pembayaran.",
                    "Reports of visits and takings, with reconciliation of payments.",
                ),
            ),
        ),
        Change(
            "1.0.0",
            "2026-11-22",
            (
                Text(
                    "Destinasi di daftar dan peta, terdekat lebih dahulu, jam buka, tarif, fasilitas, dan foto.",
                    "Destinations in a list and on a map, nearest first, with hours, prices, facilities and photos.",
                ),
                Text(
                    "Ulasan dengan moderasi dan kalender acara.",
                    "Reviews with moderation, and an event calendar.",
                ),
                Text("API terbuka dan ekspor CSV serta XLSX.", "Open API, and export as CSV and XLSX."),
            ),
        ),
    ),
    api_scopes={
        "eplesiran:read": Text("Membaca ulasan sendiri", "Read one's own reviews"),
        "eplesiran:write": Text("Menulis ulasan", "Write reviews"),
    },
    next_steps=(
        Text(
            "Beri peran Pengelola destinasi kepada petugas dinas pariwisata.",
            "Give an officer of the tourism office the role of destination manager.",
        ),
        Text(
            "Beri peran Moderator ulasan kepada paling sedikit satu petugas.",
            "Give at least one officer the role of review moderator.",
        ),
        Text(
            "Tambahkan destinasi pertama dengan foto dan jam buka, lalu tayangkan.",
            "Add the first destination with photos and hours, then publish it.",
        ),
        Text(
            "Untuk menjual tiket: buka Tiket, isi kuota harian dan dasar hukum tarif, lalu beri peran Petugas gerbang.",
            "To sell tickets: open Tickets, fill in the daily quota and the legal basis, then give the role Gate officer.",
        ),
    ),
    export_person="catalog.modules.eplesiran.privacy.export_person",
    erase_person="catalog.modules.eplesiran.privacy.erase_person",
    correctable_data="catalog.modules.eplesiran.privacy.correctable_data",
    correct_data="catalog.modules.eplesiran.privacy.correct_data",
    expired_data="catalog.modules.eplesiran.privacy.expired_data",
    expire_data="catalog.modules.eplesiran.privacy.expire_data",
    consent_withdrawn="catalog.modules.eplesiran.privacy.consent_withdrawn",
    demonstration="catalog.modules.eplesiran.demonstration.fill.fill",
    search="catalog.modules.eplesiran.hooks.search",
    history="catalog.modules.eplesiran.hooks.history",
    map_points="catalog.modules.eplesiran.hooks.map_points",
    statistics="catalog.modules.eplesiran.hooks.statistics",
    live_list="catalog.modules.eplesiran.hooks.live_list",
    waiting_work="catalog.modules.eplesiran.waiting.waiting_work",
    payment_changed="catalog.modules.eplesiran.services.bookings.payment_changed",
)
