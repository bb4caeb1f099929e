// Verdicts of drafts from the judging core: window.judging.ask(cells) → Map(key → {verdict, word, text}).
(() => {
  "use strict";
  const settings = JSON.parse(document.getElementById("judging")?.textContent || "null");

  async function ask(cells) {
    if (!settings?.url || !cells.length) return new Map();
    const answer = await fetch(settings.url, {
      method: "POST",
      headers: { "Content-Type": "application/json", "X-CSRFToken": token() },
      body: JSON.stringify({ region: settings.region, year: settings.year, cells }),
    });
    if (!answer.ok) return new Map();
    const { verdicts } = await answer.json();
    return new Map(verdicts.map((verdict) => [verdict.key, verdict]));
  }

  function token() {
    return document.cookie.match(/(?:^|; )csrftoken=([^;]+)/)?.[1] || "";
  }

  function show(node, verdict) {
    if (!verdict) {
      node.replaceChildren();
      return;
    }
    const parts = verdict.items.flatMap(({ kind, word, text, plan }) => {
      const badge = document.createElement("span");
      badge.className = `verdict verdict-${kind}`;
      badge.textContent = word;
      return [plan ? `${plan} ` : "", badge, ` ${text} `];
    });
    node.replaceChildren(...parts);
  }

  window.judging = { ask, show, token };
})();
