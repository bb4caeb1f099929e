"""A report of the size and shape of a real one, with invented values."""

from __future__ import annotations

from decimal import Decimal

from assessments.charts import Chart, ChartKind, ChartTarget, Series
from reports.document import (
    Annex,
    Document,
    Number,
    Orientation,
    Paragraph,
    Reference,
    Section,
    Text,
)
from reports.numbering import numbered
from units.printed_table import Align, Cell, Column, Row, RowKind, Table, TextSize

YEARS = ("2016年", "2017年", "2018年", "2019年", "2020年")
SENTENCE = (
    "比上年提高0.37个百分点，高出目标11.24个百分点；住院分娩率自2015年起一直为100%。孕产妇中重度贫血患病率"
    "降至0.85%，比2010年低1.29个百分点。该指标基数小，2020年与2019年各死亡1例，因活产数减少，比率由14.03/10万"
    "变为14.66/10万；2018—2020年合并计算为14.02/10万，更能反映实际水平。"
)

RATE_COLUMNS = (
    Column("plan", "规划", 26, Align.CENTRE, merge=True),
    Column("domain", "领域", 54),
    Column("total", "指标数", 19, Align.RIGHT),
    Column("met", "达标", 19, Align.RIGHT),
    Column("unmet", "未达标", 19, Align.RIGHT),
    Column("rate", "达标率", 19, Align.RIGHT),
)
INDICATOR_COLUMNS = (
    Column("number", "序号", 9, Align.CENTRE),
    Column("name", "监测指标", 52),
    Column("measure", "单位", 15, Align.CENTRE),
    Column("base", "2010年", 15, Align.RIGHT),
    Column("middle", "2015年", 15, Align.RIGHT),
    Column("before", "2019年", 15, Align.RIGHT),
    Column("value", "2020年", 15, Align.RIGHT),
    Column("target", "终期目标", 24, Align.CENTRE),
    Column("change", "比上年", 15, Align.RIGHT),
    Column("since", "比2010年", 18, Align.RIGHT),
    Column("verdict", "判定", 14, Align.CENTRE),
    Column("lead", "牵头单位", 18),
)
DEFINITION_COLUMNS = (
    Column("number", "序号", 10, Align.CENTRE),
    Column("name", "指标", 32),
    Column("definition", "定义和统计范围", 50),
    Column("formula", "计算公式", 38),
    Column("source", "来源、频率", 26),
)
NAMES = (
    "孕产妇死亡率①",
    "孕产妇系统管理率",
    "妇女常见病定期筛查率",
    "主要劳动年龄人口中女性平均受教育年限",
    "村委会成员中女性比例②",
    "0—6个月婴儿纯母乳喂养率",
)


def cells(*texts: str) -> tuple[Cell, ...]:
    return tuple(Cell(text) for text in texts)


def rate_table(domains: int) -> Table:
    rows = [
        Row(cells("妇女规划", f"妇女与领域{number}", "12", "11", "1", "91.67"))
        for number in range(1, 8)
    ]
    rows.append(Row(cells("妇女规划", "小计", "54", "52", "2", "96.30"), RowKind.TOTAL))
    rows += [
        Row(cells("儿童规划", f"儿童与领域{number}", "9", "9", "0", "100.00"))
        for number in range(1, domains - 6)
    ]
    rows.append(Row(cells("儿童规划", "小计", "48", "46", "2", "95.83"), RowKind.TOTAL))
    rows.append(
        Row(
            cells("合计", f"{domains}个领域", "102", "98", "4", "96.08"),
            RowKind.TOTAL,
            explains=("a1.combined",),
        )
    )
    return Table(
        key="rates",
        title="各领域指标达标情况（2020年）",
        columns=RATE_COLUMNS,
        rows=tuple(rows),
        unit="项，%",
        notes=("达标率＝达标指标数÷指标数×100%，四舍五入保留两位小数。",),
    )


def domain_table(domain: int) -> Table:
    columns = (
        Column("name", "指标", 52),
        Column("measure", "单位", 18, Align.CENTRE),
        Column("base", "2010年", 18, Align.RIGHT),
        Column("value", "2020年", 18, Align.RIGHT),
        Column("target", "终期目标", 24, Align.CENTRE),
        Column("verdict", "判定", 26, Align.CENTRE),
    )
    rows = tuple(
        Row(
            (
                Cell(NAMES[index]),
                Cell("%"),
                Cell("86.42", source=f"r{domain}.{index}.2010"),
                Cell("96.24", source=f"r{domain}.{index}.2020"),
                Cell("≥85"),
                Cell("达标" if index else "未达标", strong=not index),
            )
        )
        for index in range(6)
    )
    return Table(
        f"domain-{domain}",
        f"领域{domain}主要指标完成情况",
        columns,
        rows,
        source="部门报送，统计局审核。",
    )


def trend_chart(domain: int) -> Chart:
    values = tuple(Decimal(v) + domain for v in ("66.12", "67.95", "70.48", "77.12", "76.35"))
    return Chart(
        key=f"trend-{domain}",
        kind=ChartKind.LINE,
        title=f"领域{domain}常见病定期筛查率",
        categories=YEARS,
        series=(Series("实际值", values),),
        target=ChartTarget("目标80%", Decimal(80)),
        unit="%",
    )


