"""Generated operations of three Pemda in any order: no Pemda's canary ever appears in another's answers or stores.

`ADOPSI_OPERATIONS=10000 make test ARGS="-k generated"` is the proof; a plain run makes a few hundred.
"""

import io
import logging
import os
import threading
import uuid
from pathlib import Path
from unittest.mock import patch

from django.conf import settings
from django.core import mail
from django.core.cache import cache, caches
from django.core.files.uploadedfile import SimpleUploadedFile
from django.db import connections
from django.test import Client
from hypothesis import HealthCheck, Phase, strategies
from hypothesis import settings as profile
from hypothesis.stateful import RuleBasedStateMachine, invariant, rule, run_state_machine_as_test
from PIL import Image

from tenants.accounts.models import Person
from tenants.context import inside
from tests.isolation.world import CODES, canary
from tests.plugin import show_second_factor

OPERATIONS = int(os.environ.get("ADOPSI_OPERATIONS", "240"))
STEPS = 40
pemda_names = strategies.sampled_from(sorted(CODES))
kinds = strategies.sampled_from(["warga", "petugas", "admin_ti"])
PAGES = (
    "/",
    "/berita/",
    "/cari/?q=kenari",
    "/notifikasi/",
    "/laksa/",
    "/laksa/saya/",
    "/laksa/peta/",
    "/eplesiran/",
    "/eplesiran/acara/",
    "/eplesiran/ulasan-saya/",
    "/konsol/",
    "/konsol/orang/",
    "/konsol/aktivitas/",
    "/konsol/m/laksa/",
    "/konsol/m/laksa/ekspor/",
    "/konsol/m/laksa/statistik/",
    "/konsol/m/eplesiran/destinasi/",
    "/konsol/m/eplesiran/ulasan/",
    "/konsol/proses/",
    "/konsol/token/",
    "/akun/data-saya.json",
    "/tema.css",
    "/manifest.webmanifest",
)
API = (
    "/api/v1/activations/",
    "/api/v1/laksa/reports/",
    "/api/v1/eplesiran/destinations/",
    "/api/v1/eplesiran/reviews/",
)


class Log(logging.Handler):
    """Keeps what is logged while a Pemda is worked in."""

    def __init__(self):
        super().__init__(logging.DEBUG)
        self.lines = []

    def emit(self, record):
        self.lines.append(self.format(record))


