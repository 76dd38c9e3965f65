"""Kota Tangerang."""

from adopsi.portal.demonstration.article import Announcement, Article

NOTICE = Announcement(
    "warning",
    "cuaca",
    "Waspada hujan lebat sore hari",
    "Hindari Jalan KH Hasyim Ashari arah Ciledug yang rawan genangan. Lapor genangan lewat LAKSA.",
)
ARTICLES = (
    Article(
        2,
        "kesehatan",
        "dinkes",
        "Jadwal imunisasi keliling pekan ini di 14 kelurahan",
        "Puskesmas keliling mendatangi posyandu di Cipondoh, Pinang, dan Larangan. Bawa buku KIA.",
        """Dinas Kesehatan menjalankan imunisasi keliling Senin sampai Jumat, pukul 08.00–11.00 WIB, di balai warga dan posyandu.

## Wilayah pekan ini

- Kecamatan Cipondoh: Gondrong, Kenanga, Petir, Poris Plawad
- Kecamatan Pinang: Kunciran, Panunggangan, Sudimara Pinang
- Kecamatan Larangan: Gaga, Kreo, Larangan Selatan

Orang tua cukup membawa **buku KIA** dan datang sesuai jadwal kelurahan. Tidak dipungut biaya. Anak yang sedang demam dijadwalkan ulang oleh petugas.""",
    ),
    Article(
        20,
        "pajak",
        "bapenda",
        "Bayar PBB-P2 sebelum akhir Desember, denda dihapus",
        "Penghapusan denda berlaku untuk tunggakan tahun-tahun sebelumnya bila pokoknya lunas tahun ini.",
        """Badan Pendapatan Daerah memberi penghapusan denda PBB-P2 bagi wajib pajak yang melunasi pokok tunggakan sampai 31 Desember.

Pembayaran dapat dilakukan di bank, gerai ritel, dan dompet digital dengan nomor objek pajak. Penghapusan berjalan otomatis, jadi **tidak perlu mengajukan permohonan**.

Warga yang belum menerima SPPT dapat mencetaknya di kantor kelurahan.""",
    ),
    Article(
        70,
        "transportasi",
        "dishub",
        "Rute pengumpan baru: Terminal Poris Plawad – Stasiun Batuceper",
        "Angkutan pengumpan beroperasi pukul 05.00–21.00 dengan jarak antarkendaraan 15 menit.",
        """Dinas Perhubungan membuka rute pengumpan yang menghubungkan Terminal Poris Plawad dengan Stasiun Batuceper dan halte di Jalan Daan Mogot.

Selama masa uji coba satu bulan, penumpang belum dikenai tarif. Masukan tentang jadwal dan titik henti dapat dikirim lewat layanan aduan.""",
    ),
    Article(
        98,
        "lingkungan",
        "dlh",
        "Bank sampah kini ada di setiap kecamatan",
        "Tiga belas kecamatan sudah memiliki bank sampah induk. Setor sampah terpilah, catat sebagai tabungan.",
        """Dinas Lingkungan Hidup menyelesaikan pembentukan bank sampah induk di tiga belas kecamatan. Warga dapat menyetor plastik, kertas, logam, dan minyak jelantah.

- Buka Selasa, Kamis, dan Sabtu
- Sampah ditimbang dan dicatat sebagai tabungan
- Penjemputan dapat diminta untuk berat di atas 20 kg""",
    ),
    Article(
        150,
        "infrastruktur",
        "pupr",
        "Perbaikan saluran di Jalan Raden Saleh selesai lebih awal",
        "Dua lajur dibuka kembali mulai Senin pagi. Genangan di depan pasar diharapkan tidak terulang.",
        """Dinas PUPR menyelesaikan penggantian saluran sepanjang 640 meter di Karang Tengah. Pekerjaan rampung sembilan hari lebih cepat.

Saluran baru dua kali lebih lebar dan dilengkapi bak kontrol setiap 25 meter, sehingga endapan lebih mudah diangkat.""",
    ),
    Article(
        220,
        "pendidikan",
        "disdik",
        "Sekolah negeri membuka kelas literasi digital untuk orang tua",
        "Kelas Sabtu pagi membahas keamanan akun anak, gawai sehat, dan layanan kota di ponsel.",
        """Dua puluh empat SMP negeri membuka kelas literasi digital untuk orang tua setiap Sabtu pagi. Pesertanya tidak harus wali murid.

Materi disusun Dinas Pendidikan bersama Diskominfo: kata sandi yang aman, mengenali penipuan, dan memakai layanan kota tanpa perantara.""",
    ),
    Article(
        310,
        "wisata",
        "disbudpar",
        "Akhir pekan di tepian Cisadane: perahu, kuliner, dan musik",
        "Kawasan tepi sungai ditata ulang. Kegiatan berlangsung Sabtu dan Minggu sampai pukul 21.00.",
        """Tepian Cisadane kembali ramai. Dinas Kebudayaan dan Pariwisata menata lapak kuliner, jalur pejalan kaki, dan dermaga perahu.

Pengunjung dianjurkan memakai angkutan umum karena parkir terbatas. Jam buka dan ulasan pengunjung ada di e-Plesiran.""",
    ),
    Article(
        420,
        "sosial",
        "dinsos",
        "Layanan antar obat untuk lansia diperluas ke 104 kelurahan",
        "Kader mengantar obat rutin dari puskesmas ke rumah lansia yang tinggal sendiri.",
        """Setelah dicoba di tiga kecamatan, antar obat untuk lansia kini mencakup seluruh kelurahan. Pendaftaran melalui ketua RT atau puskesmas.

Kader juga mencatat tekanan darah dan melaporkan keadaan darurat ke puskesmas.""",
    ),
)
