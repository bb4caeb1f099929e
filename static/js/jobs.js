// Asks how a running job stands and loads the page again when it has ended.
(() => {
  "use strict";
  const FIRST = 700;
  const SLOWEST = 5000;

  function show(node, job) {
    const bar = node.querySelector("progress");
    const step = node.querySelector("[data-job-step]");
    const left = node.querySelector("[data-job-left]");
    const text = node.querySelector("[data-job-text]");
    if (job.total > 0) {
      bar.max = job.total;
      bar.value = job.done;
      step.textContent = job.words || `第 ${Math.min(job.done + 1, job.total)} 步，共 ${job.total} 步`;
    } else {
      bar.removeAttribute("value");
      step.textContent = job.label;
    }
    left.textContent = job.seconds_left ? `约 ${job.seconds_left} 秒` : "";
    if (job.text) text.textContent = `正在${job.text}。`;
  }

  function watch(node) {
    let wait = FIRST;
    async function ask() {
      try {
        const answer = await fetch(node.dataset.job, { headers: { Accept: "application/json" }, redirect: "manual" });
        if (!answer.ok) { window.location.reload(); return; }
        const job = await answer.json();
        if (!job.running) { window.location.reload(); return; }
        show(node, job);
      } catch {
        // The network is away or the session has ended: ask less and less often.
        wait *= 2;
      }
      wait = Math.min(wait * 1.15, SLOWEST);
      setTimeout(ask, wait);
    }
    setTimeout(ask, FIRST);
  }

  document.querySelectorAll("[data-job]").forEach(watch);
})();
