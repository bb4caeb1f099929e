"""Every total that leads somewhere opens just as many rows, and parts add up to their whole."""

from __future__ import annotations

import datetime
import re
from typing import TYPE_CHECKING, Any

import lxml.html
import pytest
from django.test import Client
from django.urls import reverse
from django.utils import timezone

from indicators.models import ReportingRound, Submission
from tests.assessments.views.world import BACKEND, asked, assess, observe, reader_of
from tests.factories import MemberUnitFactory, RegionFactory, ResponsibilityFactory
from tests.scenes import Collecting, collecting_scene, many_submissions
from units.choices import Role

if TYPE_CHECKING:
    from units.models import Region

pytestmark = pytest.mark.django_db
RUNS: tuple[dict[str, Any], ...] = (
    {},
    {"denominator": "key"},
    {"denominator": "monitorable"},
    {"denominator": "quantitative", "missing": "unmet"},
)


@pytest.fixture
def place() -> Region:
    """Both plans in two domains each: met, unmet, without data, without target; some are key, one
    indicator stands in both plans."""
    region = RegionFactory(code="350206", name="湖里区")
    made = (
        ("A1", "women", "妇女与健康", {2019: 90, 2020: 96}, True),
        ("A2", "women", "妇女与健康", {2019: 97, 2020: 94}, False),
        ("A3", "women", "妇女与教育", {2019: 80, 2020: 81}, True),
        ("A4", "women", "妇女与教育", {2019: 99}, True),
        ("A3", "children", "儿童与健康", {}, False),
        ("A5", "children", "儿童与健康", {}, False),
        ("A6", "children", "儿童与教育", {2020: 98}, True),
    )
    for code, kind, domain, values, is_key in made:
        asked(region, code, kind=kind, domain=domain, values=values, is_key=is_key)
    asked(region, "A7", kind="children", domain="儿童与教育", rule="qualitative", values={2020: 1})
    return region


def opened(client: Client, address: str) -> lxml.html.HtmlElement:
    answer = client.get(address, follow=True)
    assert answer.status_code == 200, address
    tree = lxml.html.fromstring(answer.content.decode())
    tree.make_links_absolute(f"http://x{answer.request['PATH_INFO']}")
    return tree


def address_of(link: lxml.html.HtmlElement) -> str:
    return str(link.get("href")).removeprefix("http://x")


def rows_of(client: Client, link: lxml.html.HtmlElement) -> int:
    """How many rows stand in the table that a link opens."""
    address, _, part = address_of(link).partition("#")
    page = opened(client, address)
    inside = f"//section[@aria-labelledby='{part}']" if part else "//main"
    return len(page.xpath(f"{inside}//table[contains(@class, 'data-table')]/tbody/tr"))


def number_in(element: lxml.html.HtmlElement) -> int:
    return int(re.search(r"\d+", element.text_content().split("年度")[-1])[0])


def linked(page: lxml.html.HtmlElement, path: str) -> list[tuple[int, lxml.html.HtmlElement]]:
    return [(number_in(link), link) for link in page.xpath(path)]


@pytest.mark.parametrize("options", RUNS)
@pytest.mark.parametrize("year", [2019, 2020])
def test_the_totals_of_the_leaders_page_open_their_rows(
    place: Region, year: int, options: dict[str, Any]
) -> None:
    assess(place, 2019, 2020, **options)
    client = reader_of(Role.LEADER, place)
    page = opened(client, f"{reverse('reports:dashboard')}?year={year}")
    totals = [
        (number_in(fact.xpath(".//dd[contains(@class, 'figure')]")[0]), fact.xpath(".//a")[0])
        for fact in page.xpath("//div[@class='fact'][.//a]")
    ]
    totals += linked(page, "//a[@class='more'][contains(., '全部')]")
    totals += linked(page, "//section[@aria-labelledby='cc']//a")
    for row in page.xpath("//table[contains(@class, 'dash-domains')]//tr[.//svg]"):
        parts = re.findall(r"\d+", row.xpath(".//svg/@aria-label")[0])
        totals.append((sum(map(int, parts)), row.xpath(".//th/a")[0]))
    assert len(totals) > 5
    assert [rows_of(client, link) for _, link in totals] == [number for number, _ in totals]


