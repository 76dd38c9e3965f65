"""The components, rendered: what a screen reader and a browser without scripts get."""

import re
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from django import forms
from django.core.paginator import Paginator
from django.template import engines
from django.test import RequestFactory, override_settings
from django.utils import translation
from django_cotton.compiler_regex import CottonCompiler

THEME = Path(__file__).resolve().parents[1]


def draw(source: str, **context: Any) -> str:
    """The markup of a template with components."""
    with translation.override("id"):
        return engines["django"].from_string(CottonCompiler().process(source)).render(context)


class ReportForm(forms.Form):
    title = forms.CharField(label="Judul", help_text="Singkat")
    kind = forms.ChoiceField(label="Jenis", widget=forms.RadioSelect, choices=[("a", "Jalan"), ("b", "Lampu")])
    agree = forms.BooleanField(label="Setuju")
    secret = forms.CharField(widget=forms.HiddenInput, required=False)
    note = forms.CharField(label="Catatan", required=False, widget=forms.Textarea(attrs={"class": "tinggi", "rows": 3}))
    photo = forms.FileField(label="Foto", required=False)


def test_a_text_of_a_citizen_is_escaped_once() -> None:
    out = draw('<c-card title="{{ name }}"><c-status kind="done" :label="name" /></c-card>', name="<b>A & B</b>")
    assert out.count("&lt;b&gt;A &amp; B&lt;/b&gt;") == 2
    assert "<b>" not in out


def test_a_component_takes_nothing_from_the_page_around_it() -> None:
    around = {name: "bocor" for name in ("title", "icon", "href", "link", "text", "kind", "label", "lead", "note")}
    out = draw(
        '<c-card>isi</c-card><c-button /><c-empty /><c-stat value="1" /><c-alert>isi</c-alert><c-tile />', **around
    )
    assert "bocor" not in out


def test_a_field_ties_help_and_error_to_its_control() -> None:
    out = draw('<c-field :field="form.title" />', form=ReportForm({}))
    control = re.search(r"<input[^>]*>", out)[0]
    assert 'aria-describedby="id_title_helptext id_title_error"' in control
    assert 'aria-invalid="true"' in control
    assert 'class="input"' in control
    assert '<label class="mb-1 block font-semibold" for="id_title">' in out
    assert 'id="id_title_helptext"' in out
    assert 'id="id_title_error"' in out


def test_choices_are_a_fieldset_with_a_legend() -> None:
    out = draw('<c-field :field="form.kind" />', form=ReportForm())
    assert re.search(r"<fieldset id=\"id_kind\">\s*<legend[^>]*>Jenis</legend>", out)
    assert out.count('type="radio"') == 2
    assert out.count('class="radio radio-primary"') == 2


@pytest.mark.parametrize(
    ("name", "expected"),
    [
        ("agree", 'class="checkbox checkbox-primary"'),
        ("note", 'class="textarea tinggi"'),
        ("photo", 'class="file-input"'),
        ("secret", '<input type="hidden" name="secret" id="id_secret">'),
    ],
)
def test_every_kind_of_field_has_its_look(name: str, expected: str) -> None:
    form = ReportForm()
    assert expected in draw('<c-field :field="field" />', field=form[name])


def test_a_field_that_may_stay_empty_says_so() -> None:
    assert "(tidak wajib)" in draw('<c-field :field="form.note" />', form=ReportForm())
    assert "(tidak wajib)" not in draw('<c-field :field="form.title" />', form=ReportForm())


def test_extra_attributes_reach_the_control() -> None:
    assert 'data-photo=""' in draw("""<c-field :field="form.photo" :extra="{'data-photo': ''}" />""", form=ReportForm())


def test_the_error_summary_links_to_every_field_and_is_silent_without_errors() -> None:
    form = ReportForm({})
    form.add_error(None, "Kuota habis.")
    out = draw('<c-error-summary :form="form" />', form=form)
    assert re.findall(r'href="#(\w+)"', out) == ["id_title", "id_kind", "id_agree"]
    assert "Kuota habis." in out
    assert 'role="alert"' in out
    assert draw('<c-error-summary :form="form" />', form=ReportForm()).strip() == ""


