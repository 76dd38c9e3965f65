"""The unprivileged account that PostgreSQL runs as when the run itself was started by root.

PostgreSQL refuses root. The account is `postgres` where it exists, else `nobody`. Where it cannot enter the
folders above the program or the cluster (a checkout in a private home, say), the process keeps one
capability, to read and search (or, where only root may execute the program, to pass over file modes); no
folder's mode is widened.
"""

from __future__ import annotations

import ctypes
import os
import pwd
import stat
import sys
from dataclasses import dataclass
from pathlib import Path

from adopsi.runtime.errors import AccountMissing

PR_SET_SECUREBITS = 28
# setuid() then leaves capabilities alone, and access(2), by which PostgreSQL finds its own programs, counts them.
SECBIT_NO_SETUID_FIXUP = 1 << 2
PR_CAP_AMBIENT = 47
PR_CAP_AMBIENT_RAISE = 2
CAP_DAC_OVERRIDE = 1
CAP_DAC_READ_SEARCH = 2
CAP_SETPCAP = 8
CAPABILITY_VERSION_3 = 0x20080522


@dataclass(frozen=True, slots=True)
class Account:
    """Whom a child becomes before it runs; `capability` is the one it keeps, if any."""

    uid: int
    gid: int
    name: str
    capability: int | None = None

    def own(self, path: Path) -> None:
        """Give one file or folder to this account."""
        os.chown(path, self.uid, self.gid)

    def become(self, libc: ctypes.CDLL) -> None:
        """Turn this process, a freshly forked child, into the account."""
        os.setgroups([])
        os.setgid(self.gid)
        if self.capability is not None:
            libc.prctl(PR_SET_SECUREBITS, SECBIT_NO_SETUID_FIXUP, 0, 0, 0)
        os.setuid(self.uid)
        if self.capability is not None:
            _keep_only(libc, self.capability)


def _keep_only(libc: ctypes.CDLL, capability: int) -> None:
    bit = 1 << capability
    header = (ctypes.c_uint32 * 2)(CAPABILITY_VERSION_3, 0)
    # Effective, permitted, inheritable; the second half holds capabilities from 32 up.
    sets = (ctypes.c_uint32 * 6)(bit, bit, bit, 0, 0, 0)
    if libc.capset(header, sets) != 0 or libc.prctl(PR_CAP_AMBIENT, PR_CAP_AMBIENT_RAISE, capability, 0, 0) != 0:
        raise OSError("the capability to read and search could not be kept")


def account_for(cluster: Path, *, programs: tuple[Path, ...]) -> Account | None:
    """Whom PostgreSQL must run as for this cluster; None when we are not root."""
    if os.geteuid() != 0:
        return None
    entry = _entry(cluster)
    account = Account(uid=entry.pw_uid, gid=entry.pw_gid, name=entry.pw_name)
    locked = [program for program in programs if not _may(program, account, stat.S_IROTH | stat.S_IXOTH)]
    closed = locked + [path for path in (*programs, cluster) if not _can_reach(path, account)]
    if not closed:
        return account
    for capability in (CAP_DAC_OVERRIDE,) if locked else (CAP_DAC_READ_SEARCH, CAP_DAC_OVERRIDE):
        if _holds(capability) and _holds(CAP_SETPCAP):
            return Account(account.uid, account.gid, account.name, capability)
    raise AccountMissing(
        f"PostgreSQL refuses to run as root, and the account {account.name!r} cannot reach {closed[0]}.\n"
        "Run as an ordinary user, or move the project and ADOPSI_HOME to a folder that other users may enter."
    )


def _entry(cluster: Path) -> pwd.struct_passwd:
    if cluster.exists() and (owner := cluster.stat().st_uid) != 0:
        try:
            return pwd.getpwuid(owner)
        except KeyError:
            raise AccountMissing(
                f"{cluster} belongs to user number {owner}, who is unknown here. Start as that user, "
                "or remove the data folder to start afresh."
            ) from None
    for name in ("postgres", "nobody"):
        try:
            return pwd.getpwnam(name)
        except KeyError:
            continue
    raise AccountMissing("PostgreSQL refuses to run as root, and there is no user 'nobody'. Run as an ordinary user.")


def _can_reach(path: Path, account: Account) -> bool:
    """Whether the account may search every folder above the path."""
    return all(_may(parent, account, stat.S_IXOTH) for parent in path.resolve().parents if parent.exists())


def _may(path: Path, account: Account, bits: int) -> bool:
    status = path.stat()
    if status.st_uid == account.uid:
        bits <<= 6
    elif status.st_gid == account.gid:
        bits <<= 3
    return status.st_mode & bits == bits


def _holds(capability: int) -> bool:
    if not sys.platform.startswith("linux"):
        return False
    for line in Path("/proc/self/status").read_text(encoding="ascii").splitlines():
        if line.startswith("CapEff:"):
            return bool(int(line.split()[1], 16) >> capability & 1)
    return False