@pytest.mark.parametrize("options", RUNS)
def test_the_parts_of_a_list_add_up_to_it(place: Region, options: dict[str, Any]) -> None:
    assess(place, 2020, **options)
    client = reader_of(Role.LEADER, place)
    page = opened(client, reverse("reports:dashboard_indicators"))
    whole, *parts = map(int, re.findall(r"\d+", page.xpath("//h1")[0].text_content()))
    assert whole == sum(parts)
    assert whole == len(page.xpath("//main//tbody/tr"))


@pytest.mark.parametrize("options", RUNS)
def test_the_totals_of_an_assessment_open_their_rows(
    place: Region, options: dict[str, Any]
) -> None:
    assess(place, 2020, **options)
    pk = place.assessments.get().pk
    client = reader_of(Role.OFFICE, place)
    page = opened(client, reverse("reports:assessment_detail", args=[pk]))
    chosen = page.xpath("//div[@class='choice'][@aria-label='结论']/a")
    totals = [(number_in(link), link) for link in chosen[1:]]
    shown = "//table[contains(@class, 'result-table')]/tbody/tr"
    for number, link in totals:
        assert len(opened(client, address_of(link)).xpath(shown)) == number
    assert sum(number for number, _ in totals) == len(page.xpath(shown)) == 8
    domains = page.xpath("//table[contains(@class, 'domain-table')]/tbody/tr[not(@class)]/th/a")
    by_domain = [len(opened(client, address_of(link)).xpath(shown)) for link in domains]
    assert by_domain == [2, 2, 2, 2]


def test_the_totals_of_home_open_their_rows(place: Region) -> None:
    scene = collecting_scene()
    many_submissions(scene.reporting_round, 20)
    assess(place, 2020)
    collected(scene)
    client = Client()
    client.force_login(scene.office, backend=BACKEND)
    page = opened(client, reverse("reports:home"))
    totals = linked(page, "//h2[starts-with(@id, 'late')]/a")
    totals += linked(page, "//section[@aria-labelledby='progress']//a")
    totals += [
        (number_in(page.xpath("//h2[@id='unmet']")[0]), link)
        for link in page.xpath("//section[@aria-labelledby='unmet']//a[@class='more']")
    ]
    assert len(totals) == 3
    assert [rows_of(client, link) for _, link in totals] == [number for number, _ in totals]
    shares = page.xpath("//section[@aria-labelledby='progress']//span[@class='num']")
    assert sum(map(number_in, shares)) == totals[1][0] == Submission.objects.count()


def collected(scene: Collecting) -> None:
    """One unit sent in, one approved, one asked for nothing; the others are late."""
    first, second = Submission.objects.exclude(pk=scene.submission.pk)[:2]
    for row, state in ((first, "submitted"), (second, "approved")):
        Submission.objects.filter(pk=row.pk).update(state=state, submitted_at=timezone.now())
    idle = MemberUnitFactory(region=scene.unit.region, name="只配合的单位")
    scene.reporting_round.submissions.create(unit=idle)
    ReportingRound.objects.update(closes_on=timezone.localdate() - datetime.timedelta(days=3))


def test_every_heading_of_the_reporting_desk_counts_the_rows_below_it() -> None:
    scene = collecting_scene()
    many_submissions(scene.reporting_round, 3)
    collected(scene)
    client = Client()
    client.force_login(scene.office, backend=BACKEND)
    page = opened(client, reverse("indicators:round_desk", args=[scene.reporting_round.pk]))
    counted = 0
    for section in page.xpath("//section[.//tbody][not(@aria-labelledby='extensions')]"):
        rows = len(section.xpath(".//tbody/tr"))
        assert number_in(section.xpath(".//h2")[0]) == rows
        counted += rows
    assert counted == Submission.objects.count()
    shares = page.xpath("//section[@aria-labelledby='progress']//span[@class='num']")
    assert sum(map(number_in, shares)) == counted


