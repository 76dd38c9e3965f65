"""LAKSA's contract with Adopsi."""

from __future__ import annotations

from catalog.modules.laksa.roles import ALL, HANDLER, OBSERVER, VERIFIER
from catalog.modules.laksa.settings_schema import SETTINGS
from catalog.sdk.manifest import (
    Change,
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
    PublicLink,
    Role,
    Text,
    Tile,
)

ICON = "message-square-warning"

ROLES = (
    Role(
        VERIFIER,
        Text("Admin Koordinator (verifikator)", "Coordinating admin (verifier)"),
        Text(
            "Memverifikasi, menolak, mengarsipkan, dan mendisposisikan laporan ke OPD; mengatur kategori.",
            "Verifies, rejects, archives and hands reports to an OPD; edits the categories.",
        ),
        whole_pemda=True,
    ),
    Role(
        HANDLER,
        Text("Pejabat Penghubung (penanggap)", "Liaison officer (responder)"),
        Text(
            "Menindaklanjuti laporan OPD-nya, menanggapi dengan foto, menyelesaikan, atau mengembalikan disposisi.",
            "Takes up the reports of their OPD, answers with photos, closes them or returns them.",
        ),
    ),
    Role(
        OBSERVER,
        Text("Pemantau", "Observer"),
        Text(
            "Membaca semua laporan dan statistik tanpa mengubahnya.",
            "Reads all reports and figures without changing them.",
        ),
        whole_pemda=True,
    ),
)

NOTIFICATIONS = (
    NotificationKind("laksa.received", Text("Laporan diterima", "Report received"), "warga"),
    NotificationKind("laksa.verified", Text("Laporan diverifikasi", "Report verified"), "warga"),
    NotificationKind("laksa.rejected", Text("Laporan tidak dilanjutkan", "Report not taken further"), "warga"),
    NotificationKind("laksa.assigned", Text("Laporan diteruskan ke OPD", "Report handed to an OPD"), "warga"),
    NotificationKind("laksa.progress", Text("Laporan sedang diproses", "Report being worked on"), "warga"),
    NotificationKind("laksa.answered", Text("Laporan ditanggapi", "Report answered"), "warga"),
    NotificationKind("laksa.closed", Text("Laporan selesai", "Report closed"), "warga"),
    NotificationKind("laksa.message", Text("Pesan dari petugas", "Message from an officer"), "warga"),
    NotificationKind("laksa.merged", Text("Laporan digabung", "Report merged"), "warga"),
    NotificationKind("laksa.undone", Text("Langkah dibatalkan", "Step taken back"), "warga"),
    NotificationKind(
        "laksa.unsettled", Text("Hak mengadu ke Ombudsman", "The right to turn to the Ombudsman"), "warga"
    ),
    NotificationKind("laksa.new", Text("Laporan baru", "New report"), "petugas"),
    NotificationKind("laksa.work", Text("Disposisi baru", "Report handed to your OPD"), "petugas"),
    NotificationKind("laksa.returned", Text("Laporan dikembalikan OPD", "Report returned by an OPD"), "petugas"),
    NotificationKind("laksa.reopened", Text("Laporan dibuka kembali", "Report reopened"), "petugas"),
    NotificationKind("laksa.reply", Text("Pesan dari pelapor", "Message from a reporter"), "petugas"),
    NotificationKind("laksa.due", Text("Laporan mendekati batas waktu", "Reports nearly due"), "petugas"),
    NotificationKind("laksa.late", Text("Laporan melewati batas waktu", "Late reports"), "petugas"),
)

EVENTS = (
    EventKind("laksa.report_created", Text("Laporan baru masuk", "A report was filed")),
    EventKind("laksa.report_state_changed", Text("Keadaan laporan berubah", "A report went to another state")),
)

