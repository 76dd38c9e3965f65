"""Words for the acts in pusat's audit trail."""

from __future__ import annotations

from django.utils.translation import gettext_lazy as _

from adopsi.console.wording import act_in_words

ACTS = {
    "pusat.pemda_requested": _("Meminta Pemda baru"),
    "pusat.module_enable_requested": _("Meminta modul diaktifkan"),
    "pusat.module_disable_requested": _("Meminta modul dinonaktifkan"),
    "pusat.upgrade_requested": _("Meminta pemutakhiran"),
    "pusat.run_retried": _("Mencoba lagi proses yang gagal"),
    "pusat.run_cancelled": _("Membatalkan proses"),
    "pusat.run_undo_requested": _("Meminta proses diurungkan"),
    "pusat.rollout_started": _("Memulai peluncuran"),
    "pusat.rollout_paused": _("Menjeda peluncuran"),
    "pusat.rollout_resumed": _("Melanjutkan peluncuran"),
    "pusat.rollout_cancelled": _("Membatalkan peluncuran"),
    "pusat.rollout_target_retried": _("Mencoba lagi satu Pemda dalam peluncuran"),
    "pusat.ring_chosen": _("Mengubah gelombang dan jam pemeliharaan"),
    "pusat.upgrades_paused": _("Menjeda pemutakhiran Pemda"),
    "pusat.upgrades_resumed": _("Mengakhiri jeda pemutakhiran"),
    "pusat.module_pinned": _("Menyematkan rilis"),
    "pusat.module_unpinned": _("Melepas sematan rilis"),
    "pusat.agreement_added": _("Mencatat perjanjian"),
    "pusat.agreement_changed": _("Mengubah catatan perjanjian"),
    "pusat.agreement_removed": _("Menghapus catatan perjanjian"),
    "pusat.drift_looked_for": _("Meminta pemeriksaan selisih"),
    "pusat.erasure_asked": _("Meminta penghapusan data"),
    "pusat.erasure_approved": _("Menyetujui penghapusan data"),
    "pusat.erasure_refused": _("Menolak penghapusan data"),
    "pusat.repair_requested": _("Meminta perbaikan selisih"),
    "pusat.announcement_written": _("Menulis pengumuman"),
    "pusat.announcement_discarded": _("Membuang draf pengumuman"),
    "pusat.announcement_sent": _("Mengirim pengumuman"),
    "pusat.announcement_withdrawn": _("Menarik pengumuman"),
    "pusat.billing_retried": _("Mencoba lagi peristiwa Stripe"),
    "pusat.announcement_retried": _("Mengirim ulang pengumuman"),
}


def name_of_act(act: str) -> str:
    """The act in the reader's language; what is no act of pusat's is worded as in a Pemda's own trail."""
    return str(ACTS[act]) if act in ACTS else act_in_words(act)
