"""Invented Indonesians and what they might have written: the same again for the same seed, nothing from anybody."""

from __future__ import annotations

from itertools import product
from random import Random

from faker import Faker

SIZES = {"name": 4000, "street": 2000}
# Sentences are put together from these, so that none is taken from what a person wrote.
THINGS = (
    "Lampu jalan", "Saluran air", "Trotoar", "Papan petunjuk", "Tempat sampah", "Halte", "Taman bermain", "Jembatan kecil",
    "Pagar sekolah", "Rambu lalu lintas", "Pohon peneduh", "Pos jaga", "Toilet umum", "Lapangan olahraga",
)  # fmt: skip
PLACES = (
    "di depan pasar", "dekat balai warga", "di simpang tiga", "sebelah puskesmas", "di belakang kantor kelurahan",
    "di tepi sungai", "dekat gerbang perumahan", "di seberang terminal", "samping sekolah dasar", "di ujung gang",
)  # fmt: skip
STATES = (
    "perlu diperbaiki", "sudah rapi kembali", "sering dipakai warga", "mulai rusak", "tampak terawat",
    "menunggu giliran dikerjakan", "ramai dikunjungi", "belum diberi tanda", "sudah diperiksa petugas",
)  # fmt: skip
TIMES = (
    "sejak pekan lalu",
    "sejak kemarin",
    "hampir setiap hari",
    "bulan ini",
    "sejak hujan terakhir",
    "pada akhir pekan",
)
CLOSINGS = (
    "Terima kasih atas perhatiannya.", "Mohon kabar selanjutnya.", "Kami siap membantu bila diperlukan.",
    "Semoga segera ditindaklanjuti.", "Foto menyusul.", "Warga sekitar sudah diberi tahu.",
)  # fmt: skip


def invent(seed: str) -> dict[str, list[str]]:
    """Pools of values by kind: `name`, `street`, `sentence`, `paragraph`; without repetitions inside a pool."""
    faker = Faker("id_ID")
    faker.seed_instance(seed)
    random = Random(seed)  # noqa: S311 - invented data, not a secret
    sentences = [
        f"{thing} {place} {state} {since}." for thing, place, state, since in product(THINGS, PLACES, STATES, TIMES)
    ]
    random.shuffle(sentences)
    pools = {
        "name": [faker.name() for _turn in range(SIZES["name"])],
        "street": [faker.street_address() for _turn in range(SIZES["street"])],
        "sentence": [text.removesuffix(".") for text in sentences[:3000]],
        "paragraph": [
            " ".join([*random.sample(sentences, random.randint(2, 4)), random.choice(CLOSINGS)])
            for _turn in range(2000)
        ],
    }
    return {kind: list(dict.fromkeys(values)) for kind, values in pools.items()}
