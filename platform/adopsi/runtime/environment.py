"""The environment that children of an embedded run get: the same variables that production sets by hand."""

from __future__ import annotations

import hashlib
import hmac
import os
from collections.abc import Mapping
from pathlib import Path
from urllib.parse import quote

from adopsi.runtime import postgres
from adopsi.runtime.credentials import Credentials
from adopsi.runtime.database import Login
from adopsi.runtime.home import Home
from adopsi.settings import env

PROJECT = Path(__file__).resolve().parents[3]
DATABASE = "adopsi"
OWNER = "adopsi_owner"
WEB = "adopsi_web"


def inherited() -> dict[str, str]:
    """Our own environment for our children: the project on the path, no address of another installation."""
    other = {"DATABASE_URL", "OWNER_DATABASE_URL", "SUPERUSER_DATABASE_URL", "BROKER_URL", "CACHE_URL"}
    ours = {name: value for name, value in env.inherited().items() if name not in other and not name.startswith("PG")}
    paths = [str(PROJECT), str(PROJECT / "platform"), ours.get("PYTHONPATH", "")]
    return {**ours, "PYTHONPATH": os.pathsep.join(dict.fromkeys(path for path in paths if path))}


def for_servers() -> dict[str, str]:
    """For PostgreSQL and Valkey, which need none of our secrets."""
    return {"PATH": env.text("PATH", os.defpath), "LC_ALL": "C", "TZ": "UTC"}


def for_web(home: Home, cluster: postgres.Cluster, credentials: Credentials, *, smtp_port: int) -> dict[str, str]:
    """What every process that serves people or runs their tasks gets beside `inherited`: no owner login."""
    broker = quote(str(home.valkey_socket()))
    return {
        "ADOPSI_HOME": str(home.root),
        "ADOPSI_SECRET_KEY": credentials.secret_key,
        "ADOPSI_MASTER_SECRET": credentials.master_secret,
        "ADOPSI_MEDIA_ROOT": str(home.media),
        "ADOPSI_STATIC_ROOT": str(home.static),
        "ADOPSI_MAIL_CATCHER": str(home.mail),
        "SMTP_HOST": "127.0.0.1",
        "SMTP_PORT": str(smtp_port),
        "BROKER_URL": f"redis+socket://{broker}?virtual_host=0",
        "CACHE_URL": f"unix://{broker}?db=1",
        "DATABASE_URL": cluster.url(user=WEB, password=credentials.web_password, database=DATABASE),
    }


def with_owner(web: Mapping[str, str], cluster: postgres.Cluster, credentials: Credentials) -> dict[str, str]:
    """The same for migrations and the provisioner alone."""
    return {
        **web,
        "OWNER_DATABASE_URL": cluster.url(user=OWNER, password=credentials.owner_password, database=DATABASE),
    }


def demonstration_webhook_secret(master_secret: str) -> str:
    """What signs the demonstration's events of Stripe: another one for each data folder, the same for its processes."""
    return f"whsec_{hmac.new(master_secret.encode(), b'stripe', hashlib.sha256).hexdigest()}"


def logins(credentials: Credentials) -> tuple[Login, Login]:
    """Owner and web login, as prepare_cluster takes them."""
    return Login(OWNER, credentials.owner_password), Login(WEB, credentials.web_password)
