"""A Pemda whose data cannot be reached: it was dropped a moment ago, is closed, or its login is gone.

The request was let in by what this process knew a moment before. Instead of "our fault", people read what is so.
"""

from __future__ import annotations

import logging

from django.db import DatabaseError, OperationalError
from django.http import HttpRequest, HttpResponse
from django.template.loader import get_template

from tenants.models import Pemda

log = logging.getLogger("adopsi.hosts")
# Insufficient privilege, no such table, no such schema: what a dropped schema or login leaves of a connection.
LOST = {"42501", "42P01", "3F000"}


def out_of_reach(request: HttpRequest, error: BaseException | None) -> HttpResponse | None:
    """A 404 for a Pemda that is gone, a 503 for one that is closed or out of reach; None for every other error."""
    pemda = getattr(request, "pemda", None)
    if pemda is None or not isinstance(error, DatabaseError) or not _is_lost(error):
        return None
    try:
        state = Pemda.objects.filter(pk=pemda.code).values_list("state", flat=True).first()
    except DatabaseError:
        # Not this Pemda, but the database itself.
        state = Pemda.State.ACTIVE
    if state is None:
        context = {"host": request.META.get("HTTP_HOST", "").partition(":")[0]}
        return HttpResponse(get_template("errors/unknown_host.html").render(context), status=404)
    log.error("out of reach pemda=%s state=%s: %s", pemda.code, state, type(error).__name__)
    response = HttpResponse(get_template("errors/maintenance.html").render({"pemda": pemda}), status=503)
    response["Retry-After"] = "60"
    return response


def _is_lost(error: DatabaseError) -> bool:
    code = getattr(error.__cause__, "pgcode", None)
    # A connection that could not be made, or was cut, has no code of a statement.
    return code in LOST or (isinstance(error, OperationalError) and (code is None or code.startswith(("28", "57P"))))
