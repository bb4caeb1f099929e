// Buttons that copy the text of a field: <button data-copy="#field">.
(() => {
  "use strict";
  document.addEventListener("click", async (event) => {
    const button = event.target.closest("[data-copy]");
    if (!button) return;
    const field = document.querySelector(button.dataset.copy);
    field.select();
    let done = false;
    try {
      await navigator.clipboard.writeText(field.value);
      done = true;
    } catch {
      done = document.execCommand("copy"); // plain http on an intranet has no clipboard API
    }
    button.textContent = done ? "已复制" : "请按 Ctrl+C 复制";
  });
})();
