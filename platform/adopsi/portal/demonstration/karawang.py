"""Kabupaten Karawang."""

from adopsi.portal.demonstration.article import Announcement, Article

NOTICE = Announcement(
    "info",
    "air",
    "Aliran air bersih dihentikan sementara",
    "Perbaikan pipa di Karawang Timur, Sabtu pukul 09.00–15.00 WIB. Siapkan persediaan air.",
)
ARTICLES = (
    Article(
        4,
        "ekonomi",
        "setda",
        "Panen raya dimulai di Rawamerta dan Tempuran",
        "Penggilingan padi buka sampai malam. Petani dapat memeriksa harga harian di kantor kecamatan.",
        """Panen raya musim ini dimulai di Rawamerta, Tempuran, dan Cilamaya Wetan. Pemerintah kabupaten menambah jadwal mesin panen pinjaman bagi kelompok tani.

- Pinjam mesin lewat penyuluh pertanian lapangan
- Harga gabah harian ditempel di kantor kecamatan
- Truk bermuatan wajib memakai penutup""",
    ),
    Article(
        22,
        "transportasi",
        "dishub",
        "Jalur alternatif menuju kawasan industri pada jam sibuk",
        "Rekayasa lalu lintas di Telukjambe Timur berlaku Senin–Jumat pukul 06.00–08.30.",
        """Dinas Perhubungan mengatur arus dua arah menjadi satu arah di beberapa ruas menuju kawasan industri. Bus karyawan memakai lajur kiri.

Warga sekitar tetap dapat melintas dengan menunjukkan kartu penduduk setempat kepada petugas.""",
    ),
    Article(
        49,
        "kesehatan",
        "dinkes",
        "Pemeriksaan kesehatan gratis bagi buruh pabrik",
        "Tim puskesmas datang ke perusahaan: tekanan darah, gula darah, dan kesehatan mata.",
        """Dinas Kesehatan menawarkan pemeriksaan di tempat kerja. Perusahaan cukup mengirim permohonan dengan jumlah karyawan dan waktu yang diusulkan.

Hasil pemeriksaan diberikan langsung kepada karyawan dan **tidak dibagikan** kepada perusahaan.""",
    ),
    Article(
        100,
        "wisata",
        "disbudpar",
        "Kompleks candi Batujaya memperpanjang jam kunjungan",
        "Sampai akhir tahun, situs di tengah sawah ini buka hingga pukul 17.30.",
        """Minat kunjungan ke kompleks percandian Batujaya meningkat. Pengelola memperpanjang jam buka dan menambah pemandu pada akhir pekan.

Rute, tempat parkir, dan warung di sekitar situs ada di e-Plesiran.""",
    ),
    Article(
        160,
        "infrastruktur",
        "pupr",
        "Tanggul sungai di Karawang Barat diperkuat",
        "Pekerjaan 1,2 kilometer ditargetkan rampung sebelum puncak musim hujan.",
        """Dinas PUPR memperkuat tanggul di titik yang pernah limpas. Alat berat bekerja pukul 07.00–17.00 agar tidak mengganggu waktu istirahat warga.""",
    ),
    Article(
        240,
        "pendidikan",
        "disdik",
        "Perpustakaan keliling singgah di pesisir utara",
        "Mobil buku mengunjungi sekolah dasar di Pakisjaya, Cibuaya, dan Tirtajaya setiap dua pekan.",
        """Lebih dari seribu judul buku dibawa mobil perpustakaan. Anak-anak boleh meminjam dua buku sampai kunjungan berikutnya.""",
    ),
    Article(
        330,
        "lingkungan",
        "dlh",
        "Mangrove Tanjung Pakis ditanami kembali",
        "Nelayan dan pelajar menanam bibit di bagian pantai yang terkikis.",
        """Penanaman memakai pemecah ombak bambu agar bibit tidak hanyut. Kelompok nelayan mengawasi pertumbuhan bibit setiap bulan.""",
    ),
    Article(
        450,
        "pemerintahan",
        "disdukcapil",
        "Rekam KTP elektronik di kecamatan tanpa janji temu",
        "Tiga puluh kecamatan melayani perekaman setiap hari kerja pukul 08.00–14.00.",
        """Disdukcapil menambah alat perekaman sehingga warga tidak perlu lagi ke kantor pusat. Bawa salinan kartu keluarga.""",
    ),
)
