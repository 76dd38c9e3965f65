"""What this installation is: its secrets, its folders, its address, and how long it keeps what."""

from __future__ import annotations

from adopsi.settings import env

DEBUG = env.flag("ADOPSI_DEBUG", default=False)
SECRET_KEY = env.text("ADOPSI_SECRET_KEY")
ADOPSI_MASTER_SECRET = env.text("ADOPSI_MASTER_SECRET")
ADOPSI_CREDENTIAL_VERSION = env.number("ADOPSI_CREDENTIAL_VERSION", 1)
# While credentials are rotated: what the logins of Pemda had before (docs/deploy.md). 0: nothing earlier is tried.
ADOPSI_EARLIER_CREDENTIAL_VERSION = env.number("ADOPSI_EARLIER_CREDENTIAL_VERSION", 0)
ADOPSI_EARLIER_MASTER_SECRET = env.text("ADOPSI_EARLIER_MASTER_SECRET", "")
# What wraps the keys that seal people's data, its version, and the one before it while keys are rewrapped.
ADOPSI_VAULT_KEY = env.text("ADOPSI_VAULT_KEY", ADOPSI_MASTER_SECRET)
ADOPSI_VAULT_KEY_VERSION = env.number("ADOPSI_VAULT_KEY_VERSION", ADOPSI_CREDENTIAL_VERSION)
ADOPSI_VAULT_KEY_BEFORE = env.text("ADOPSI_VAULT_KEY_BEFORE", "")
# For how many days changes of rows stay in the audit trail; acts stay for as long as the Pemda.
ADOPSI_AUDIT_DAYS = env.number("ADOPSI_AUDIT_DAYS", 5 * 365)
ADOPSI_HOME = env.folder("ADOPSI_HOME", ".adopsi")
# Master secrets of the past: archives that were sealed with them stay readable after a rotation.
ADOPSI_FORMER_MASTER_SECRETS = env.listing("ADOPSI_FORMER_MASTER_SECRETS")
# Encrypted backups of Pemda; a disk of its own, or a mounted storage.
ADOPSI_BACKUP_FOLDER = env.folder("ADOPSI_BACKUP_FOLDER", str(ADOPSI_HOME / "cadangan"))
# After so many days without a proven restore, the newest backup of a Pemda is restored beside and compared.
ADOPSI_RESTORE_TEST_DAYS = env.number("ADOPSI_RESTORE_TEST_DAYS", 3)
# Key and certificate of signed letters, for the provisioner alone; made at the first signature.
ADOPSI_SIGNING_KEY = env.file("ADOPSI_SIGNING_KEY", str(ADOPSI_HOME / "signing.pem"))
ADOPSI_SCHEME = env.text("ADOPSI_SCHEME", "http")
ADOPSI_BASE_DOMAIN = env.text("ADOPSI_BASE_DOMAIN", "localhost")
# The port in addresses that people see; empty behind a proxy on 443.
ADOPSI_PUBLIC_PORT = env.text("ADOPSI_PORT", "8000")
ADOPSI_DEMO = env.flag("ADOPSI_DEMO", default=False)
# Days for which the export of erased data is kept.
ADOPSI_EXPORT_DAYS = env.number("ADOPSI_EXPORT_DAYS", 30)
# Whether modules outside of a PKS in force may be enabled by a Pemda without any agreement.
ADOPSI_REQUIRE_AGREEMENT = env.flag("ADOPSI_REQUIRE_AGREEMENT", default=False)
ADOPSI_MAIL_CATCHER = env.text("ADOPSI_MAIL_CATCHER", "")
