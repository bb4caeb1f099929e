// The year follows the stage and the round that are chosen, until somebody types another one.
(() => {
  "use strict";
  const years = JSON.parse(document.getElementById("stage-years").textContent);
  const form = document.getElementById("start");
  const { stage, round, year } = form.elements;

  function meant() {
    const known = years[round.value] || {};
    return known[stage.value] || "";
  }

  let offered = String(meant());
  function follow() {
    if (year.value && year.value !== offered) return;
    offered = String(meant());
    if (offered) year.value = offered;
  }
  stage.addEventListener("change", follow);
  round.addEventListener("change", follow);
})();
