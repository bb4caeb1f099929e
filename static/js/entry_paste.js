// Pasting into the entry grid: what is on the clipboard as rows of texts, and which cells it means.
// Where that cannot be known, a dialog shows what would go where and asks. entry.js fills it in.
(() => {
  "use strict";
  if (!window.entryGrid) return;
  const { grid, figures, element } = window.entryGrid;
  const PARTS = [["numerator", /分子/], ["denominator", /分母/], ["value", /^(数值|指标值|完成值?|实际值?|本年值?)/]];
  const PART_LABELS = { value: "数值", numerator: "分子", denominator: "分母" };
  const WHOLE = ["合计", "总计", "全部", "不分组"];
  const SHOWN = 12;
  const bare = (text) => text.normalize("NFKC").replace(/[\s()[\]:：、—-]/g, "");

  // ---- reading the clipboard
  function rowsOfText(text) {
    const rows = [[""]];
    let quoted = false;
    const source = text.replace(/\r\n?/g, "\n");
    for (let i = 0; i < source.length; i += 1) {
      const sign = source[i];
      const row = rows[rows.length - 1];
      const cell = row[row.length - 1];
      if (quoted && sign === '"' && source[i + 1] === '"') {
        row[row.length - 1] = cell + sign;
        i += 1;
      } else if (quoted && sign === '"') quoted = false;
      else if (!quoted && sign === '"' && cell === "" && closes(source, i + 1)) quoted = true;
      else if (!quoted && sign === "\t") row.push("");
      else if (!quoted && sign === "\n") rows.push([""]);
      else row[row.length - 1] = cell + (sign === "\n" ? " " : sign);
    }
    if (rows.length > 1 && rows[rows.length - 1].every((cell) => !cell)) rows.pop();
    return rows;
  }

  // Only a quote that ends its cell again holds line breaks together; 5" is five inches.
  const closes = (source, from) => /^(?:[^"]|"")*"(?:[\t\n]|$)/.test(source.slice(from));

  function rowsOfPage(html) {
    // Styles are only read, never applied: the page's policy forbids them.
    const plain = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle=/gi, " data-style=");
    const table = new DOMParser().parseFromString(plain, "text/html").querySelector("table");
    if (!table) return [];
    const lines = [...table.rows].filter((row) => !/display:\s*none|mso-height-source:.*height:\s*0/.test(row.dataset.style || "") && !row.hidden);
    const rows = lines.map(() => []);
    lines.forEach((line, down) => {
      let right = 0;
      for (const cell of line.cells) {
        while (rows[down][right] !== undefined) right += 1;
        for (let r = 0; r < cell.rowSpan && rows[down + r]; r += 1)
          for (let c = 0; c < cell.colSpan; c += 1) rows[down + r][right + c] = r || c ? "" : cell.textContent.replace(/\s+/g, " ").trim();
        right += cell.colSpan;
      }
    });
    return rows.map((row) => Array.from(row, (text) => text ?? ""));
  }

  function read(data) {
    const text = data.getData("text/plain") || data.getData("text");
    return text.trim() ? rowsOfText(text) : rowsOfPage(data.getData("text/html"));
  }

  // ---- where it belongs
  const rowsShown = () => [...grid.tBodies[0].rows].filter((row) => !row.hidden && !row.matches(".group"));
  const labelOf = (row) => (row.querySelector('td.cell[data-part="value"] input, td.cell[data-part="value"] select')?.getAttribute("aria-label") || "").replace(/ \d{4}年$/, "");
  const isOpen = (field) => Boolean(field?.closest("td.cell")) && !field.readOnly;
  const fieldAt = (row, index) => row?.cells[index]?.querySelector("input, select");

  // One line of the clipboard per row of the page. ``each``: only the rows of values count.
  function byPlace(lines, start, each) {
    const all = rowsShown();
    const from = all.indexOf(start.closest("tr"));
    const rows = all.slice(from).filter((row) => !each || row.dataset.row).filter((row) => row.querySelector("td.cell"));
    return collect(lines, (line, down) => line.map((_, right) => fieldAt(rows[down], start.closest("td").cellIndex + right)));
  }

  // 数值、分子、分母 (or 分子、分母) side by side: one line per indicator.
  function across(lines, start, width) {
    const parts = width === 2 ? ["numerator", "denominator"] : ["value", "numerator", "denominator"];
    const all = rowsShown().filter((row) => row.dataset.row);
    const rows = all.slice(all.indexOf(grid.querySelector(`tr[data-row="${CSS.escape(start.closest("tr").dataset.row || start.closest("tr").dataset.partOf)}"]`)));
    return collect(lines, (line, down) => parts.map((part) => figures.get(rows[down]?.dataset.row)?.fields[part]));
  }

  function collect(lines, fieldsOf) {
    const puts = [];
    let dropped = 0;
    lines.forEach((line, down) => {
      const fields = fieldsOf(line, down);
      line.forEach((text, right) => {
        if (isOpen(fields[right])) puts.push({ field: fields[right], text: text.trim() });
        else if (text.trim()) dropped += 1;
      });
    });
    return { puts, dropped };
  }

  // Lines that name their indicators go to these, wherever they stand. Null: they do not.
  function byName(lines) {
    const known = new Map(rowsShown().filter((row) => row.dataset.row).map((row) => [bare(labelOf(row)), row]));
    const rowOf = (line) => {
      const group = line.map((text) => bare(text)).find((text) => WHOLE.includes(text) || ["男", "女", "城镇", "城市", "农村"].includes(text)) || "";
      const name = line.map(bare).find((text) => known.has(text));
      return name && known.get(name + (WHOLE.includes(group) ? "" : group));
    };
    const rows = lines.map(rowOf);
    if (!rows.some(Boolean)) return null;
    const head = rows.findIndex(Boolean) > 0 ? lines[rows.findIndex(Boolean) - 1] : [];
    const columns = columnsOf(head, lines.filter((_, i) => rows[i]));
    if (!columns) return null;
    const found = collect(lines.map((line, i) => (rows[i] ? columns.map((c) => line[c.at] || "") : [])), (_, down) => columns.map((c) => partField(rows[down], c)));
    found.dropped += lines.filter((line, i) => !rows[i] && i >= rows.findIndex(Boolean) && line.some((text) => /\d/.test(text))).length;
    return found;
  }

  function columnsOf(head, lines) {
    const told = head.flatMap((text, at) => {
      const year = text.match(/(20\d\d)年?/);
      const part = PARTS.find(([, words]) => words.test(text.trim()));
      return part || (year && !/目标|增|比|计划/.test(text)) ? [{ at, part: part ? part[0] : "value", year: year?.[1] }] : [];
    });
    if (told.length) return told;
    const width = Math.max(...lines.map((line) => line.length));
    const numeric = [...Array(width).keys()].filter((at) => lines.every((line) => /^\s*$|^[\s约]*[-+]?[\d０-９]/.test(line[at] || "")) && lines.some((line) => /[\d０-９]/.test(line[at] || "")) && !lines.every((line) => /^20\d\d(年)?$/.test((line[at] || "").trim())));
    return numeric.length === 1 ? [{ at: numeric[0], part: "value" }] : null;
  }

  function partField(row, { part, year }) {
    if (!row) return null;
    const [indicator, group, now] = row.dataset.row.split("|");
    return figures.get(`${indicator}|${group}|${year || now}`)?.fields[part];
  }

  const same = (one, other) => one.puts.length === other.puts.length && one.puts.every(({ field }, i) => field === other.puts[i].field);

  function plans(lines, start) {
    const named = byName(lines);
    if (named) return [["按指标名称对应", named]];
    const width = Math.max(...lines.map((line) => line.length));
    const place = byPlace(lines, start, false);
    const found = [["按页面上的行逐格贴（分子、分母行也算）", place]];
    if (start.closest("td").dataset.part !== "value") return found;
    const each = byPlace(lines, start, true);
    if (!same(each, place)) found.unshift(["每个指标一行，只贴数值", each]);
    const beyond = width > 1 && start.closest("td").cellIndex + width > start.closest("tr").cells.length - 1;
    const wide = beyond && width <= 3 ? across(lines, start, width) : null;
    if (wide?.puts.some(({ field }) => field.closest("td").dataset.part !== "value")) found.unshift([width === 2 ? "两列是分子、分母" : "三列是数值、分子、分母", wide]);
    return found;
  }

  // ---- asking
  function ask(choices, apply) {
    const dialog = element("dialog", "paste-dialog");
    dialog.setAttribute("aria-label", "粘贴到哪些格");
    const list = element("table", "data-table");
    const show = (plan) => {
      list.replaceChildren(...plan.puts.slice(0, SHOWN).map(({ field, text }) => line(field, text)));
      if (plan.puts.length > SHOWN) list.append(element("tr", "", `……共 ${plan.puts.length} 格`));
    };
    let chosen = choices[0][1];
    dialog.append(element("h2", "h6", "剪贴板里的数贴到哪些格？"));
    choices.forEach(([label, plan], i) => {
      const option = element("label", "d-block");
      const radio = element("input", "form-check-input me-2");
      Object.assign(radio, { type: "radio", name: "paste-plan", checked: i === 0 });
      radio.addEventListener("change", () => {
        chosen = plan;
        show(plan);
      });
      option.append(radio, `${label}（${plan.puts.length} 格${plan.dropped ? `，${plan.dropped} 格贴不下` : ""}）`);
      dialog.append(option);
    });
    const yes = element("button", "btn btn-sm btn-primary me-2", "贴上");
    const no = element("button", "btn btn-sm btn-quiet", "不贴");
    yes.type = no.type = "button";
    yes.addEventListener("click", () => {
      dialog.remove();
      apply(chosen);
    });
    no.addEventListener("click", () => dialog.remove());
    dialog.addEventListener("close", () => dialog.remove());
    dialog.append(list, yes, no);
    document.body.append(dialog);
    show(chosen);
    dialog.showModal();
  }

  function line(field, text) {
    const row = element("tr", "");
    const cell = field.closest("td");
    const of = grid.querySelector(`tr[data-row="${CSS.escape(field.closest("tr").dataset.row || field.closest("tr").dataset.partOf)}"]`);
    row.append(element("th", "", labelOf(of)), element("td", "", PART_LABELS[cell.dataset.part]), element("td", "num", text || "空"));
    return row;
  }

  // True where the paste is ours: more than one cell, or a table.
  window.entryPaste = (data, start, apply) => {
    const lines = read(data);
    if (!lines.length || (lines.length < 2 && lines[0].length < 2)) return false;
    const found = plans(lines, start);
    if (found.length === 1) apply(found[0][1]);
    else ask(found, apply);
    return true;
  };
})();
