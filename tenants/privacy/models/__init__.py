"""Consents, requests, incidents and the retention journal of a Pemda."""

from tenants.privacy.models.consent import Consent
from tenants.privacy.models.incident import Incident, IncidentStep
from tenants.privacy.models.request import Correction, DataRequest, RequestStep
from tenants.privacy.models.retention import RetentionRun

__all__ = ["Consent", "Correction", "DataRequest", "Incident", "IncidentStep", "RequestStep", "RetentionRun"]
