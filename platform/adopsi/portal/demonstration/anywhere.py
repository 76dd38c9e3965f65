"""Any other Pemda."""

from adopsi.portal.demonstration.article import Announcement, Article

NOTICE = Announcement(
    "info",
    "umum",
    "Selamat datang di portal layanan daring",
    "Halaman ini berisi data peragaan. Layanan daerah Anda akan bertambah secara bertahap.",
)
ARTICLES = (
    Article(
        2,
        "pemerintahan",
        "diskominfo",
        "Portal layanan daring daerah resmi dibuka",
        "Satu akun untuk semua layanan, dapat dipakai dari ponsel maupun komputer.",
        """Pemerintah daerah membuka portal layanan daring. Warga dapat mendaftar dengan alamat surel atau nomor ponsel.

Layanan akan ditambah bertahap. Masukan dapat disampaikan kepada Dinas Komunikasi dan Informatika.""",
    ),
    Article(
        26,
        "kesehatan",
        "dinkes",
        "Jadwal puskesmas keliling bulan ini",
        "Pemeriksaan umum, kehamilan, dan imunisasi di balai desa dan kelurahan.",
        """Bawa KTP atau kartu keluarga, dan buku KIA untuk balita. Jadwal setiap kecamatan tersedia di puskesmas.""",
    ),
    Article(
        75,
        "pemerintahan",
        "disdukcapil",
        "Perekaman KTP elektronik dilayani di kecamatan",
        "Tanpa janji temu, setiap hari kerja pukul 08.00–14.00.",
        """Bawa salinan kartu keluarga. Warga yang sakit atau lanjut usia dapat meminta perekaman di rumah.""",
    ),
    Article(
        120,
        "lingkungan",
        "dlh",
        "Ayo pilah sampah dari rumah",
        "Bank sampah menerima plastik, kertas, logam, dan minyak jelantah.",
        """Memilah sampah mengurangi beban tempat pembuangan akhir. Hasilnya dicatat sebagai tabungan.""",
    ),
)
