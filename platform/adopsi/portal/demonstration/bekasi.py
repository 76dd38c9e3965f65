"""Kabupaten Bekasi."""

from adopsi.portal.demonstration.article import Announcement, Article

NOTICE = Announcement(
    "warning",
    "lalu-lintas",
    "Penutupan sebagian Jalan Kalimalang",
    "Satu lajur ditutup di Cikarang Selatan sampai Jumat. Pakai jalur Cibarusah bila menuju Setu.",
)
ARTICLES = (
    Article(
        2,
        "infrastruktur",
        "pupr",
        "Perbaikan jalan Cibarusah – Jonggol memasuki tahap akhir",
        "Pengaspalan dikerjakan malam hari agar arus pekerja kawasan industri tidak terganggu.",
        """Dinas PUPR memperbaiki ruas yang paling banyak dilaporkan warga lewat LAKSA. Pekerjaan dibagi tiga bagian dan berlangsung pukul 21.00–04.00.

- Bagian pertama: selesai
- Bagian kedua: pengaspalan
- Bagian ketiga: perbaikan bahu jalan

Laporan jalan berlubang tetap diterima setiap hari.""",
    ),
    Article(
        24,
        "pemerintahan",
        "diskominfo",
        "LAKSA menerima aduan warga dari seluruh kecamatan",
        "Foto, lokasi, dan status penanganan kini dapat dipantau dari ponsel.",
        """Layanan aduan LAKSA melayani dua puluh tiga kecamatan. Pelapor menerima pemberitahuan setiap kali status laporannya berubah.

Laporan yang tidak sesuai kewenangan kabupaten akan diteruskan dan dijelaskan kepada pelapor. **Tidak ada laporan yang hilang.**""",
    ),
    Article(
        52,
        "kebencanaan",
        "bpbd",
        "Pos siaga banjir dibuka di Muara Gembong dan Babelan",
        "Perahu karet, dapur umum, dan tempat mengungsi disiapkan menjelang puncak hujan.",
        """BPBD membuka pos siaga 24 jam. Warga diminta menyimpan dokumen di tempat tinggi dan mencatat nomor pos terdekat.

- Pos Muara Gembong: kantor kecamatan
- Pos Babelan: gedung serbaguna""",
    ),
    Article(
        99,
        "kesehatan",
        "dinkes",
        "Fogging hanya di wilayah dengan kasus, warga diajak 3M Plus",
        "Puskesmas memeriksa jentik di Tambun Selatan dan Cikarang Utara.",
        """Pengasapan tidak membunuh jentik. Karena itu Dinas Kesehatan mengajak warga menguras, menutup, dan mendaur ulang tempat penampungan air setiap pekan.""",
    ),
    Article(
        145,
        "ekonomi",
        "dpmptsp",
        "Bursa kerja Cikarang membuka ribuan lowongan",
        "Pelamar mendaftar daring lebih dahulu agar tidak antre. Tidak dipungut biaya.",
        """Puluhan perusahaan kawasan industri membuka wawancara di tempat. Pelamar difabel mendapat jalur tersendiri.

Waspada penipuan: panitia **tidak pernah** meminta uang.""",
    ),
    Article(
        210,
        "transportasi",
        "dishub",
        "Angkutan pengumpan stasiun Cikarang diuji coba",
        "Tiga rute menghubungkan stasiun dengan kawasan industri dan perumahan.",
        """Uji coba berlangsung enam pekan. Jadwal disesuaikan dengan kedatangan kereta komuter.""",
    ),
    Article(
        300,
        "lingkungan",
        "dlh",
        "Kali Bersih: dua ribu karung sampah diangkat dari Kali Cikarang",
        "Relawan, perusahaan, dan warga bantaran bekerja bersama selama dua hari.",
        """Sampah plastik dipilah dan dibawa ke bank sampah. Jaring penahan dipasang di tiga titik agar sampah tidak terbawa ke laut.""",
    ),
    Article(
        430,
        "pendidikan",
        "disdik",
        "Beasiswa daerah untuk pelajar SMK dibuka",
        "Pendaftaran melalui sekolah sampai akhir bulan; prioritas bagi keluarga prasejahtera.",
        """Beasiswa menanggung biaya praktik kerja dan sertifikasi. Pengumuman penerima dipasang di sekolah dan di halaman ini.""",
    ),
)
