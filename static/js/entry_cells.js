// The entry grid's figures: one record per indicator, group and year, drawn into its cells.
// Others' part: entry.js sends records to the server and reacts to keys and pastes.
(() => {
  "use strict";
  const grid = document.querySelector(".entry-grid");
  if (!grid) return;
  const reasons = JSON.parse(document.getElementById("blank-reasons").textContent);
  const STATES = {
    todo: ["没填", "tag-mute"],
    warn: ["请核对", "tag-warn"],
    error: ["有错", "tag-bad"],
    clash: ["同时修改冲突", "tag-info"],
    flag: ["要改", "tag-bad"],
  };

  function element(name, className, text = "") {
    const node = document.createElement(name);
    node.className = className;
    node.textContent = text;
    return node;
  }

  class Figure {
    constructor(cell) {
      const row = cell.closest("tr");
      Object.assign(this, {
        key: cell.dataset.key,
        cell,
        fields: { value: cell.querySelector("input, select") },
        version: Number(cell.dataset.version),
        state: cell.dataset.state,
        message: cell.dataset.message,
        reason: cell.dataset.reason,
        remark: cell.dataset.remark,
        explanation: cell.dataset.explanation,
        flag: cell.dataset.flag,
        isQuotient: cell.dataset.quotient === "yes",
        number: { value: cell.dataset.number },
        other: null,
        isSaving: false,
        isNow: row.dataset.row === cell.dataset.key,
      });
      for (const part of ["numerator", "denominator"]) {
        const node = grid.querySelector(`td.cell[data-key="${CSS.escape(this.key)}"][data-part="${part}"] input`);
        if (node) this.fields[part] = node;
      }
      this.number.numerator = this.fields.numerator?.value || "";
      this.number.denominator = this.fields.denominator?.value || "";
      this.row = row;
      this.stored = this.texts();
    }

    texts() {
      return Object.fromEntries(Object.entries(this.fields).map(([part, field]) => [part, field.value]));
    }

    get isComputed() {
      return Boolean(this.fields.numerator?.value && this.fields.denominator?.value);
    }

    get isChanged() {
      return Object.entries(this.fields).some(([part, field]) => field.value !== this.stored[part]);
    }

    // What is sent: texts as typed; a value that follows from its parts is left to the server.
    request() {
      const texts = this.texts();
      // Why the old figure was right says nothing of a new one.
      if (this.isChanged && !this.isExplained) this.explanation = "";
      this.isExplained = false;
      this.sent = { ...texts };
      const partsChanged = texts.numerator !== this.stored.numerator || texts.denominator !== this.stored.denominator;
      if (this.isComputed && (this.isQuotient || partsChanged)) texts.value = "";
      const hasText = Object.values(texts).some((text) => text.trim());
      return { key: this.key, seen: this.version, remark: this.remark, explanation: this.explanation, reason: hasText ? "" : this.reason, ...texts };
    }

    take(answer) {
      this.isSaving = false;
      if (answer.status === "conflict") {
        Object.assign(this, { state: "clash", other: answer.other, message: "" });
      } else if (answer.status === "error" || answer.status === "refused") {
        Object.assign(this, { state: "error", message: answer.message });
      } else {
        Object.assign(this, { state: answer.state, message: answer.message, version: answer.version, number: answer.number, reason: answer.shown.reason, isQuotient: answer.is_quotient, other: null });
        this.readAs = answer.read_as;
        this.show(answer.shown);
        if (!this.state && this.flag) this.flag = "";
      }
      this.draw();
    }

    // What was typed on since it was sent stays; it is sent next.
    show(texts) {
      for (const [part, field] of Object.entries(this.fields)) {
        if (!this.sent || field.value === this.sent[part]) field.value = texts[part];
        this.stored[part] = texts[part];
      }
    }

    useOther() {
      const { other } = this;
      Object.assign(this, { version: other.version, reason: other.reason, other: null, state: "", message: "" });
      this.show(other);
      for (const [part, field] of Object.entries(this.fields)) field.value = other[part];
      this.number = { value: other.value, numerator: other.numerator, denominator: other.denominator };
      this.draw();
    }

    draw() {
      const bad = this.state === "error";
      for (const field of Object.values(this.fields)) {
        const cell = field.closest("td");
        cell.dataset.state = this.state === "flag" ? "error" : this.state;
        field.toggleAttribute("aria-invalid", bad);
        if (bad) field.setAttribute("aria-invalid", "true");
      }
      this.fields.value.readOnly = this.isComputed;
      this.cell.classList.toggle("computed", this.isComputed);
      if (this.isNow) this.row.querySelector("[data-status]").replaceChildren(...this.status());
    }

    status() {
      if (this.isSaving) return ["正在保存…"];
      const nodes = [];
      const state = STATES[this.state];
      if (state) nodes.push(element("span", `tag ${state[1]}`, state[0]), " ");
      if (this.state === "clash") return [...nodes, ...this.choices()];
      if (this.state === "flag" || (this.flag && this.state !== "error")) nodes.push(this.flag, " ");
      if (this.message && this.state !== "todo") nodes.push(this.message, " ");
      if (this.state === "todo" || this.reason) nodes.push(this.reasonSelect());
      if (this.state === "warn" || this.explanation) nodes.push(this.explanationField());
      if (!this.state && !this.reason) nodes.push(this.version ? this.readAs || "已保存" : "");
      return nodes;
    }

    choices() {
      const mine = element("button", "link", `用 ${this.fields.value.value || "空"}`);
      const theirs = element("button", "link", `用 ${this.other.text || "空"}`);
      mine.type = theirs.type = "button";
      mine.dataset.use = "mine";
      theirs.dataset.use = "theirs";
      return [`${this.other.who}填 ${this.other.text || "空"} `, mine, " ", theirs];
    }

    reasonSelect() {
      const select = element("select", "form-select form-select-sm d-inline-block w-auto");
      select.dataset.reasonFor = this.key;
      select.setAttribute("aria-label", `${this.name} 缺数原因`);
      select.append(new Option("没有数据？选原因", ""));
      for (const [value, label] of reasons) select.append(new Option(label, value, false, value === this.reason));
      return select;
    }

    explanationField() {
      const field = element("input", "form-control form-control-sm");
      field.dataset.explanationFor = this.key;
      field.value = this.explanation;
      field.maxLength = 300;
      field.placeholder = "核对无误请写明理由";
      field.setAttribute("aria-label", `${this.name} 核对说明`);
      return field;
    }

    get name() {
      return this.row.querySelector("th").textContent.trim();
    }
  }

  const figures = new Map();
  grid.querySelectorAll('td.cell[data-part="value"]').forEach((cell) => {
    const figure = new Figure(cell);
    figures.set(figure.key, figure);
  });
  figures.forEach((figure) => figure.draw());
  window.entryGrid = { grid, figures, element };
})();
