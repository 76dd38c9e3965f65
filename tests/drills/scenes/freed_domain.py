"""A Pemda gives its domain up, and another claims it at once, with a record of its own at the name servers.

The name is given up in every way: by the admin, with the row itself, and by a suspension that nobody mends. Many claim
it at the same moment. Nobody but its last owner may get it within the quarantine, nobody with the owner's old record
ever, and not for one look does the host lead anywhere else.
"""

from __future__ import annotations

import secrets
import threading
from datetime import date, timedelta
from typing import Any

from tests.benchmarks.measuring import conclude
from tests.drills import code, towns

CLAIMS = 20
DAY = date(2030, 1, 1)


def main() -> None:
    """Give up, claim, look; then wait the quarantine out and claim again."""
    code.become(code.NEW, build=False)
    code.trust_no_cache()
    problems: list[str] = []
    claims = 0
    for name, give_up in (("removed", _remove), ("row deleted", _delete), ("suspended", _suspend)):
        host = f"{secrets.token_hex(6)}.go.id"
        domain = _prove(towns.NEIGHBOUR, host)
        give_up(domain)
        won = _claim_many(host)
        claims += CLAIMS
        if won:
            problems.append(f"{name}: {won} claims of a freed name went through")
        if (leads := _leads_to(host)) is not None:
            problems.append(f"{name}: the host leads to {leads}")
        if name != "suspended":
            _age(host)
            if _claim(host, own_record=False):
                problems.append(f"{name}: the last owner's record proved it for another")
            if not _claim(host, own_record=True) or _leads_to(host) != towns.BLANK:
                problems.append(f"{name}: after the quarantine the name cannot be had with a record of one's own")
    found = {"kills": 0, "half_made": len(problems), "unfinished": 0, "longest_recovery_s": 0.0, "problems": problems}
    conclude({"operations": {}, "faults": {"freed domain claimed": {**found, "claims": claims, "won": len(problems)}}})


# The name servers of the drill.
records: dict[str, list[str]] = {}


def _look_up(name: str) -> list[str]:
    return records.get(name, [])


def _admin(pemda_code: str) -> Any:
    from tenants.accounts.models import Person

    return Person.objects.filter(kind=Person.Kind.ADMIN).first() or Person.objects.create_user(
        name="Rina", email=f"rina@{pemda_code}.example", kind=Person.Kind.ADMIN, password=secrets.token_hex(9)
    )


def _prove(pemda_code: str, host: str) -> Any:
    from tenants.context import inside
    from tenants.directory import get_pemda
    from tenants.domains import services
    from tenants.domains.proof import record_name, record_value

    with inside(get_pemda(pemda_code)):
        admin = _admin(pemda_code)
        domain = services.add_domain(host=host, actor=admin)
        records[record_name(host)] = [record_value(domain)]
        return services.verify_domain(domain_id=domain.pk, actor=admin, look_up=_look_up)


def _remove(domain: Any) -> None:
    from tenants.context import inside
    from tenants.directory import get_pemda
    from tenants.domains import services

    with inside(get_pemda(domain.tenant_id)):
        services.remove_domain(domain_id=domain.pk, actor=_admin(domain.tenant_id))


def _delete(domain: Any) -> None:
    from tenants.models import Domain

    Domain.objects.using("owner").filter(pk=domain.pk).delete()


def _suspend(domain: Any) -> None:
    from tenants.domains.proof import record_name
    from tenants.domains.rechecking import recheck_all

    records.pop(record_name(domain.domain))
    for day in range(4):
        recheck_all(look_up=_look_up, today=DAY + timedelta(day))


def _claim(host: str, *, own_record: bool) -> bool:
    from tenants.context import inside
    from tenants.directory import get_pemda
    from tenants.domains import services
    from tenants.domains.proof import record_name, record_value
    from tenants.errors import DomainError
    from tenants.models import Domain

    with inside(get_pemda(towns.BLANK)):
        admin = _admin(towns.BLANK)
        try:
            wish = Domain.objects.filter(domain=host, tenant_id=towns.BLANK).first()
            domain = wish or services.add_domain(host=host, actor=admin)
            if own_record:
                records[record_name(host)] = [record_value(domain)]
            services.verify_domain(domain_id=domain.pk, actor=admin, look_up=_look_up)
        except DomainError:
            return False
    return True


def _claim_many(host: str) -> int:
    from django.db import connections

    won: list[bool] = []

    def claim() -> None:
        won.append(_claim(host, own_record=True))
        connections.close_all()

    threads = [threading.Thread(target=claim) for _each in range(CLAIMS)]
    for thread in threads:
        thread.start()
    for thread in threads:
        thread.join()
    return sum(won)


def _age(host: str) -> None:
    from django.utils import timezone

    from tenants.models import FreedName

    FreedName.objects.using("owner").filter(host=host).update(freed_at=timezone.now() - timedelta(days=31))


def _leads_to(host: str) -> str | None:
    from tenants.directory import pemda_at

    facts = pemda_at(host)
    return facts.code if facts else None


if __name__ == "__main__":
    main()
