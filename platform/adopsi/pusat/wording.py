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
}


def name_of_act(act: str) -> str:
    """The act in the reader's language; what is no act of pusat's is worded as in a Pemda's own trail."""
    return str(ACTS[act]) if act in ACTS else act_in_words(act)
