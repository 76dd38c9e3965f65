"""Files: the program's own, people's, and backups."""

from __future__ import annotations

from typing import Any

from adopsi.settings import env
from adopsi.settings.installation import ADOPSI_BACKUP_FOLDER, ADOPSI_HOME, DEBUG

STATIC_URL = "/static/"
STATIC_ROOT = env.folder("ADOPSI_STATIC_ROOT", str(ADOPSI_HOME / "static"))
MEDIA_ROOT = env.folder("ADOPSI_MEDIA_ROOT", str(ADOPSI_HOME / "media"))
STORAGES: dict[str, dict[str, Any]] = {
    "default": {"BACKEND": "django.core.files.storage.FileSystemStorage"},
    "backups": {
        "BACKEND": "django.core.files.storage.FileSystemStorage",
        "OPTIONS": {"location": ADOPSI_BACKUP_FOLDER, "file_permissions_mode": 0o600},
    },
    "staticfiles": {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"},
}
if DEBUG:
    STORAGES["staticfiles"]["BACKEND"] = "django.contrib.staticfiles.storage.StaticFilesStorage"
    WHITENOISE_USE_FINDERS = True
    WHITENOISE_AUTOREFRESH = True
WHITENOISE_KEEP_ONLY_HASHED_FILES = False
# Where clamd listens (`host:port` or the path of a unix socket); empty: files are not scanned.
ADOPSI_CLAMAV = env.text("ADOPSI_CLAMAV", "")
