"""Reading what an identity provider says, without being led into our own network.

A Pemda's admin chooses the address, so this is where a request could be turned against us: only https, only public
addresses, looked at in the moment of connecting (a name may lead elsewhere a second later), no redirects, no endless
answers. ADOPSI_OIDC_ALLOW_PRIVATE lifts the first two for tests and the demonstration.
"""

from __future__ import annotations

import ipaddress
import socket
from typing import Any
from urllib.parse import urlsplit

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3.connection import HTTPSConnection
from urllib3.connectionpool import HTTPSConnectionPool
from urllib3.poolmanager import PoolManager

TIMEOUT_SECONDS = 5
LONGEST_ANSWER = 1024 * 1024
# NAT64 (RFC 6052), and what came before it (RFC 4291).
TRANSLATED, COMPATIBLE = ipaddress.ip_network("64:ff9b::/96"), ipaddress.ip_network("::/96")


class UnsafeTarget(requests.RequestException):
    """The address leads where no provider of a Pemda lives."""


class LedInside(Exception):
    """The name leads into a private network, or nowhere."""

    # No OSError, which urllib3 would take for a broken line.


def is_safe_address(url: str) -> bool:
    """Whether the address has a form that may be asked: https and a host, or anything on http(s) where allowed."""
    parts = urlsplit(url)
    if settings.ADOPSI_OIDC_ALLOW_PRIVATE:
        return parts.scheme in {"http", "https"} and bool(parts.hostname)
    return parts.scheme == "https" and bool(parts.hostname) and not parts.username


class _PublicConnection(HTTPSConnection):
    """Connects to the very address that was looked at; name and certificate stay those of the host."""

    def _new_conn(self) -> socket.socket:
        name = self._dns_host
        self._dns_host = public_address(name, self.port)
        try:
            return super()._new_conn()
        finally:
            self._dns_host = name


def public_address(host: str, port: int | None) -> str:
    """An address of the host, all of whose addresses are public; raises `LedInside`."""
    try:
        found = {entry[4][0] for entry in socket.getaddrinfo(host, port or 443, type=socket.SOCK_STREAM)}
    except OSError as error:
        raise LedInside(host) from error
    addresses = [ipaddress.ip_address(str(text).partition("%")[0]) for text in found]
    if not addresses or not all(_is_public(address) for address in addresses):
        raise LedInside(host)
    return str(addresses[0])


def _is_public(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> bool:
    inner = _inner(address)
    if inner is not None:
        return _is_public(inner)
    return address.is_global and not address.is_multicast


def _inner(address: ipaddress.IPv4Address | ipaddress.IPv6Address) -> ipaddress.IPv4Address | None:
    """The IPv4 address to which this one leads by translation: a gateway would ask it in our place."""
    if isinstance(address, ipaddress.IPv4Address):
        return None
    if address in TRANSLATED or address in COMPATIBLE:
        return ipaddress.IPv4Address(int(address) & 0xFFFFFFFF)
    return address.ipv4_mapped or address.sixtofour


class _PublicPool(HTTPSConnectionPool):
    ConnectionCls = _PublicConnection


class _PublicOnly(HTTPAdapter):
    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        self.poolmanager = PoolManager(num_pools=2)
        self.poolmanager.pool_classes_by_scheme = {"https": _PublicPool}


class ProviderSession(requests.Session):
    """A session of `requests` with those limits; what it refuses is a RequestException like any other failure."""

    def __init__(self) -> None:
        super().__init__()
        # A proxy from the environment would look addresses up behind our back.
        self.trust_env = False
        if not settings.ADOPSI_OIDC_ALLOW_PRIVATE:
            self.mount("https://", _PublicOnly())

    def request(self, method: str, url: str | bytes, *args: Any, **options: Any) -> requests.Response:
        """Ask, and read no more than a provider has to say."""
        if not is_safe_address(str(url)):
            raise UnsafeTarget(str(url))
        options |= {"timeout": TIMEOUT_SECONDS, "allow_redirects": False, "stream": True}
        try:
            response = super().request(method, url, *args, **options)
        except LedInside as error:
            raise UnsafeTarget(str(url)) from error
        body = response.raw.read(LONGEST_ANSWER + 1, decode_content=True)
        response.close()
        if len(body) > LONGEST_ANSWER or response.is_redirect:
            raise UnsafeTarget(str(url))
        response._content = body
        return response
