"""Open311 read by a client that was not written here: `georeport`, against the running product, in JSON and XML.

`three` of Code for America, the client that most cities were built against, was last released for Python 2 and does not
import any more; `georeport` is kept up, but only reads.
"""

import pytest
import requests
from georeport import GeoReport

from tenants.context import inside
from tests.live_pemda import live

NEW = {"service_code": "jalan", "description": "Lubang dalam di depan pasar.", "lat": "-1.3957", "long": "120.7524"}


@pytest.fixture
def filed(fresh, poso, person, give):
    """A verified report, and the address of Poso's Open311."""
    from catalog.modules.laksa.models import Category, Report
    from catalog.modules.laksa.services.verification import verify_report
    from tenants.accounts.tokens import issue_token

    with inside(poso):
        key = issue_token(person=person("Sari"), name="uji", scopes=["laksa:write"], days=1)[1]
        wulan = person("Wulan", kind="petugas")
        give(wulan, "laksa.verifikator")
    with live(poso) as base:
        answer = requests.post(f"{base}/open311/v2/requests.json", {**NEW, "api_key": key}, timeout=30)
        assert answer.status_code == 201, answer.text
        number = answer.json()[0]["service_request_id"]
        with inside(poso):
            assert Report.objects.filter(number=number).exists()
            verify_report(number=number, actor=wulan, category=Category.objects.get(code="jalan"))
        yield f"{base}/open311/v2", number


def test_a_foreign_client_reads_services_and_requests(filed):
    address, number = filed
    for output_format in ("json", "xml"):
        client = GeoReport(address, jurisdiction="72.02", output_format=output_format)
        services = {each["service_code"]: each["service_name"] for each in client.get_service_list()}
        assert services["jalan"] == "Jalan berlubang"
        definition = client.get_service_definition("jalan")
        assert definition["service_code"] == "jalan"
        row = client.get_service_request(number)
        assert (row["service_request_id"], row["status"], str(row["lat"])) == (number, "open", "-1.396")
        found = client.get_service_requests(service_code="jalan", status="open")
        rows = found if isinstance(found, list) else [found]
        assert number in [each["service_request_id"] for each in rows]
        with pytest.raises(requests.HTTPError):
            client.get_service_request("LK-0")