PUBLIC_TASK = Text(
    "Kewajiban mengelola pengaduan pelayanan publik (UU 25/2009 pasal 36, Perpres 76/2013)",
    "Duty to handle complaints about public services (Law 25/2009 article 36, Perpres 76/2013)",
)
WITHOUT_NAME = Text(
    "Laporan yang sudah terbit adalah arsip pelayanan publik (UU 43/2009) dan tetap ada tanpa nama, titik lokasi, dan "
    "foto Anda.",
    "Published reports are records of public service (Law 43/2009) and stay without your name, exact place and photos.",
)
HANDLERS = Text("OPD yang menerima disposisi laporan", "The OPD to which the report was handed")
PERSONAL_DATA = (
    PersonalData(
        model="laksa.Report",
        fields=("reporter", "title", "description", "address", "latitude", "longitude", "rating_comment"),
        purpose=Text(
            "Menindaklanjuti laporan dan memberi tahu pelapor hasilnya.",
            "Following up reports and telling reporters the outcome.",
        ),
        legal_basis=PUBLIC_TASK,
        retention_days=5 * 365,
        recipients=HANDLERS,
        ending=Ending.ANONYMISE,
        kept_by_law=WITHOUT_NAME,
    ),
    PersonalData(
        model="laksa.Message",
        fields=("author", "text"),
        purpose=Text("Percakapan pelapor dan petugas tentang laporan.", "The reporter's and officers' conversation."),
        legal_basis=PUBLIC_TASK,
        retention_days=5 * 365,
        recipients=HANDLERS,
        ending=Ending.ANONYMISE,
        kept_by_law=WITHOUT_NAME,
    ),
    PersonalData(
        model="laksa.Transition",
        fields=("actor", "note"),
        purpose=Text("Riwayat penanganan laporan.", "The history of how a report was handled."),
        legal_basis=PUBLIC_TASK,
        retention_days=5 * 365,
        recipients=HANDLERS,
        ending=Ending.ANONYMISE,
        kept_by_law=WITHOUT_NAME,
    ),
    PersonalData(
        model="laksa.BulkAct",
        fields=("actor",),
        purpose=Text(
            "Membatalkan tindakan massal petugas selama beberapa menit.",
            "Taking back officers' bulk acts within some minutes.",
        ),
        legal_basis=PUBLIC_TASK,
        retention_days=30,
        recipients=HANDLERS,
    ),
    PersonalData(
        model="laksa.Photo",
        fields=("attachment",),
        purpose=Text("Bukti masalah dan hasil penanganannya.", "Proof of the problem and of what was done."),
        legal_basis=PUBLIC_TASK,
        retention_days=5 * 365,
        recipients=HANDLERS,
    ),
)

