// Review desk: choose a row, accept (Y) or flag (N) it, see its panel; counts come from the server.
(() => {
  "use strict";
  const table = document.querySelector("[data-review]");
  if (!table) return;
  const panel = document.querySelector("[data-panel]");
  const isOpen = "open" in table.dataset;
  const rows = [...table.tBodies[0].rows];
  const words = { accepted: ["已核实无误", "tag-good"], flagged: ["已要求核实", "tag-bad"] };

  // The office has opened it: the unit can no longer withdraw.
  if (table.dataset.beginUrl)
    fetch(table.dataset.beginUrl, { method: "POST", headers: { "X-CSRFToken": window.judging.token() } });

  const chosen = () => table.querySelector('tr[aria-selected="true"]');

  function button(text, className, act) {
    const node = document.createElement("button");
    node.type = "button";
    node.className = className;
    node.textContent = text;
    node.addEventListener("click", (event) => {
      event.stopPropagation();
      act();
    });
    return node;
  }

  function draw(row) {
    const cell = row.querySelector("[data-acts]");
    const word = words[row.dataset.state];
    if (word) {
      const tag = document.createElement("span");
      tag.className = `tag ${word[1]}`;
      tag.textContent = word[0];
      const undo = button("撤销", "link", () => mark(row, "unmark"));
      cell.replaceChildren(tag, " ", ...(isOpen ? [undo] : []));
    } else if (isOpen) {
      cell.replaceChildren(
        button("核实无误", "btn btn-sm btn-quiet", () => mark(row, "accept")),
        " ",
        button("要求核实", "btn btn-sm btn-return", () => flag(row)),
      );
    } else cell.replaceChildren("未看");
  }

  async function choose(row, again = false) {
    if (chosen() === row && !again) return; // what is being written in the panel stays
    chosen()?.removeAttribute("aria-selected");
    row.setAttribute("aria-selected", "true");
    row.scrollIntoView({ block: "nearest" });
    const answer = await fetch(row.dataset.panelUrl);
    if (answer.ok && chosen() === row) panel.innerHTML = await answer.text();
  }

  async function flag(row) {
    if (chosen() !== row) await choose(row);
    const reply = panel.querySelector("#reply");
    if (reply.value.trim()) await mark(row, "flag", reply.value);
    else {
      fault("请先写明要改什么，再按 N 或“要求核实”。");
      reply.focus();
    }
  }

  async function mark(row, act, reason = "") {
    const body = new URLSearchParams({ act, reason, version: row.dataset.version });
    const answer = await fetch(row.dataset.markUrl, {
      method: "POST",
      headers: { "X-CSRFToken": window.judging.token() },
      body,
    });
    const told = await answer.json();
    if (!answer.ok) {
      fault(told.error);
      return;
    }
    row.dataset.state = told.state;
    draw(row);
    count(told);
    if (act === "unmark") return;
    const next = rows.slice(rows.indexOf(row) + 1).find((r) => !r.dataset.state);
    if (next) await choose(next);
    else if (act === "flag") await choose(row, true);
  }

  function count({ tally, words: texts }) {
    const set = (name, text) => {
      const node = document.querySelector(`[data-${name}]`);
      if (node) node.textContent = text;
    };
    set("tally-count", texts.count);
    set("tally-why", texts.why);
    set("return", texts.return);
    const approve = document.querySelector("[data-approve]");
    if (approve) approve.disabled = tally.unseen > 0 || tally.flagged > 0;
  }

  function fault(text) {
    const node = panel.querySelector("[data-fault]");
    node.textContent = text;
    node.hidden = !text;
  }

  rows.forEach(draw);
  table.addEventListener("click", (event) => {
    const row = event.target.closest("tbody tr");
    if (!row) return;
    event.preventDefault(); // the link works without scripts
    choose(row);
  });
  document.addEventListener("keydown", (event) => {
    if (event.isComposing || event.ctrlKey || event.metaKey || event.altKey) return;
    if (event.target.matches("input, textarea, select")) return;
    const row = chosen() || rows[0];
    const step = { ArrowDown: 1, ArrowUp: -1 }[event.key];
    if (step) {
      const next = rows[rows.indexOf(row) + step];
      if (next) choose(next);
      event.preventDefault();
    }
    if (!isOpen) return;
    if (event.key === "y" || event.key === "Y") mark(row, "accept");
    if (event.key === "n" || event.key === "N") {
      flag(row);
      event.preventDefault();
    }
  });
  panel.addEventListener("submit", async (event) => {
    if (!event.target.matches("[data-comment]")) return;
    event.preventDefault();
    delete event.target.dataset.sent;
    const answer = await fetch(event.target.action, { method: "POST", body: new FormData(event.target) });
    if (!answer.ok) {
      fault((await answer.json()).error);
      return;
    }
    panel.querySelector("[data-thread]").innerHTML = await answer.text();
    event.target.reset();
    fault("");
  });

  const cells = [...table.querySelectorAll("[data-hint]")].filter((node) => !node.dataset.breakdown);
  const asked = cells.map(({ dataset }) => ({
    key: dataset.hint,
    indicator: Number(dataset.hint),
    value: dataset.number,
    numerator: dataset.numerator,
    denominator: dataset.denominator,
  }));
  window.judging
    .ask(asked)
    .then((verdicts) => cells.forEach((node) => window.judging.show(node, verdicts.get(node.dataset.hint))));
})();
