// Shared behaviour: large type, kept in a cookie that the server reads; forms that send themselves.
(() => {
  "use strict";
  const root = document.documentElement;

  function setSize(size) {
    if (size) root.dataset.size = size;
    else delete root.dataset.size;
    const age = size ? 31536000 : 0;
    document.cookie = `type_size=${size}; path=/; max-age=${age}; samesite=lax`;
    document.querySelectorAll("[data-size-toggle]").forEach((button) => {
      button.setAttribute("aria-pressed", String(Boolean(size)));
    });
    window.dispatchEvent(new Event("resize"));
  }

  document.addEventListener("click", (event) => {
    if (event.target.closest("[data-size-toggle]")) {
      setSize(root.dataset.size === "large" ? "" : "large");
    }
    if (event.target.closest("[data-print]")) window.print();
    if (event.target.closest("[data-back]")) window.history.back();
  });

  // A choice in a filter takes effect at once; the address keeps it.
  document.addEventListener("change", (event) => {
    const form = event.target.closest("form[data-auto]");
    if (form && event.target.matches("select, input[type=checkbox], input[type=radio]")) form.requestSubmit();
  });

  // Of a form with very many fields only the filled ones go into the address.
  document.addEventListener("formdata", (event) => {
    if (!event.target.matches("form[data-lean]")) return;
    [...event.formData].forEach(([name, text]) => { if (text === "") event.formData.delete(name); });
  });

  // A second click on a button that sends does nothing.
  document.addEventListener("submit", (event) => {
    const form = event.target;
    if (form.method !== "post") return;
    if (form.dataset.sent) event.preventDefault();
    form.dataset.sent = "yes";
  });
  window.addEventListener("pageshow", () => {
    document.querySelectorAll("form[data-sent]").forEach((form) => delete form.dataset.sent);
  });
})();
