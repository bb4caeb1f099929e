"""对策建议: for every unmet indicator who answers for it, then what to guard and to mend."""

from __future__ import annotations

from typing import TYPE_CHECKING, Final

from indicators.core.vocabulary import Verdict
from reports.document import Reference, Section
from reports.words.remedies import actions_sentence, split_remedied
from reports.words.standings import due_year, duty_phrase
from reports.words.watch import is_exact, is_near, lacks_sex, watch_list
from reports.words.writing import TO_COME, listed, paragraph, strong

if TYPE_CHECKING:
    from collections.abc import Sequence

    from reports.document import Paragraph
    from reports.facts import Item
    from reports.words.writing import Writing

KEY: Final = "proposals"
TITLES: Final = {"final": "对策建议", "midterm": "下一步工作建议", "annual": "建议"}
MOST_NAMED: Final = 8
LIMITED: Final = "限期"
"""By the time that the lead unit is asked to name."""


def build(writing: Writing) -> Section:
    made = [
        _unmet(writing),
        _allowed(writing),
        _watch(writing),
        _data(writing),
        _next(writing),
    ]
    blocks: list[Paragraph] = []
    for part in made:
        if part is not None:
            head, text, reference = part
            number = "一二三四五"[len(blocks)]
            tail = (Reference(reference), "。") if reference else ()
            title = strong(f"（{number}）{head}。")
            blocks.append(paragraph(f"{KEY}.{len(blocks) + 1}", title, text, *tail))
    return Section(KEY, TITLES[writing.facts.stage], 1, tuple(blocks))


def _unmet(writing: Writing) -> tuple[str, str, str] | None:
    items = writing.facts.distinct_unmet()
    if not items:
        return None
    how = "限期整改" if len(items) == 1 else "逐项整改"
    head = f"{len(items)}项{writing.words.unmet}{writing.statistic}{how}、跟踪问效"
    text = "".join(assigned(group, LIMITED) for group in _by_unit(items[:MOST_NAMED]))
    if len(items) > MOST_NAMED:
        text += f"其余{len(items) - MOST_NAMED}项的牵头单位见汇总表。"
    written, open_ones = split_remedied(items)
    if open_ones:
        every = "" if len(items) == 1 else "每项的"
        whose = every if not written else f"{listed([i.name for i in open_ones], MOST_NAMED)}的"
        text += f"（{TO_COME}：{whose}措施、时限和应达值，由牵头单位提出）"
    text += "汇总见"
    return head, text, "unmet"


def _allowed(writing: Writing) -> tuple[str, str, str] | None:
    """What a tolerance let through has its target still before it."""
    items = writing.allowed()
    if not items:
        return None
    head = f"{len(items)}项{writing.allowed_word}的{writing.statistic}继续推进"
    shown = items[:MOST_NAMED]
    text = "".join(assigned(group) for group in _by_unit(shown))
    rest = [item.name for item in items[MOST_NAMED:]]
    return head, text + (f"{listed(rest, MOST_NAMED)}同样推进。" if rest else ""), ""


def _by_unit(items: Sequence[Item]) -> list[list[Item]]:
    """The indicators of one lead and the same supporting units together, in printed order."""
    groups: dict[tuple[str, ...], list[Item]] = {}
    for item in items:
        groups.setdefault((item.lead, *item.supports), []).append(item)
    return list(groups.values())


def assigned(items: list[Item], over: str = "") -> str:
    """Who is to bring what about and by when; ``over``: said once the plan's years are over."""
    first = items[0]
    lead = first.lead or f"（{TO_COME}：牵头单位）"
    helped = f"、{listed(list(first.supports), 4, '个单位')}配合" if first.supports else ""
    if len(items) == 1:
        measures = actions_sentence(first, first.remedy) if first.remedy else ""
        return (
            f"{first.name}由{lead}牵头{helped}，{_by(first, over)}{duty_phrase(first)}。{measures}"
        )
    aims = "，".join(f"{item.name}{_by(item, over)}{duty_phrase(item)}" for item in items)
    measures = "".join(
        f"{item.name}的{actions_sentence(item, item.remedy)}" for item in items if item.remedy
    )
    return f"由{lead}牵头{helped}的{len(items)}项中，{aims}。{measures}"


def _by(item: Item, over: str) -> str:
    year = due_year(item)
    return f"到{year}年" if year else over


def _watch(writing: Writing) -> tuple[str, str, str] | None:
    items = watch_list(writing.facts)
    if not items:
        return None
    close = [i.name for i in items if is_near(i) or is_exact(i)]
    rest = [i.name for i in items if i.name not in close]
    parts = []
    if close:
        parts.append(f"{listed(close, 5)}离目标线较近")
    if rest:
        parts.append(f"{listed(rest, 5)}走势不利")
    text = (
        f"{'，'.join(parts)}，列入预警清单，逐年重新判定；比上年变差的由牵头单位说明原因，"
        "连续两年变差的纳入整改。"
    )
    return f"巩固已{writing.words.met_said}的指标", text, ""


def _data(writing: Writing) -> tuple[str, str, str] | None:
    facts = writing.facts
    distinct = facts.distinct()
    parts = []
    none = [i for i in distinct if i.verdict is Verdict.NO_DATA]
    blank = [i for i in none if not i.is_only_base]
    if blank:
        leads = list(dict.fromkeys(i.lead for i in blank if i.lead))
        whose = f"由{listed(leads, 5, '个单位')}" if leads else ""
        parts.append(f"{len(blank)}项无数据的{writing.statistic}{whose}补报或说明原因")
    awaited = [i.name for i in none if i.is_awaited]
    early = len(none) - len(blank) - len(awaited)
    if awaited:
        parts.append(f"{listed(awaited, 4)}待下一次普查或换届有数后再行判断")
    if early:
        parts.append(f"{early}项只有基期年数据的{writing.statistic}尽快取得基期以后的数据")
    undecided = [i for i in distinct if i.verdict is Verdict.NOT_ASSESSABLE]
    if undecided:
        parts.append(f"{len(undecided)}项无法评价的{writing.statistic}补齐目标、基期或人工认定")
    small = [i for i in distinct if i.is_small_base]
    if small:
        parts.append(f"{len(small)}项小基数指标同时公布例数和三年合并值")
    if any(lacks_sex(item) for item in distinct):
        parts.append("报送时同步提供分性别、分城乡数据")
    return ("补齐数据短板", "；".join(parts) + "。", "") if parts else None


def _next(writing: Writing) -> tuple[str, str, str] | None:
    """For a final report: what the next round takes over."""
    facts = writing.facts
    if facts.stage != "final":
        return None
    full = [i for i in facts.distinct() if i.is_met and i.value == 100 and i.measure.text == "%"]
    text = f"以{facts.year}年核定数作为新一轮规划的基数，口径变化的在基数表中注明"
    if full:
        text = (
            f"已达到100%的{len(full)}项指标，如{listed([i.name for i in full[:3]], 3)}，"
            f"新一轮宜改为反映质量的指标；{text}"
        )
    return "改进新一轮指标设置", f"{text}。", ""
