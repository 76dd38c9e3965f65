"""`python -m adopsi.runtime.prepare`: makes a PostgreSQL server of your own ready for Adopsi; may run again.

As SUPERUSER_DATABASE_URL it creates what DATABASE_URL and OWNER_DATABASE_URL log in to. Only this command needs
a superuser; no process of Adopsi holds one.
"""

from __future__ import annotations

import sys

from adopsi.runtime.database import Login, prepare_cluster
from adopsi.settings import env


def main() -> None:
    """Prepare the database that the environment names."""
    owner, web = env.database("OWNER_DATABASE_URL"), env.database("DATABASE_URL")
    prepare_cluster(
        superuser_url=env.text("SUPERUSER_DATABASE_URL"),
        database=web.name,
        owner=Login(owner.user, owner.password),
        web=Login(web.user, web.password),
    )
    sys.stdout.write(f"Database {web.name} is ready for {owner.user} and {web.user}.\n")


if __name__ == "__main__":
    main()
