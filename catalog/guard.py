"""URL includes of modules, guarded: a route of a module that is off in the Pemda does not exist there.

Where the module is on but waits for its upgrade, each of its faces says so, and nothing else of the Pemda does.
"""

from __future__ import annotations

import functools
from collections.abc import Callable, Iterator
from importlib import import_module
from importlib.util import find_spec
from typing import Any

from django.conf import settings
from django.contrib.auth.views import redirect_to_login
from django.core.exceptions import PermissionDenied
from django.http import Http404, HttpRequest, HttpResponseBase, JsonResponse
from django.shortcuts import render
from django.urls import URLPattern, URLResolver, path
from django.urls.resolvers import RegexPattern, RoutePattern

from catalog.activations import is_active, is_on
from catalog.errors import ModuleInMaintenance
from catalog.manifest import Manifest
from catalog.registry import all_manifests
from tenants.organisation.selectors import roles_of

RETRY_AFTER_SECONDS = 120
Check = Callable[[HttpRequest, Manifest], HttpResponseBase | None]


def module_urls(face: str) -> list[URLResolver]:
    """The includes of every module for one face: `portal`, `console`, `api` or `standard`.

    A module offers a face by having the file `urls.py` (portal), `urls_console.py`, `urls_api.py` or, for addresses
    that a standard fixes from the root on, `urls_standard.py`; names are reversed as `laksa:…`, `laksa-console:…`,
    `laksa-api:…`, `laksa-standard:…`.
    """
    file_name, suffix, check = FACES[face]
    found = []
    for manifest in all_manifests():
        name = f"catalog.modules.{manifest.slug}.{file_name}"
        if find_spec(name):
            patterns = [_guarded(pattern, manifest, check) for pattern in import_module(name).urlpatterns]
            namespace = f"{manifest.slug}{suffix}"
            below = "" if face == "standard" else f"{manifest.slug}/"
            found.append(path(below, (patterns, namespace, namespace)))
    return found


def _guarded(pattern: URLPattern | URLResolver, manifest: Manifest, check: Check) -> URLPattern | URLResolver:
    if isinstance(pattern, URLResolver):
        inner = [_guarded(each, manifest, check) for each in pattern.url_patterns]
        return URLResolver(pattern.pattern, inner, pattern.default_kwargs, pattern.app_name, pattern.namespace)
    callback = _guard(pattern.callback, manifest, check)
    return URLPattern(pattern.pattern, callback, pattern.default_args, pattern.name)


def _guard(view: Callable[..., Any], manifest: Manifest, check: Check) -> Callable[..., Any]:
    @functools.wraps(view)
    def guarded(request: HttpRequest, *args: Any, **kwargs: Any) -> Any:
        refusal = check(request, manifest)
        return refusal if refusal is not None else view(request, *args, **kwargs)

    guarded.module_slug = manifest.slug  # type: ignore[attr-defined]
    return guarded


def _must_be_on(request: HttpRequest, manifest: Manifest) -> str:
    pemda = getattr(request, "pemda", None)
    if pemda is None or not is_on(manifest.slug, pemda.code):
        raise Http404(manifest.slug)
    return str(pemda.code)


def _check_portal(request: HttpRequest, manifest: Manifest) -> HttpResponseBase | None:
    code = _must_be_on(request, manifest)
    return None if is_active(manifest.slug, code) else _maintenance_page(request, manifest, home="/")


def _check_console(request: HttpRequest, manifest: Manifest) -> HttpResponseBase | None:
    code = _must_be_on(request, manifest)
    if not request.user.is_authenticated:
        return redirect_to_login(request.get_full_path(), settings.LOGIN_URL)
    if not roles_of(request.user) & manifest.role_keys():
        raise PermissionDenied
    return None if is_active(manifest.slug, code) else _maintenance_page(request, manifest, home="/konsol/")


def _check_api(request: HttpRequest, manifest: Manifest) -> HttpResponseBase | None:
    code = _must_be_on(request, manifest)
    if is_active(manifest.slug, code):
        return None
    refusal = ModuleInMaintenance(str(manifest.title))
    body = {"code": refusal.code, "error": "MAINTENANCE", "message": str(refusal.message)}
    return _come_back(JsonResponse({"error": body}, status=refusal.http_status))


def _maintenance_page(request: HttpRequest, manifest: Manifest, *, home: str) -> HttpResponseBase:
    context = {"manifest": manifest, "home": home}
    return _come_back(render(request, "errors/module_maintenance.html", context, status=503))


def _come_back(response: HttpResponseBase) -> HttpResponseBase:
    response["Retry-After"] = str(RETRY_AFTER_SECONDS)
    response["Cache-Control"] = "no-store"
    return response


FACES: dict[str, tuple[str, str, Check]] = {
    "portal": ("urls", "", _check_portal),
    "console": ("urls_console", "-console", _check_console),
    "api": ("urls_api", "-api", _check_api),
    "standard": ("urls_standard", "-standard", _check_api),
}


def walk_routes(patterns: list[URLResolver]) -> Iterator[tuple[str, URLPattern]]:
    """Every route below the patterns with its path template, for tests that try them all."""
    for pattern in patterns:
        prefix = _template(pattern)
        if isinstance(pattern, URLResolver):
            for rest, leaf in walk_routes(pattern.url_patterns):
                yield prefix + rest, leaf
        else:
            yield prefix, pattern


def _template(pattern: URLPattern | URLResolver) -> str:
    inner = pattern.pattern
    if isinstance(inner, RoutePattern):
        return inner._route
    return inner._regex if isinstance(inner, RegexPattern) else ""