def test_a_districts_line_on_the_citys_page_says_what_its_own_page_says(place: Region) -> None:
    city = RegionFactory(code="350200", name="厦门市")
    type(place).objects.filter(pk=place.pk).update(parent=city)
    assess(place, 2020)
    asked(city, "A1", values={2020: 96})
    assess(city, 2020)
    client = reader_of(Role.OFFICE, city)
    page = opened(client, reverse("reports:dashboard_places"))
    [row] = page.xpath("//main//tbody/tr")
    share = next(cell for cell in row.xpath("./td") if "/" in cell.text_content())
    met, denominator = map(int, re.findall(r"\d+", share.text_content()))
    own = opened(client, address_of(row.xpath(".//a")[0]))
    said = own.xpath("//h1")[0].text_content()
    assert f"{denominator} 项有结论的指标中 {met} 项达标" in said


def test_a_units_share_opens_the_indicators_it_leads(place: Region) -> None:
    unit = MemberUnitFactory(region=place, name="教育局")
    for row in place.plans.get(kind="women").indicators.all():
        ResponsibilityFactory(plan_indicator=row, unit=unit)
    observe(place, "A4", {2020: 90})
    assess(place, 2020)
    client = reader_of(Role.LEADER, place)
    page = opened(client, f"{reverse('reports:dashboard')}?unit={unit.pk}")
    [unmet] = linked(page, "//a[@class='more'][contains(., '全部')]")
    assert unmet[0] == rows_of(client, unmet[1]) == 3


BASIC = {"basic_tolerance": "2", "basic_tolerance_kind": "points"}


@pytest.mark.parametrize(
    ("counts", "met", "rate"), [(True, "3/5", "60.00"), (False, "2/5", "40.00")]
)
def test_a_count_that_holds_the_basic_ones_says_so_on_every_page(
    place: Region, counts: bool, met: str, rate: str
) -> None:
    """A1 96, A6 98 met; A2 94 within two points of 95; A3 81 in both plans: one count on all
    pages, its parts named, and “达标” never over what is 基本达标 without a word."""
    assess(place, 2020, basic_counts=counts, **BASIC)
    run = place.assessments.get()
    number, whole = met.split("/")
    word = "达标（含基本达标）" if counts else "达标"
    both = run.summary["combined"]
    assert (both["met"], both["denominator"], both["rate"]) == (int(number), int(whole), rate)
    parts = [both[each] for each in ("met", "unmet", "no_data", "not_assessable")]
    unmet = int(whole) - int(number)
    assert sum(parts) == 8
    assert run.words.counts(*parts) == f"{word}{number}，未达标{unmet}，无数据2，无法评价1"
    client = reader_of(Role.LEADER, place)
    seen = {
        name: re.sub(r"\s+", "", opened(client, address).text_content())
        for name, address in (
            ("dashboard", reverse("reports:dashboard")),
            ("list", reverse("reports:dashboard_indicators")),
            ("run", reverse("reports:assessment_detail", args=[run.pk])),
            ("home", reverse("reports:home")),
        )
    }
    assert f"5项有结论的指标中{number}项{word}，" in seen["dashboard"]
    assert f"{word}/分母" in seen["dashboard"]
    assert f"8项指标：{word}{number}，未达标" in seen["list"]
    assert f"全部未达标{unmet}无法评价1{word}{number}无数据2" in seen["run"]
    assert f"领域{word}未达标达标率" in seen["run"]
    assert f"{rate}%（{met}）" in seen["home"]
    for page in seen.values():
        assert ("含基本达标" in page) is (counts and page is not seen["home"])
