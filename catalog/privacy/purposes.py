"""Which consents the active Pemda asks for: Adopsi's own and those that active modules name."""

from __future__ import annotations

from catalog.activations import manifests_on
from catalog.manifest import ConsentPurpose, Manifest, Text
from catalog.registry import hook
from tenants.accounts.models import Person
from tenants.context import current_pemda
from tenants.privacy.errors import UnknownPurpose
from tenants.privacy.models import Consent, DataRequest
from tenants.privacy.services import consents

NEWS = "inti.kabar"
CORE_PURPOSES = (
    ConsentPurpose(
        NEWS,
        "1",
        Text("Kabar dan ajakan dari Pemda", "News and invitations from the Pemda"),
        Text(
            "Saya setuju Pemda mengirim kabar layanan baru, survei kepuasan, dan undangan acara ke surel atau ponsel saya.",
            "I agree that the Pemda sends news of services, satisfaction surveys and invitations to my e-mail or phone.",
        ),
        Text(
            "Kabar dan survei berhenti saat itu juga. Pemberitahuan tentang urusan Anda sendiri tetap dikirim.",
            "News and surveys stop at once. Messages about your own business are still sent.",
        ),
    ),
)


def purposes_here() -> list[ConsentPurpose]:
    """The purposes that may be asked for in the active Pemda, the core's first."""
    modules = [purpose for manifest in manifests_on(current_pemda().code) for purpose in manifest.consents]
    return [*CORE_PURPOSES, *modules]


def find_purpose(key: str) -> ConsentPurpose:
    """One of them; raises `UnknownPurpose`."""
    for purpose in purposes_here():
        if purpose.key == key:
            return purpose
    raise UnknownPurpose


def give(*, person: Person, key: str, origin: str) -> Consent:
    """The person says yes to the purpose, in the words of the language they read."""
    purpose = find_purpose(key)
    return consents.give_consent(
        person=person, purpose=key, version=purpose.version, text=str(purpose.text), origin=origin
    )


def withdraw(*, person: Person, key: str, actor: Person) -> DataRequest:
    """The person takes the consent back; its module does at once what follows."""
    manifest = _module_of(key)

    def afterwards() -> dict[str, int]:
        after = hook(manifest, "consent_withdrawn") if manifest else None
        return after(person, key) if after else {}

    return consents.withdraw_consent(person=person, purpose=key, actor=actor, afterwards=afterwards)


def _module_of(key: str) -> Manifest | None:
    slug = key.partition(".")[0]
    return next((each for each in manifests_on(current_pemda().code) if each.slug == slug), None)
