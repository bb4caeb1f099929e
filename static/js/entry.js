// Entry grid: keys, block paste with undo, autosave in batches, conflicts, live verdicts.
(() => {
  "use strict";
  if (!window.entryGrid) return;
  const { grid, figures } = window.entryGrid;
  const { ask, show, token } = window.judging;
  const WAIT = 400;
  const LEFT_SHOWN = 6;
  const pending = new Set();
  let timer = 0;
  let sending = false;
  let waitingForm = null;
  let lastPaste = [];
  let lastRow = null; // where the person last was, for the next cell to fill
  const saved = document.querySelector("[data-saved]");
  const notice = document.querySelector("[data-paste-notice]");

  const figureOf = (node) => figures.get(node.closest("td").dataset.key);
  const columnFields = (index) =>
    [...grid.tBodies[0].rows]
      .filter((row) => !row.hidden)
      .map((row) => row.cells[index]?.querySelector?.("td.cell input:not([readonly]), td.cell select, input:not([readonly]), select"))
      .filter((field) => field && field.closest("td.cell"));

  // ---- saving
  function queue(figure) {
    pending.add(figure);
    clearTimeout(timer);
    timer = setTimeout(send, WAIT);
  }

  async function send() {
    if (sending || !pending.size) return;
    const batch = [...pending];
    pending.clear();
    sending = true;
    batch.forEach((figure) => {
      figure.isSaving = true;
      figure.draw();
    });
    saved.textContent = "正在保存…";
    try {
      const answer = await fetch(grid.dataset.saveUrl, {
        method: "POST",
        headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
        body: JSON.stringify({ cells: batch.map((figure) => figure.request()) }),
      });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      const told = await answer.json();
      told.cells.forEach((cell) => figures.get(cell.key)?.take(cell));
      batch.forEach(excuseSexes);
      tally(told.tally);
      const wrong = batch.filter((figure) => ["error", "clash"].includes(figure.state)).length;
      saved.textContent = wrong ? `${told.saved_at} 已保存，${wrong} 格没有保存` : `${told.saved_at} 已保存`;
      if (lastPaste.length) report();
      judge(batch);
    } catch {
      batch.forEach((figure) => {
        figure.isSaving = false;
        pending.add(figure);
        figure.draw();
      });
      saved.textContent = "没有存上，请检查网络或重新登录；填的数还在页面上，恢复后会自动再存";
      timer = setTimeout(send, 5000);
    } finally {
      sending = false;
    }
    if (pending.size) timer = setTimeout(send, WAIT);
    else if (waitingForm) {
      const form = waitingForm;
      waitingForm = null;
      if (!form.querySelector("[data-send]").disabled) form.requestSubmit();
    }
  }

  // A reason on the total answers for the sexes too.
  function excuseSexes(total) {
    const [indicator, breakdown, year] = total.key.split("|");
    if (breakdown) return;
    figures.forEach((figure) => {
      const [other, sex, otherYear] = figure.key.split("|");
      if (!sex || other !== indicator || otherYear !== year || figure.fields.value.value || figure.reason) return;
      figure.state = total.reason ? "" : "todo";
      figure.draw();
    });
  }

  function tally(counts) {
    const set = (name, text) => {
      const node = document.querySelector(`[data-${name}]`);
      if (node) node.textContent = text;
    };
    set("headline", counts.headline);
    set("count", counts.count);
    set("why", counts.why);
    const button = document.querySelector("[data-send]");
    if (button) button.disabled = !counts.can_be_sent;
  }

  async function judge(batch) {
    const now = batch.filter((figure) => figure.isNow && !figure.key.split("|")[1]);
    const verdicts = await ask(now.map((figure) => ({ key: figure.key, indicator: Number(figure.key.split("|")[0]), ...figure.number })));
    now.forEach((figure) => show(figure.row.querySelector("[data-hint]"), verdicts.get(figure.key)));
  }

  // ---- typing and moving
  grid.addEventListener("focusin", (event) => {
    lastRow = event.target.closest("tr");
  });

  function move(field, step) {
    const cell = field.closest("td");
    const fields = columnFields(cell.cellIndex);
    const next = fields[fields.indexOf(field) + step];
    if (next) {
      next.focus();
      next.select?.();
    }
  }

  function sideways(field, step) {
    const cells = [...field.closest("tr").querySelectorAll("td.cell input, td.cell select")];
    const next = cells[cells.indexOf(field) + step];
    next?.focus();
    return Boolean(next);
  }

  grid.addEventListener("keydown", (event) => {
    if (event.isComposing || event.keyCode === 229 || !event.target.closest("td.cell")) return;
    const field = event.target;
    const isText = field.matches("input");
    if (event.key === "Enter") commit(field); // the last cell has no next one to blur it
    if (event.key === "Enter" || (event.key === "ArrowDown" && isText)) move(field, event.shiftKey ? -1 : 1);
    else if (event.key === "ArrowUp" && isText) move(field, -1);
    else if (event.key === "ArrowLeft" && isText && field.selectionEnd === 0 && sideways(field, -1)) event.preventDefault();
    else if (event.key === "ArrowRight" && isText && field.selectionStart === field.value.length && sideways(field, 1)) event.preventDefault();
    else if (event.key === "Escape") {
      const figure = figureOf(field);
      field.value = figure.stored[field.closest("td").dataset.part];
      if (figure.state === "error" && !figure.isChanged) queue(figure);
    }
    if (["Enter", "ArrowDown", "ArrowUp"].includes(event.key) && (isText || event.key === "Enter")) event.preventDefault();
  });

  grid.addEventListener("change", (event) => {
    const { reasonFor, explanationFor } = event.target.dataset;
    if (reasonFor || explanationFor) {
      const figure = figures.get(reasonFor || explanationFor);
      if (reasonFor) figure.reason = event.target.value;
      else Object.assign(figure, { explanation: event.target.value, isExplained: true });
      queue(figure);
      return;
    }
    if (event.target.closest("td.cell")) commit(event.target);
  });

  function commit(field) {
    const figure = figureOf(field);
    if (figure.state !== "clash" && (figure.isChanged || figure.state === "error")) queue(figure);
  }

  grid.addEventListener("click", (event) => {
    const use = event.target.dataset?.use;
    if (!use) return;
    const figure = figures.get(event.target.closest("tr").dataset.row);
    if (use === "theirs") {
      figure.useOther();
      judge([figure]);
    } else {
      Object.assign(figure, { version: figure.other.version, state: "", other: null });
      queue(figure);
    }
  });

  // ---- paste of a block, undone as a whole
  grid.addEventListener("paste", (event) => {
    if (!event.target.closest("td.cell")) return;
    const isOurs = window.entryPaste(event.clipboardData, event.target, (plan) => {
      lastPaste = plan.puts.map(({ field }) => ({ field, before: field.value }));
      lastPaste.dropped = plan.dropped;
      leftOut(plan.left || []);
      plan.puts.forEach(({ field, text }) => put(field, text));
      touched().forEach(queue);
      report();
    });
    if (isOurs) event.preventDefault();
  });

  function put(field, text) {
    if (field.matches("select")) {
      const option = [...field.options].find((o) => o.value === text);
      field.value = option ? option.value : "";
    } else field.value = text;
  }

  const touched = () => new Set(lastPaste.map(({ field }) => figureOf(field)));

  function report() {
    const all = [...touched()];
    const wrong = all.filter((figure) => figure.state === "error").length;
    const read = all.map((figure) => figure.readAs).filter(Boolean).slice(0, 3);
    const parts = [`刚才粘贴了 ${lastPaste.length} 格`];
    if (wrong) parts.push(`${wrong} 格有错（见红框）`);
    if (lastPaste.dropped) parts.push(`另有 ${lastPaste.dropped} 格落在锁定格或表外，没有贴`);
    notice.querySelector("[data-paste-text]").textContent = `${parts.join("，")}。${read.join("")}`;
    notice.hidden = false;
  }

  // What went to no cell, each with why.
  function leftOut(sentences) {
    const more = sentences.length > LEFT_SHOWN ? `……共 ${sentences.length} 处` : "";
    notice.querySelector("[data-paste-left]").textContent = sentences.length ? `没有贴的：${sentences.slice(0, LEFT_SHOWN).join("")}${more}` : "";
  }

  document.querySelector("[data-undo-paste]").addEventListener("click", () => {
    const figuresOfPaste = touched();
    lastPaste.forEach(({ field, before }) => {
      field.value = before;
    });
    lastPaste = [];
    figuresOfPaste.forEach(queue);
    notice.hidden = true;
  });

  // ---- filter and next cell to fill
  document.querySelector("[data-filter]")?.addEventListener("click", (event) => {
    const button = event.target.closest("[data-show]");
    if (!button) return;
    const states = button.dataset.show.split(" ").filter(Boolean);
    button.parentElement.querySelectorAll("[data-show]").forEach((b) => b.setAttribute("aria-pressed", String(b === button)));
    grid.querySelectorAll("tbody tr:not(.group)").forEach((row) => {
      const figure = figures.get(row.dataset.row || row.dataset.partOf);
      row.hidden = states.length > 0 && !(figure && (states.includes(figure.state) || (figure.flag && states.includes("flag"))));
    });
    grid.querySelectorAll("tbody tr.group").forEach((row) => {
      row.hidden = states.length > 0;
    });
  });
  // What was returned for a change is shown first.
  const filter = document.querySelector("[data-filter][data-start]");
  filter?.querySelector(`[data-show="${filter.dataset.start}"]`)?.click();

  document.querySelector("[data-next-todo]")?.addEventListener("click", () => {
    const open = [...figures.values()].filter((f) => f.isNow && f.state && !f.row.hidden);
    const after = (f) => lastRow && lastRow.compareDocumentPosition(f.row) & Node.DOCUMENT_POSITION_FOLLOWING;
    const next = open.find(after) ?? open[0];
    if (!next) return;
    next.fields.value.focus();
    next.row.scrollIntoView({ block: "center" });
  });

  // ---- leaving with unsaved cells; sending waits for them
  window.addEventListener("beforeunload", (event) => {
    if (pending.size || sending) event.preventDefault();
  });
  document.querySelector("[data-submit]")?.addEventListener("submit", (event) => {
    if (!pending.size && !sending) return;
    event.preventDefault();
    event.stopPropagation(); // it is not sent yet: look.js must not remember it as sent
    waitingForm = event.target;
    saved.textContent = "正在保存，存好就送审…";
    send();
  });

  // ---- verdicts of what is there already, locked rows too
  const asked = [...grid.querySelectorAll("tr[data-row]")]
    .filter((row) => !row.dataset.row.split("|")[1])
    .map((row) => {
      const cell = row.querySelector(`[data-key="${CSS.escape(row.dataset.row)}"][data-part="value"]`);
      const figure = figures.get(row.dataset.row);
      const { number, numerator, denominator } = cell.dataset;
      return { key: row.dataset.row, indicator: Number(row.dataset.row.split("|")[0]), ...(figure ? figure.number : { value: number, numerator, denominator }) };
    });
  ask(asked).then((verdicts) =>
    grid.querySelectorAll("tr[data-row]").forEach((row) => {
      if (verdicts.has(row.dataset.row)) show(row.querySelector("[data-hint]"), verdicts.get(row.dataset.row));
    }),
  );
})();