MANIFEST = Manifest(
    slug="laksa",
    version="1.1.0",
    title=Text("LAKSA: aduan dan aspirasi", "LAKSA: complaints and aspirations"),
    summary=Text(
        "Warga melapor dengan foto dan lokasi, lalu memantau penanganannya sampai selesai.",
        "Citizens report with a photo and a place, and follow it until it is done.",
    ),
    description=Text(
        "LAKSA (Layanan Aspirasi Kotak Saran Anda) lahir di Kota Tangerang pada 2016. Warga mengirim aduan, permintaan "
        "informasi, atau aspirasi; Admin Koordinator memverifikasi dan mendisposisikannya; OPD menanggapi dengan foto "
        "sebelum dan sesudah; pelapor bercakap, menilai, atau membuka kembali.",
        "LAKSA (Layanan Aspirasi Kotak Saran Anda) was born in Tangerang in 2016. Citizens send complaints, questions or "
        "wishes; a coordinating admin verifies and assigns them; the OPD answers with photos before and after; the "
        "reporter converses, rates or reopens.",
    ),
    icon=ICON,
    owner_opd="diskominfo",
    dimension=Dimension.GOVERNANCE,
    kind=Kind.CITIZEN,
    roles=ROLES,
    tile=Tile(Text("Aduan", "Complaints"), ICON, Hue.VIOLET, "home", order=10),
    quick_action=Tile(Text("Lapor", "Report"), "plus", Hue.VIOLET, "report-new", order=10),
    public_links=(PublicLink(Text("Kinerja penanganan laporan", "How reports are handled"), "accountability"),),
    menu=(
        MenuItem(Text("Laporan warga", "Citizens' reports"), ICON, "queue", ALL),
        MenuItem(Text("Statistik LAKSA", "LAKSA figures"), "chart-column", "statistics", ALL),
        MenuItem(Text("Kategori laporan", "Report categories"), "tags", "categories", (VERIFIER,)),
    ),
    settings_schema=SETTINGS,
    notifications=NOTIFICATIONS,
    events=EVENTS,
    personal_data=PERSONAL_DATA,
    help_pages=(
        HelpPage("menyiapkan", Text("Menyiapkan LAKSA", "Setting up LAKSA"), "laksa/help/admin.html", "admin_ti"),
        HelpPage("menangani", Text("Menangani laporan", "Handling reports"), "laksa/help/officer.html", "petugas"),
    ),
    changelog=(
        Change(
            "1.1.0",
            "2026-11-22",
            (
                Text(
                    "Batas waktu menurut jenis laporan dan hari libur daerah, pengingat, eskalasi, dan penutupan otomatis.",
                    "Deadlines by kind of report and the region's days off, reminders, escalation, automatic closing.",
                ),
                Text(
                    "Laporan ganda digabung; pelapornya mengikuti laporan utama.",
                    "Duplicates are merged; their reporters follow the main report.",
                ),
                Text(
                    "Tindakan massal yang dapat dibatalkan, tampilan tersimpan, dan pintasan papan ketik di antrean.",
                    "Bulk acts that can be undone, saved views and keyboard shortcuts in the queue.",
                ),
                Text(
                    "Batas jumlah laporan per jam untuk satu orang dan satu alamat.",
                    "Limits of reports an hour for one person and one address.",
                ),
            ),
        ),
        Change(
            "1.0.0",
            "2026-11-22",
            (
                Text(
                    "Lapor dengan foto dan lokasi, verifikasi, disposisi, tanggapan, percakapan, penilaian, buka kembali.",
                    "Report with photo and place, verification, disposition, answers, conversation, rating, reopening.",
                ),
                Text(
                    "Daftar dan peta laporan untuk umum, API, ekspor.", "Public list and map of reports, API, exports."
                ),
            ),
        ),
    ),
    api_scopes={
        "laksa:read": Text("Membaca laporan umum dan laporan sendiri", "Read public reports and one's own"),
        "laksa:write": Text("Mengirim laporan", "Send reports"),
    },
    next_steps=(
        Text(
            "Beri peran Admin Koordinator kepada paling sedikit satu petugas.",
            "Give an officer the role of coordinating admin.",
        ),
        Text(
            "Beri peran Pejabat Penghubung di setiap OPD yang menjawab laporan.",
            "Give each answering OPD a liaison officer.",
        ),
        Text("Periksa kategori dan OPD penanggung jawabnya.", "Check the categories and the OPD behind each."),
    ),
    export_person="catalog.modules.laksa.privacy.export_person",
    erase_person="catalog.modules.laksa.privacy.erase_person",
    correctable_data="catalog.modules.laksa.privacy.correctable_data",
    correct_data="catalog.modules.laksa.privacy.correct_data",
    expired_data="catalog.modules.laksa.privacy.expired_data",
    expire_data="catalog.modules.laksa.privacy.expire_data",
    default_data="catalog.modules.laksa.services.categories.usual_categories",
    demonstration="catalog.modules.laksa.demonstration.fill.fill",
    search="catalog.modules.laksa.hooks.search",
    history="catalog.modules.laksa.hooks.history",
    map_points="catalog.modules.laksa.hooks.map_points",
    statistics="catalog.modules.laksa.hooks.statistics",
    waiting_work="catalog.modules.laksa.waiting.waiting_work",
    daily="catalog.modules.laksa.services.daily.morning",
    live="catalog.modules.laksa.hooks.live",
    live_list="catalog.modules.laksa.hooks.live_list",
)