def domain_section(domain: int) -> Section:
    paragraphs = tuple(
        Paragraph(
            f"d{domain}.{index}",
            (
                Text(f"妇女与健康：{index}项指标达标11项。", strong=True),
                Text("孕产妇系统管理率为"),
                Number("96.24%", f"r{domain}.{index}.2020"),
                Text("，" + SENTENCE),
            ),
        )
        for index in range(1, 4)
    )
    closing = Paragraph(
        f"d{domain}.ref",
        (
            Text("主要指标见"),
            Reference(f"domain-{domain}"),
            Text("、"),
            Reference(f"trend-{domain}"),
            Text("。" + SENTENCE),
        ),
    )
    parts = (
        Section(f"d{domain}.a", "总体情况", 2, (*paragraphs[:2], domain_table(domain))),
        Section(f"d{domain}.b", "趋势分析", 2, (closing, trend_chart(domain))),
        Section(
            f"d{domain}.c",
            "存在问题",
            2,
            (Section(f"d{domain}.c.1", "主要问题", 3, (paragraphs[2],)),),
        ),
    )
    return Section(f"d{domain}", f"第{domain}领域目标实现情况", 1, parts)


def indicator_table(key: str, count: int, size: TextSize = TextSize.REGULAR) -> Table:
    rows = []
    for number in range(1, count + 1):
        if number % 12 == 1:
            title = f"{number // 12 + 1}、妇女与健康（12项，达标11项）"
            rows.append(Row((Cell(title),), RowKind.GROUP, group=f"g{number // 12}"))
        met = number % 17 != 0
        rows.append(
            Row(
                (
                    Cell(str(number)),
                    Cell(NAMES[number % 6]),
                    Cell("1/10万" if number % 6 == 0 else "%"),
                    Cell("86.42", value=Decimal("86.42")),
                    Cell("93.15", value=Decimal("93.15")),
                    Cell("95.87", value=Decimal("95.87")),
                    Cell("96.24", source=f"r{number}.2020", value=Decimal("96.24")),
                    Cell("低于2010年" if number % 5 == 0 else "≥85"),
                    Cell("0.37", formula="={value}-{before}", number_format="0.00"),
                    Cell("下降54.5%" if number % 6 == 0 else "9.82"),
                    Cell("达标" if met else "未达标", strong=not met),
                    Cell("卫健局"),
                ),
                group=f"g{(number - 1) // 12}",
            )
        )
    return Table(
        key,
        "监测指标完成情况表",
        INDICATOR_COLUMNS,
        tuple(rows),
        notes=(
            "①2010年、2019年、2020年死亡分别为2例、1例、1例；2018—2020年合并计算为14.02/10万。",
            "②为2018年换届数据。差值按修约前数值计算。",
        ),
        source="区卫健局、区民政局等部门报送，区统计局审核。",
        size=size,
        captioned=False,
    )


def definition_table(count: int) -> Table:
    text = "年内孕期至产后42天内因妊娠或其处理有关原因死亡的人数与活产数之比，不含意外死亡"
    rows = tuple(
        Row(
            cells(
                str(number),
                NAMES[number % 6],
                text,
                "孕产妇死亡人数÷活产数×10万/10万",
                "妇幼年报；每年",
            ),
            explains=(f"r1.{number}.2020", f"r{number}.2020"),
        )
        for number in range(1, count + 1)
    )
    return Table(
        "definitions",
        "监测指标解释",
        DEFINITION_COLUMNS,
        rows,
        size=TextSize.SMALL,
        captioned=False,
    )


def sample_document(*, domains: int = 15, annex_rows: int = 102, front: bool = True) -> Document:
    summary = Section(
        "summary",
        "摘　要",
        1,
        (
            Paragraph(
                "summary.1",
                (
                    Text("102项监测指标中，98项达到终期目标，达标率为"),
                    Number("96.08%", "a1.combined"),
                    Text("（见"),
                    Reference("rates"),
                    Text("）。" + SENTENCE),
                ),
            ),
            Paragraph("summary.2", (Text(SENTENCE), Text("详见"), Reference("women"), Text("。"))),
        ),
        numbered=False,
    )
    overview = Section(
        "overview",
        "总体情况",
        1,
        (
            Section(
                "overview.1",
                "总体结论",
                2,
                (
                    Paragraph(
                        "overview.1.1",
                        (Text("两规划主要目标如期实现。", strong=True), Text(SENTENCE)),
                    ),
                    rate_table(domains),
                ),
            ),
        ),
    )
    return numbered(
        Document(
            kind="final",
            title_lines=("某区妇女儿童发展规划（2011—2020年）", "终期评估报告"),
            issuer="某区人民政府妇女儿童工作委员会",
            date_text="2021年9月",
            sections=(summary, overview, *(domain_section(n) for n in range(1, domains + 1))),
            annexes=(
                Annex(
                    "women",
                    "《妇女规划》监测指标完成情况表",
                    Orientation.LANDSCAPE,
                    (indicator_table("women", annex_rows),),
                ),
                Annex("rates-annex", "监测指标解释", Orientation.PORTRAIT, (definition_table(30),)),
            ),
            demo=True,
            cover=front,
            toc=front,
        )
    )