class ThreePemda(RuleBasedStateMachine):
    """Browsers, tokens, tasks, caches and links of three Pemda, used in any order."""

    world = None
    done = 0

    def __init__(self):
        super().__init__()
        self.browsers = {}

    # --- looking ------------------------------------------------------------------------------------------

    def check(self, name, text, where):
        type(self).done += 1
        for other in CODES:
            if other != name:
                assert canary(other).encode() not in text, f"{other} in {where} of {name}"

    def visit(self, name, path, client, method="get", **data):
        log = Log()
        logging.getLogger().addHandler(log)
        try:
            response = getattr(client, method)(path, **data)
        finally:
            logging.getLogger().removeHandler(log)
        body = b"".join(response.streaming_content) if response.streaming else response.content
        self.check(name, body + str(dict(response.headers)).encode(), path)
        # Who asks for another Pemda's word has it in the address, which is logged.
        if "q=" not in path:
            self.check(name, "\n".join(log.lines).encode(), f"log of {path}")
        assert response.status_code < 500, (path, response.status_code)
        return response

    def client(self, name, **headers):
        return Client(headers={"host": f"{self.world.pemda[name].primary_host}:8000", **headers})

    # --- what people do ---------------------------------------------------------------------------------------

    def browser(self, name, kind):
        if (name, kind) not in self.browsers:
            client = self.browsers[name, kind] = self.client(name)
            with inside(self.world.pemda[name]):
                person = Person.objects.get(kind=kind, name=f"{canary(name)} {kind}")
                client.force_login(person)
                show_second_factor(client, person)
        return self.browsers[name, kind]

    @rule(name=pemda_names, kind=kinds, path=strategies.sampled_from(PAGES))
    def open_a_page(self, name, kind, path):
        self.visit(name, path, self.browser(name, kind))

    @rule(name=pemda_names, path=strategies.sampled_from(PAGES))
    def open_a_page_as_nobody(self, name, path):
        self.visit(name, path, self.client(name))

    @rule(name=pemda_names, other=pemda_names, kind=kinds, path=strategies.sampled_from(PAGES))
    def open_a_page_with_another_pemdas_cookie(self, name, other, kind, path):
        if other != name:
            client = self.client(name)
            client.cookies[settings.SESSION_COOKIE_NAME] = (
                self.browser(other, kind).cookies[settings.SESSION_COOKIE_NAME].value
            )
            self.visit(name, path, client)

    @rule(name=pemda_names, other=pemda_names, kind=kinds)
    def search_for_another_pemdas_word(self, name, other, kind):
        response = self.browser(name, kind).get("/cari/", {"q": canary(other)[:12]})
        found = response.content.replace(canary(other)[:12].encode(), b"")
        self.check(name, found, "search")

    @rule(name=pemda_names, path=strategies.sampled_from(API), host=pemda_names)
    def call_the_api(self, name, path, host):
        token = self.world.lives[name].token
        response = self.visit(host, path, self.client(host, authorization=f"Bearer {token}"))
        assert (response.status_code == 401) == (host != name) or response.status_code == 403

    @rule(name=pemda_names, other=pemda_names, kind=kinds)
    def open_another_pemdas_things(self, name, other, kind):
        if other == name:
            return
        values, client = self.world.lives[other].values, self.browser(name, kind)
        for path in (f"/laksa/laporan/{values['number']}/", f"/eplesiran/tempat/{values['slug']}/"):
            # A refusal may repeat the address.
            assert client.get(path).status_code == 404
        assert client.get(f"/berkas/{values['uuid']}").status_code in {302, 404}

    @rule(name=pemda_names, text=strategies.text(max_size=40))
    def report_a_problem(self, name, text):
        from catalog.modules.laksa.models import Category
        from catalog.modules.laksa.services.reporting import Place, report_problem
        from tests.isolation.life import _district

        # One citizen files more here in a minute than the module lets them in an hour.
        with inside(self.world.pemda[name]), patch("catalog.modules.laksa.services.reporting.refuse_flood"):
            report = report_problem(
                reporter=Person.objects.get(kind="warga"),
                category=Category.objects.order_by("pk")[0],
                title=f"{canary(name)} lagi",
                description=f"{canary(name)} {text}".replace("\x00", ""),
                place=Place(district_code=_district(self.world.pemda[name])),
                client_key=uuid.uuid4(),
            )
            assert report.number.startswith(f"LK-{CODES[name].replace('.', '')}")
        type(self).done += 1

    @rule(name=pemda_names)
    def upload_a_picture(self, name):
        from tenants.attachments.services import store_image

        buffer = io.BytesIO()
        Image.new("RGB", (8, 8), "teal").save(buffer, "JPEG")
        upload = SimpleUploadedFile(f"{canary(name)}.jpg", buffer.getvalue(), "image/jpeg")
        with inside(self.world.pemda[name]):
            kept = store_image(upload=upload, purpose="test", visibility="public", actor=None)
            path = kept.get_absolute_url()
        for host in CODES:
            assert (self.visit(host, path, self.client(host)).status_code == 200) == (host == name)

    # --- what programs do -----------------------------------------------------------------------------------------

    @rule(name=pemda_names, other=pemda_names, key=strategies.sampled_from("abc"))
    def keep_in_the_cache_and_look_elsewhere(self, name, other, key):
        for alias in caches:
            with inside(self.world.pemda[name]):
                caches[alias].set(key, canary(name))
            with inside(self.world.pemda[other]):
                found = caches[alias].get(key)
            assert found in {None, canary(other)}, (other, alias, found)
        type(self).done += 1

    @rule(name=pemda_names)
    def notify_by_mail(self, name):
        from tenants.notifications.services import notify

        with inside(self.world.pemda[name]):
            notify(person=Person.objects.get(kind="warga"), kind="test", subject=f"Kabar {canary(name)}")
        for message in mail.outbox:
            owners = [who for who in CODES if any(canary(who) in to for to in message.to)]
            for owner in owners:
                self.check(owner, message.message().as_bytes(), "mail")
        mail.outbox.clear()

    @rule(name=pemda_names, other=pemda_names)
    def use_a_plan_elsewhere(self, name, other):
        from provisioning.errors import PlanStale
        from provisioning.plans import plan_module

        token = plan_module(slug="laksa", pemda_code=CODES[name]).token
        plan = plan_module(slug="laksa", pemda_code=CODES[other])
        try:
            plan.refuse_if_stale(token)
        except PlanStale:
            assert name != other
        else:
            assert name == other, f"the plan of {name} was accepted in {other}"
        type(self).done += 1

    @rule(names=strategies.lists(pemda_names, min_size=2, max_size=4))
    def work_in_threads(self, names):
        found = []

        def work(name):
            try:
                with inside(self.world.pemda[name]):
                    found.append((name, " ".join(Person.objects.values_list("name", flat=True))))
            finally:
                connections.close_all()

        threads = [threading.Thread(target=work, args=(name,)) for name in names]
        for thread in threads:
            thread.start()
        for thread in threads:
            thread.join()
        assert sorted(name for name, _text in found) == sorted(names)
        for name, text in found:
            self.check(name, text.encode(), "thread")

    @invariant()
    def files_lie_with_their_pemda(self):
        for name in CODES:
            folder = Path(settings.MEDIA_ROOT) / self.world.pemda[name].schema_name
            for file in folder.rglob("*"):
                self.check(name, str(file).encode(), "media")


def test_generated_operations_show_no_foreign_canary(world):
    ThreePemda.world, ThreePemda.done = world, 0
    cache.clear()
    run_state_machine_as_test(
        ThreePemda,
        settings=profile(
            max_examples=max(1, OPERATIONS // STEPS),
            stateful_step_count=STEPS,
            deadline=None,
            suppress_health_check=list(HealthCheck),
            database=None,
            # A counterexample of forty steps is read as it is; making it small takes minutes.
            phases=[Phase.generate],
        ),
    )
    assert ThreePemda.done >= OPERATIONS // 2
