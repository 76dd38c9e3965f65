"""Words for names that stand in code: of acts, and of columns and fields.

Indonesian is written down here; English reads a name as it stands, `mailed_at` as “mailed at”.
"""

from __future__ import annotations

from django.utils.text import capfirst
from django.utils.translation import get_language, gettext_lazy

# Of which modules put their acts together.
WORDS = {
    "absorbed": "menerima gabungan", "account": "akun", "act": "massal", "actor": "pelaku", "added": "ditambahkan",
    "address": "alamat", "answered": "ditanggapi", "approved": "disetujui", "archived": "diarsipkan",
    "article": "artikel", "assigned": "didisposisikan", "at": "waktu", "attachment": "foto atau lampiran",
    "author": "penulis", "birth": "lahir", "booked": "dipesan", "booking": "pemesanan", "bulk": "tindakan",
    "cancelled": "dibatalkan", "category": "kategori", "changed": "diubah", "check": "pemeriksaan",
    "checked": "diperiksa", "cleared": "dikosongkan", "closed": "diselesaikan", "comment": "komentar",
    "created": "dibuat", "data": "data", "date": "tanggal", "day": "hari", "deleted": "dihapus",
    "description": "uraian", "destination": "destinasi", "document": "dokumen", "email": "surel", "ended": "diakhiri",
    "erased": "dihapus", "escalated": "dieskalasi", "event": "acara", "expired": "kedaluwarsa",
    "exported": "diekspor", "filed": "dikirim", "issued": "diterbitkan", "latitude": "lintang", "longitude": "bujur",
    "many": "banyak laporan", "merged": "digabung", "message": "pesan", "moved": "dipindahkan", "name": "nama",
    "names": "nama", "news": "berita", "note": "catatan", "notice": "pengumuman", "offer": "penjualan tiket",
    "offered": "disiapkan", "opened": "dibuka", "paid": "dibayar", "paired": "dipasangkan", "person": "orang",
    "phone": "nomor ponsel", "photo": "foto", "published": "diterbitkan", "put": "dipasang", "rated": "dinilai",
    "rating": "nilai", "reason": "alasan", "refunded": "dikembalikan", "refused": "ditolak", "rejected": "ditolak",
    "removed": "dihapus", "reopened": "dibuka kembali", "report": "laporan", "reporter": "pelapor",
    "returned": "dikembalikan", "review": "ulasan", "reviews": "ulasan", "saved": "disimpan", "sent": "dikirim",
    "set": "diatur", "signed": "ditandatangani", "step": "langkah", "supervised": "diubah kadar pengawasannya",
    "taken": "diambil", "text": "isi tulisan", "ticket": "tiket", "tickets": "tiket", "title": "judul",
    "undone": "dibatalkan", "unpublished": "ditarik", "up": "", "verified": "diverifikasi", "visitor": "pengunjung",
    "withdrawn": "ditarik", "written": "ditulis",
    "done": "selesai", "entered": "dicatat dari loket", "notified": "diberi tahu", "number": "nomor", "people": "orang",
    "received": "diterima", "series": "urut", "transition": "perubahan status", "authority": "lembaga",
}  # fmt: skip
# Of the columns of tables and of what an act changed.
COLUMNS = {
    "account_id": "akun", "accuracy": "ketelitian", "actor": "pelaku", "address": "alamat", "admin": "admin",
    "amount": "jumlah", "answer": "jawaban", "answer_due_on": "batas jawaban", "applicant_contact": "kontak pemohon",
    "applicant_name": "nama pemohon", "article": "artikel", "assigned_to": "ditangani oleh", "at": "waktu",
    "attachment": "lampiran", "attempts": "percobaan", "audience": "penerima", "author": "penulis",
    "author_name": "nama penulis", "authority_notified_at": "lembaga diberi tahu pada", "automatic": "otomatis",
    "before": "sebelum", "birth_date": "tanggal lahir", "body": "isi", "booking": "pesanan",
    "caption": "keterangan foto", "category": "kategori", "channel": "saluran", "citizen": "warga",
    "client_key": "kunci kiriman", "closed_at": "ditutup pada", "closes": "tutup pukul", "code": "kode",
    "comment": "komentar", "condition": "kondisi", "condition_note": "catatan kondisi", "conditions": "keadaan",
    "consequences": "akibat", "content": "isi", "content_type": "jenis isi", "created_at": "dibuat pada",
    "created_by": "dibuat oleh", "daily_quota": "kuota per hari", "data": "data",
    "data_disclosed": "data yang terungkap", "date": "tanggal", "date_joined": "terdaftar pada", "day": "hari",
    "days_ahead": "hari ke depan", "decision": "keputusan", "delivery": "kiriman", "description": "uraian",
    "description_en": "uraian (Inggris)", "description_id": "uraian (Indonesia)", "destination": "destinasi",
    "details": "rincian", "device": "perangkat", "digest": "sidik", "discovered_at": "diketahui pada",
    "dismissed_at": "ditutup pada", "display": "layar", "disposed_at": "didisposisikan pada", "district": "kecamatan",
    "district_code": "kecamatan", "document": "dokumen", "done": "selesai", "due_at": "batas waktu",
    "due_on": "batas hari", "email": "surel", "ended_at": "berakhir pada", "ended_on": "berakhir pada",
    "ending": "cara berakhir", "endpoint": "alamat penerima", "endpoint_digest": "sidik alamat penerima",
    "ends_at": "selesai pada", "event": "kejadian", "expires_at": "berlaku sampai", "facilities": "fasilitas",
    "failing_since": "gagal sejak", "fields": "isian", "file_path": "letak berkas", "file_sha256": "sidik berkas",
    "file_until": "berkas tersedia sampai", "files_per_day": "berkas per hari", "finding": "temuan",
    "former_email": "surel lama", "former_secret": "kunci lama", "former_until": "kunci lama berlaku sampai",
    "from_state": "dari status", "full_name": "nama lengkap", "gate": "gerbang", "given_at": "diberikan pada",
    "granted_at": "diberikan pada", "granted_by": "diberikan oleh", "headers": "kepala jawaban", "height": "tinggi",
    "held_until": "ditahan sampai", "holder_name": "nama pemesan", "hue": "warna", "icon": "gambar ikon", "id": "nomor",
    "identity_check": "pemeriksaan identitas", "incident": "insiden", "into": "digabung ke", "ip": "alamat jaringan",
    "ip_address": "alamat jaringan", "is_anonymous": "anonim", "is_answer": "berupa jawaban",
    "is_automatic": "otomatis", "is_by_applicant": "oleh pemohon", "is_closed": "tutup", "is_confidential": "rahasia",
    "is_exception": "hari khusus", "is_internal": "internal", "is_listed": "tampil di daftar", "is_open": "dibuka",
    "is_public": "publik", "is_published": "terbit", "is_shared": "dibagikan", "is_staff": "oleh petugas",
    "is_superuser": "pengelola sistem", "is_supervised": "diawasi", "kept": "disimpan", "key": "kunci",
    "kinds": "jenis kejadian", "language": "bahasa", "last": "terakhir", "last_login": "terakhir masuk",
    "last_seen": "terakhir terlihat", "last_sent_at": "terakhir dikirim", "last_used_at": "terakhir dipakai",
    "last_verified_on": "terakhir diverifikasi", "latitude": "lintang", "legal_basis": "dasar hukum",
    "level": "tingkat", "longitude": "bujur", "made_at": "dibuat pada", "mailed_at": "surel dikirim pada",
    "master_version": "versi kunci induk", "measures": "tindakan", "megabytes": "ukuran (MB)",
    "megapixels": "ukuran (megapiksel)", "merged_into": "digabung ke", "message": "pesan", "method": "cara",
    "milliseconds": "lama (milidetik)", "model": "tabel", "module": "modul", "modules": "modul",
    "name_en": "nama (Inggris)", "name_id": "nama (Indonesia)", "next_at": "dicoba lagi pada", "note": "catatan",
    "number": "nomor", "occurred_at": "terjadi pada", "off": "dimatikan", "officer": "petugas", "opens": "buka pukul",
    "order": "urutan", "origin": "asal", "outcome": "hasil", "owner": "pemilik", "paid_at": "dibayar pada",
    "parent": "induk", "password": "kata sandi", "path": "alamat halaman", "payer": "pembayar",
    "payers": "jenis pengunjung", "payload": "isi kode bayar", "payment": "pembayaran",
    "payment_reference": "nomor pembayaran", "people_count": "jumlah orang",
    "people_notified_at": "orang diberi tahu pada", "person": "orang", "photo": "foto", "photos": "foto",
    "picture": "gambar", "place": "tempat", "position": "urutan", "prefix": "awalan", "primary": "utama",
    "private": "kunci pribadi", "problem": "masalah", "proposed": "usulan", "provider": "penyedia",
    "public": "kunci publik", "published_at": "terbit pada", "purpose": "tujuan",
    "pushed_at": "tampil di peramban pada", "query": "saringan", "quota": "kuota", "rating": "nilai",
    "read_at": "dibaca pada", "reading": "tampilan bacaan", "received_at": "diterima pada", "recipient": "penerima",
    "reference": "nomor acuan", "refund_amount": "dana dikembalikan", "refunded_at": "dikembalikan pada",
    "report": "laporan", "reporter": "pelapor", "request": "permintaan", "retention_days": "masa simpan (hari)",
    "return_path": "halaman tujuan", "review": "ulasan", "revoked_at": "dicabut pada", "rows": "jumlah baris",
    "scan": "pemindaian", "scope": "cakupan", "seal_key": "kunci segel", "seats": "jumlah orang",
    "secret_sealed": "rahasia klien", "sent_at": "dikirim pada", "session_key": "sesi", "settled_at": "selesai pada",
    "severity": "kadar", "shared": "dibagikan", "short_name": "singkatan", "signed_in_at": "masuk pada",
    "since": "sejak", "singleton": "nomor", "size": "ukuran", "slug": "nama alamat", "source": "sumber",
    "starts_at": "mulai pada", "state": "status", "status": "status", "steps": "langkah", "subject": "perihal",
    "subject_key": "nomor perihal", "subject_type": "jenis perihal", "summary": "ringkasan",
    "summary_en": "ringkasan (Inggris)", "summary_id": "ringkasan (Indonesia)", "text": "isi tulisan",
    "title": "judul", "title_en": "judul (Inggris)", "title_id": "judul (Indonesia)", "to_state": "ke status",
    "told_state": "status yang disampaikan", "topic": "topik", "tries": "percobaan", "undoes": "mengurungkan",
    "updated_at": "diperbarui pada", "uploaded_by": "diunggah oleh", "url": "alamat", "use": "kegunaan",
    "used_at": "dipakai pada", "used_by": "diperiksa oleh", "used_gate": "gerbang", "user": "orang",
    "user_agent": "peramban", "username": "nama akun", "valid_from": "berlaku mulai", "valid_until": "berlaku sampai",
    "verified": "terbukti", "version": "versi", "view": "tampilan", "village": "kelurahan/desa",
    "village_code": "kelurahan/desa", "visibility": "keterlihatan", "visitor": "pengunjung", "website": "situs",
    "weekday": "hari", "what_happened": "yang terjadi", "width": "lebar", "withdrawn_at": "ditarik pada",
    "worklist": "daftar kerja", "wrapped": "kunci terbungkus", "year": "tahun",
    "undone_at": "dibatalkan pada",
    "undone_by": "dibatalkan oleh",
    "undone_reason": "alasan pembatalan",
    "rating_comment": "komentar nilai",
    "written_at": "ditulis pada",
    "rated_at": "dinilai pada",
    "decided_at": "diputuskan pada",
    "decided_by": "diputuskan oleh",
    "asked_at": "diminta pada",
    "app": "penyedia", "last_seen_at": "terakhir terlihat", "settings": "pengaturan", "type": "jenis",
}  # fmt: skip
# Those with a word of their own in English as well.
FIELDS = {
    "access": gettext_lazy("Nomor akses"),
    "brand_logo": gettext_lazy("Logo"),
    "brand_primary": gettext_lazy("Warna utama"),
    "brand_secondary": gettext_lazy("Warna kedua"),
    "contact_address": gettext_lazy("Alamat kantor"),
    "contact_email": gettext_lazy("Surel layanan"),
    "contact_phone": gettext_lazy("Telepon layanan"),
    "client_id": gettext_lazy("ID klien"),
    "count": gettext_lazy("Jumlah"),
    "creates_officers": gettext_lazy("Membuat akun petugas"),
    "days": gettext_lazy("Hari"),
    "domains": gettext_lazy("Domain surel"),
    "email": gettext_lazy("Surel"),
    "erasure": gettext_lazy("Nomor penghapusan"),
    "factor": gettext_lazy("Langkah kedua"),
    "field": gettext_lazy("Isian"),
    "file": gettext_lazy("Berkas"),
    "filter": gettext_lazy("Saringan"),
    "hours": gettext_lazy("Lama (jam)"),
    "is_active": gettext_lazy("Aktif"),
    "is_enabled": gettext_lazy("Dipakai"),
    "issuer": gettext_lazy("Penerbit"),
    "kind": gettext_lazy("Jenis"),
    "kinds": gettext_lazy("Jenis kejadian"),
    "label": gettext_lazy("Tulisan tombol"),
    "name": gettext_lazy("Nama"),
    "opd": gettext_lazy("OPD"),
    "page": gettext_lazy("Halaman"),
    "phone": gettext_lazy("Ponsel"),
    "reason": gettext_lazy("Alasan"),
    "ring": gettext_lazy("Gelombang"),
    "role": gettext_lazy("Nama peran"),
    "run": gettext_lazy("Nomor proses"),
    "scopes": gettext_lazy("Cakupan"),
    "secret": gettext_lazy("Rahasia klien"),
    "sha256": gettext_lazy("SHA-256 arsip"),
    "tagline": gettext_lazy("Semboyan"),
    "to": gettext_lazy("Kepada"),
    "until": gettext_lazy("Sampai"),
    "url": gettext_lazy("Alamat"),
    "window": gettext_lazy("Jam pemeliharaan"),
    "write": gettext_lazy("Boleh mengubah"),
}


def name_in_words(name: str) -> str:
    """`report_filed` as “laporan dikirim”; in English as it stands."""
    words = name.split("_")
    if not _is_english():
        words = [WORDS.get(word, word) for word in words]
    return " ".join(word for word in words if word)


def field_in_words(name: str) -> str:
    """`mailed_at` as “surel dikirim pada”; in English as it stands."""
    if _is_english():
        return name_in_words(name)
    return COLUMNS.get(name) or COLUMNS.get(name.removesuffix("_id")) or name_in_words(name)


def column_in_words(name: str) -> str:
    """As `field_in_words`, for the beginning of a line."""
    return str(FIELDS.get(name) or capfirst(field_in_words(name)))


def _is_english() -> bool:
    return (get_language() or "id").startswith("en")