def test_the_pager_keeps_the_rest_of_the_address() -> None:
    page = Paginator(range(100), 10).page(2)
    request = RequestFactory().get("/?cari=jalan&halaman=2&status=a&status=b")
    out = draw('<c-pagination :page="page" />', page=page, request=request)
    assert 'href="?cari=jalan&amp;halaman=3&amp;status=a&amp;status=b"' in out
    assert re.search(r'<span class="pager" aria-current="page"><span class="sr-only">Halaman </span>2</span>', out)
    single = Paginator(range(5), 10).page(1)
    assert draw('<c-pagination :page="page" />', page=single, request=request).strip() == ""


def test_a_button_with_an_address_is_a_link() -> None:
    assert draw('<c-button href="/a" label="A" />').startswith('<a href="/a" class="btn btn-primary')
    assert draw('<c-button label="A" name="act" value="x" />').startswith(
        '<button type="submit" class="btn btn-primary'
    )
    assert 'name="act" value="x"' in draw('<c-button label="A" name="act" value="x" />')


def test_rating_is_five_named_radio_buttons() -> None:
    out = draw('<c-rating name="nilai" label="Nilai" value="4" required="yes" />')
    assert re.findall(r'value="(\d)"( checked)?', out) == [
        ("1", ""),
        ("2", ""),
        ("3", ""),
        ("4", " checked"),
        ("5", ""),
    ]
    assert "4 bintang" in out


def test_a_map_without_scripts_lists_its_places_and_its_data_cannot_end_the_script() -> None:
    data = {"markers": [{"lat": 1, "lng": 2, "title": "</script><script>alert(1)", "url": "/a"}]}
    out = draw('<c-map id="peta" :data="data" />', data=data)
    assert out.count("<script") == 1
    assert '<script id="peta-data" type="application/json">' in out
    assert '<a class="link-inline" href="/a">&lt;/script&gt;' in out


def test_confirm_asks_before_it_posts_without_a_script() -> None:
    out = draw('<c-confirm action="/hapus" label="Hapus" title="Hapus ini?" />')
    assert "<details" in out
    assert '<form method="post" action="/hapus"' in out
    assert out.index("<summary") < out.index("<form")


def test_an_unknown_icon_draws_a_circle() -> None:
    assert draw('<c-icon name="tidak-ada" />') == draw('<c-icon name="circle" />')
    assert 'aria-hidden="true"' in draw('<c-icon name="bell" />')
    assert 'role="img" aria-label="Lonceng"' in draw('<c-icon name="bell" label="Lonceng" />')


class _Inline(HTMLParser):
    """Finds what a content security policy without 'unsafe-inline' would block."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[str] = []

    def handle_starttag(self, tag: str, attributes: list[tuple[str, str | None]]) -> None:
        names = {name for name, _ in attributes}
        if tag == "style" or (tag == "script" and not names & {"src", "type"}):
            self.found.append(tag)
        self.found += [name for name in names if name == "style" or re.match(r"on[a-z]+$", name)]


@pytest.mark.parametrize("path", sorted(THEME.rglob("templates/**/*.html")), ids=lambda path: path.name)
def test_no_template_has_inline_script_or_style(path: Path) -> None:
    parser = _Inline()
    parser.feed(re.sub(r"{%.*?%}|{{.*?}}", "", path.read_text(encoding="utf-8")))
    assert parser.found == []


@pytest.mark.parametrize("path", sorted((THEME / "templates/cotton").glob("*.html")), ids=lambda path: path.stem)
def test_every_component_is_documented(path: Path) -> None:
    listed = re.findall(r"^\| ([\w, ]+) \|", (THEME / "README.md").read_text(encoding="utf-8"), re.MULTILINE)
    assert path.stem in {name.strip() for line in listed for name in line.split(",")}


@override_settings(STORAGES={"staticfiles": {"BACKEND": "django.contrib.staticfiles.storage.StaticFilesStorage"}})
def test_the_page_for_our_own_failures_needs_no_context() -> None:
    assert "Terjadi kesalahan di pihak kami" in engines["django"].get_template("errors/500.html").render()
