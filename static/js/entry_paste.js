// Pasting into the entry grid: what is on the clipboard as rows of texts, and which cells it means.
// Where that cannot be known, a dialog shows what would go where and asks. entry.js fills it in.
(() => {
  "use strict";
  if (!window.entryGrid) return;
  const { grid, figures, element } = window.entryGrid;
  const PART_LABELS = { value: "数值", numerator: "分子", denominator: "分母" };
  const SHOWN = 12;

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

  // The rows of a copied table, and its merged ranges as [top, left, bottom, right].
  function pageOf(html) {
    // Styles are only read, never applied: the page's policy forbids them.
    const plain = html.replace(/<style[\s\S]*?<\/style>/gi, "").replace(/\sstyle=/gi, " data-style=");
    const table = new DOMParser().parseFromString(plain, "text/html").querySelector("table");
    if (!table) return { rows: [], merged: [] };
    const lines = [...table.rows].filter((row) => !/display:\s*none|mso-height-source:.*height:\s*0/.test(row.dataset.style || "") && !row.hidden);
    const rows = lines.map(() => []);
    const merged = [];
    lines.forEach((line, down) => {
      let right = 0;
      for (const cell of line.cells) {
        while (rows[down][right] !== undefined) right += 1;
        for (let r = 0; r < cell.rowSpan && rows[down + r]; r += 1)
          for (let c = 0; c < cell.colSpan; c += 1) rows[down + r][right + c] = r || c ? "" : cell.textContent.replace(/\s+/g, " ").trim();
        const bottom = Math.min(down + cell.rowSpan, rows.length) - 1;
        if (bottom > down) merged.push([down, right, bottom, right + cell.colSpan - 1]);
        right += cell.colSpan;
      }
    });
    return { rows: rows.map((row) => Array.from(row, (text) => text ?? "")), merged };
  }

  // Plain text says nothing of merged cells: the table beside it does, where both have the same lines.
  function read(data) {
    const text = data.getData("text/plain") || data.getData("text");
    const page = pageOf(data.getData("text/html"));
    if (!text.trim()) return { lines: page.rows, merged: page.merged };
    const lines = rowsOfText(text);
    return { lines, merged: lines.length === page.rows.length ? page.merged : [] };
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
    const rows = all.slice(all.indexOf(rowOf(start)));
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

  // Words beside numbers: the block may name its indicators, and the server reads such a block by
  // the rules of a ledger. Null: it names none, so its place tells.
  const mayName = (lines) => lines.some((line) => line.length > 1 && line.some((text) => /[A-Za-z\u4e00-\u9fff]/.test(text)));

  async function byName(lines, merged) {
    const answer = await fetch(grid.dataset.pasteUrl, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": window.judging.token() },
      body: JSON.stringify({ lines, merged }),
    });
    const told = await answer.json();
    if (told.error) return { puts: [], dropped: 0, left: [told.error] };
    if (!told.cells) return null;
    const left = [...told.left];
    const puts = told.cells.flatMap((cell) => putsOf(cell, left));
    return { puts, dropped: 0, left };
  }

  function putsOf(cell, left) {
    const figure = figures.get(cell.key);
    const parts = ["value", "numerator", "denominator"].filter((part) => cell[part]);
    if (!figure || !parts.every((part) => isOpen(figure.fields[part]))) {
      left.push(`“${cell.name}”在这张表上没有可以填的格，没有贴。`);
      return [];
    }
    if (figure.isComputed && !cell.numerator) {
      left.push(`“${cell.name}”的值由分子、分母算出，请粘贴分子、分母，或先清空它们。`);
      return [];
    }
    return parts.map((part) => ({ field: figure.fields[part], text: cell[part], question: part === parts[0] ? cell.question : "" }));
  }

  const same = (one, other) => one.puts.length === other.puts.length && one.puts.every(({ field }, i) => field === other.puts[i].field);

  // Figures in doubt are left out unless the person takes them.
  function plansByName(named) {
    const keyOf = ({ field }) => field.closest("td").dataset.key;
    const doubted = new Set(named.puts.filter((put) => put.question).map(keyOf));
    const certain = named.puts.filter((put) => !doubted.has(keyOf(put)));
    if (certain.length === named.puts.length) return [["按指标名称对应", named]];
    return [
      ["只贴没有疑问的", { ...named, puts: certain }],
      ["有疑问的也贴上（请逐个核对）", named],
    ];
  }

  function plansByPlace(lines, start) {
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
  function ask(choices, apply, doubted) {
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
    if (doubted.length) {
      const doubts = element("ul", "small mb-2");
      doubts.append(...doubted.slice(0, SHOWN).map(({ field, question }) => element("li", "", `${labelOf(rowOf(field))}：${question}`)));
      dialog.append(element("p", "mb-1", `${doubted.length} 个数有疑问：`), doubts);
    }
    dialog.append(list, yes, no);
    document.body.append(dialog);
    show(chosen);
    dialog.showModal();
  }

  function rowOf(field) {
    const { row, partOf } = field.closest("tr").dataset;
    return grid.querySelector(`tr[data-row="${CSS.escape(row || partOf)}"]`);
  }

  function line(field, text) {
    const row = element("tr", "");
    const cell = field.closest("td");
    row.append(element("th", "", labelOf(rowOf(field))), element("td", "", PART_LABELS[cell.dataset.part]), element("td", "num", text || "空"));
    return row;
  }

  async function choose({ lines, merged }, start, apply) {
    const failed = { puts: [], dropped: 0, left: ["没有贴上，请检查网络或重新登录后再粘贴。"] };
    const named = mayName(lines) ? await byName(lines, merged).catch(() => failed) : null;
    const found = named ? plansByName(named) : plansByPlace(lines, start);
    if (found.length === 1) apply(found[0][1]);
    else ask(found, apply, named ? named.puts.filter((put) => put.question) : []);
  }

  // True where the paste is ours: more than one cell, or a table.
  window.entryPaste = (data, start, apply) => {
    const block = read(data);
    const { lines } = block;
    if (!lines.length || (lines.length < 2 && lines[0].length < 2)) return false;
    choose(block, start, apply);
    return true;
  };
})();
