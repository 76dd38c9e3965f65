"""What a Pemda may set in LAKSA (JSON Schema).

The days are those of SP4N-LAPOR! (PermenPANRB 62/2018 and its practice, facts §3), which a Pemda may change.
"""

from __future__ import annotations

from typing import Any

DATE = r"^20[0-9]{2}-(0[1-9]|1[0-2])-(0[1-9]|[12][0-9]|3[01])$"

SETTINGS: dict[str, Any] = {
    "type": "object",
    "additionalProperties": False,
    "properties": {
        "intro": {
            "type": "string",
            "title": "Kalimat pembuka di halaman LAKSA (kosong: kalimat baku)",
            "x-en": "Opening sentence on the LAKSA page (empty: the usual one)",
            "maxLength": 300,
            "default": "",
        },
        "allow_anonymous": {
            "type": "boolean",
            "title": "Warga boleh melapor tanpa nama",
            "x-en": "Citizens may report anonymously",
            "default": True,
        },
        "public_list": {
            "type": "boolean",
            "title": "Daftar dan peta laporan terbuka untuk umum",
            "x-en": "List and map of reports are public",
            "default": True,
        },
        "max_photos": {
            "type": "integer",
            "title": "Foto paling banyak dalam satu laporan atau tanggapan",
            "x-en": "Most photos in one report or answer",
            "minimum": 1,
            "maximum": 6,
            "default": 3,
        },
        "reopen_days": {
            "type": "integer",
            "title": "Hari untuk membuka kembali laporan yang selesai",
            "x-en": "Days in which a closed report may be reopened",
            "minimum": 1,
            "maximum": 60,
            "default": 10,
        },
        "verify_days": {
            "type": "integer",
            "title": "Batas verifikasi (hari kerja)",
            "x-en": "Working days to verify",
            "minimum": 1,
            "maximum": 30,
            "default": 3,
        },
        "answer_days": {
            "type": "integer",
            "title": "Batas penanganan pengaduan oleh OPD (hari kerja)",
            "x-en": "Working days for the OPD to settle a complaint",
            "minimum": 1,
            "maximum": 60,
            "default": 14,
        },
        "information_days": {
            "type": "integer",
            "title": "Batas menjawab permintaan informasi (hari kerja)",
            "x-en": "Working days to answer a request for information",
            "minimum": 1,
            "maximum": 60,
            "default": 5,
        },
        "aspiration_days": {
            "type": "integer",
            "title": "Batas menanggapi aspirasi (hari kerja)",
            "x-en": "Working days to respond to an aspiration",
            "minimum": 1,
            "maximum": 60,
            "default": 5,
        },
        "supervised_days": {
            "type": "integer",
            "title": "Batas pengaduan berkadar pengawasan (hari kerja)",
            "x-en": "Working days for a supervised complaint",
            "minimum": 1,
            "maximum": 120,
            "default": 60,
        },
        "remind_days": {
            "type": "integer",
            "title": "Pengingat ke OPD sebelum batas waktu (hari kerja)",
            "x-en": "Remind the OPD before the due date (working days)",
            "minimum": 1,
            "maximum": 10,
            "default": 2,
        },
        "escalate_days": {
            "type": "integer",
            "title": "Eskalasi ke pemantau setelah terlambat (hari kerja)",
            "x-en": "Escalate to observers when late by (working days)",
            "minimum": 1,
            "maximum": 30,
            "default": 3,
        },
        "auto_close_days": {
            "type": "integer",
            "title": "Laporan yang ditanggapi ditutup otomatis setelah (hari)",
            "x-en": "Days after which an answered report closes by itself",
            "minimum": 1,
            "maximum": 60,
            "default": 10,
        },
        "undo_minutes": {
            "type": "integer",
            "title": "Menit untuk membatalkan tindakan massal",
            "x-en": "Minutes in which a bulk act can be undone",
            "minimum": 1,
            "maximum": 60,
            "default": 10,
        },
        "reports_per_hour": {
            "type": "integer",
            "title": "Laporan paling banyak per jam dari satu orang",
            "x-en": "Most reports an hour from one person",
            "minimum": 1,
            "maximum": 100,
            "default": 10,
        },
        "reports_per_hour_address": {
            "type": "integer",
            "title": "Laporan paling banyak per jam dari satu alamat internet",
            "x-en": "Most reports an hour from one internet address",
            "minimum": 1,
            "maximum": 5000,
            "default": 60,
        },
        "days_off": {
            "type": "array",
            "items": {"type": "string", "pattern": DATE},
            "maxItems": 60,
            "title": "Hari libur daerah di luar libur nasional",
            "description": "Ditulis seperti 2026-12-24. Batas waktu tidak menghitung hari ini sebagai hari kerja.",
            "x-en": {
                "title": "The region's own days off beside national holidays",
                "description": "Written like 2026-12-24. Deadlines do not count these as working days.",
            },
            "default": [],
        },
    },
}
