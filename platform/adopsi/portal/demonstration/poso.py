"""Kabupaten Poso."""

from adopsi.portal.demonstration.article import Announcement, Article

NOTICE = Announcement(
    "warning",
    "cuaca",
    "Angin kencang di Danau Poso",
    "Perahu kecil disarankan tidak menyeberang pukul 13.00–17.00 WITA. Tetap pakai jaket pelampung.",
)
ARTICLES = (
    Article(
        3,
        "wisata",
        "disbudpar",
        "Festival Danau Poso kembali digelar di Tentena",
        "Lomba perahu, tari dero, dan pasar kerajinan berlangsung empat hari di tepi danau.",
        """Pemerintah Kabupaten Poso menyiapkan Festival Danau Poso di lapangan Tentena, Kecamatan Pamona Puselemba.

## Yang dapat dinikmati

- Lomba perahu antardesa
- Tari dero bersama setiap malam
- Pasar kerajinan kulit kayu dan kopi dari Lembah Napu

Tempat menginap, dermaga, dan lokasi parkir dapat dilihat di **e-Plesiran**.""",
    ),
    Article(
        26,
        "kesehatan",
        "dinkes",
        "Puskesmas keliling menjangkau desa di Lore Selatan",
        "Tim dokter, bidan, dan petugas gizi singgah di enam desa sampai Kamis.",
        """Dinas Kesehatan mengirim puskesmas keliling ke Lore Selatan dan Lore Barat. Layanan meliputi pemeriksaan umum, kehamilan, gizi balita, dan obat rutin.

Warga cukup membawa KTP atau kartu keluarga. Jadwal setiap desa dibacakan lewat pengeras suara kantor desa sehari sebelumnya.""",
    ),
    Article(
        50,
        "infrastruktur",
        "pupr",
        "Jembatan desa di Poso Pesisir Utara dapat dilewati lagi",
        "Kendaraan roda empat kembali melintas setelah lantai jembatan diganti.",
        """Dinas PUPR menyelesaikan penggantian lantai jembatan yang rusak karena banjir. Batas muatan sementara **8 ton** sampai uji beban selesai.

Selama pekerjaan, warga memakai jalur darurat di hulu. Jalur itu sekarang ditutup.""",
    ),
    Article(
        96,
        "kebencanaan",
        "bpbd",
        "Jalur evakuasi dan titik kumpul diperbarui di 28 kelurahan",
        "BPBD memasang papan petunjuk baru dan menggelar simulasi gempa bersama sekolah.",
        """BPBD memperbarui jalur evakuasi di kelurahan-kelurahan sepanjang Teluk Tomini. Setiap papan memuat arah, jarak, dan nomor telepon darurat.

- Kenali titik kumpul terdekat dari rumah dan sekolah
- Siapkan tas siaga: air, senter, obat, salinan dokumen
- Jangan kembali ke pantai sebelum ada pengumuman""",
    ),
    Article(
        140,
        "ekonomi",
        "dpmptsp",
        "Petani kakao dapat mengurus NIB di kantor kecamatan",
        "Petugas membantu pendaftaran usaha mikro tanpa biaya, cukup membawa KTP.",
        """DPMPTSP membuka loket bergerak di sembilan belas kecamatan. Petani, nelayan, dan perajin dapat membuat nomor induk berusaha di tempat.

Dengan NIB, pelaku usaha lebih mudah mengikuti pelatihan dan mengajukan kredit usaha rakyat.""",
    ),
    Article(
        200,
        "lingkungan",
        "dlh",
        "Relawan menanam ribuan bibit di hulu Sungai Poso",
        "Penanaman melibatkan sekolah, gereja, masjid, dan kelompok tani di tujuh desa.",
        """Dinas Lingkungan Hidup bersama warga menanam bibit pohon lokal untuk menahan erosi di hulu. Kelompok tani merawatnya selama dua tahun dengan pendampingan.

Desa lain yang ingin ikut dapat mendaftar di kantor kecamatan.""",
    ),
    Article(
        290,
        "pendidikan",
        "disdik",
        "Bus sekolah melayani rute Tentena – Tonusu – Pendolo",
        "Dua bus berangkat setiap pagi pukul 06.00 WITA, gratis untuk pelajar berseragam.",
        """Dinas Pendidikan bekerja sama dengan Dinas Perhubungan menjalankan dua bus sekolah di sekitar danau.

Orang tua dapat mengusulkan titik henti baru melalui kepala sekolah.""",
    ),
    Article(
        400,
        "wisata",
        "disbudpar",
        "Pemandu lokal Lembah Bada mengikuti pelatihan",
        "Empat puluh pemandu belajar pertolongan pertama, bahasa Inggris, dan cara menjaga situs megalit.",
        """Situs megalit Lembah Bada makin sering dikunjungi. Pelatihan memastikan kunjungan aman dan patung-patungnya terjaga.

Daftar pemandu yang sudah dilatih tersedia di kantor Kecamatan Lore Selatan.""",
    ),
)
