// ECharts options shared by every page. Colours are read from the tokens in look.css.
// Numbers arrive as texts of decimals and become floats only to be drawn.
(() => {
  "use strict";
  const css = getComputedStyle(document.documentElement);
  const token = (name) => css.getPropertyValue(name).trim();
  const size = () => parseFloat(getComputedStyle(document.documentElement).fontSize) * 0.875;
  const c = {
    ink: token("--ink"), ink2: token("--ink-2"), line: token("--line"), brand: token("--brand"),
    good: token("--good"), bad: token("--bad"), warn: token("--warn"), tint: "#b9cfe8",
  };
  const number = (text) => (text === null || text === undefined ? null : Number(text));
  const numbers = (texts) => texts.map(number);
  const fixed = (value, places) => Number(value).toFixed(places);

  // How many full-width characters a text is wide.
  const wide = (text) => [...text].reduce((sum, sign) => sum + (sign > "\u2e7f" ? 1 : 0.6), 0);

  // A round step that gives about `parts` parts: 1, 2, 2.5 or 5 times a power of ten.
  function step(span, parts) {
    const rough = span / parts;
    const power = 10 ** Math.floor(Math.log10(rough));
    const nice = [1, 2, 2.5, 5, 10].find((n) => n * power >= rough);
    return nice * power;
  }

  // Ends and interval of an axis that holds all values with some air; rates stay within 0 to 100.
  function scale(values, unit) {
    const known = values.filter((v) => v !== null);
    if (!known.length) return { min: 0, max: 1, interval: 1 };
    const low = Math.min(...known);
    const high = Math.max(...known);
    const span = high - low || Math.abs(high) || 1;
    const interval = step(span * 1.3, 5);
    let min = Math.floor((low - span * 0.12) / interval) * interval;
    let max = Math.ceil((high + span * 0.15) / interval) * interval;
    if (low >= 0) min = Math.max(min, 0);
    if (unit === "%" && high <= 100) max = Math.min(max, 100);
    return { min, max, interval };
  }

  function base(show) {
    return {
      animation: false,
      textStyle: { fontFamily: token("--sans"), fontSize: size(), color: c.ink },
      tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: "#fff", borderColor: c.ink2,
        textStyle: { color: c.ink, fontSize: size() }, valueFormatter: show },
      xAxis: { type: "category", axisTick: { show: false }, axisLine: { lineStyle: { color: c.ink2 } },
        axisLabel: { color: c.ink, fontSize: size(), hideOverlap: true } },
      yAxis: { type: "value", splitLine: { lineStyle: { color: c.line } }, axisLabel: { color: c.ink2, fontSize: size() } },
    };
  }

  const options = {
    trend(data) {
      const show = (v) => (Number.isFinite(v) ? `${fixed(v, data.decimals)}${data.unit}` : "—");
      const o = base(show);
      const actual = numbers(data.actual);
      const pace = numbers(data.pace);
      const target = number(data.target);
      const annual = numbers(data.annual);
      const behind = new Set(data.behind);
      const label = { show: true, position: "top", textBorderColor: "#fff", textBorderWidth: 3, fontSize: size(), color: c.ink, fontWeight: 600, formatter: (p) => fixed(p.value, data.decimals) };
      // A long wording would be cut off at the edge: the number then says it.
      const wording = data.target_text && data.target_text.length <= 8 ? data.target_text : show(target);
      const words = target === null ? "" : `目标 ${wording}`;
      o.grid = { left: size() * 4.2, right: words ? size() * (wide(words) + 1.2) : size() * 2, top: 26, bottom: 28 };
      o.xAxis.data = data.years.map((year) => `${year}年`);
      const ahead = number(data.forecast[data.forecast.length - 1]);
      const axis = scale([...actual, ...pace, ...annual, target, ahead], data.unit);
      Object.assign(o.yAxis, axis);
      const mark = { symbol: "none", silent: true, lineStyle: { color: c.good, type: "dashed", width: 2 },
        label: { formatter: words, color: c.good, fontSize: size(), fontWeight: 600 }, data: [{ yAxis: target }] };
      o.series = [
        { name: "时序进度", type: "line", data: pace, connectNulls: true, symbol: "none", silent: true, tooltip: { show: false },
          itemStyle: { color: c.ink2 }, lineStyle: { color: c.ink2, type: "dotted", width: 2 },
          markLine: target === null ? undefined : mark },
        { name: "趋势推算", type: "line", data: numbers(data.forecast), connectNulls: true, symbol: "none", silent: true, tooltip: { show: false },
          itemStyle: { color: c.brand }, lineStyle: { color: c.brand, type: "dashed", width: 2 },
          markPoint: { symbol: "circle", symbolSize: 8, silent: true, itemStyle: { color: "#fff", borderColor: c.brand, borderWidth: 2 },
            label: { show: true, position: target === null || ahead >= target || ahead - axis.min < (axis.max - axis.min) / 8 ? "top" : "bottom", formatter: `预计 ${fixed(ahead ?? 0, data.decimals)}`, color: c.brand, fontSize: size(), fontWeight: 600 },
            data: ahead === null ? [] : [{ coord: [data.years.length - 1, ahead] }] } },
        ...(annual.some((v) => v !== null) ? [{ name: "年度目标", type: "scatter", data: annual, symbol: "rect", symbolSize: [14, 3], itemStyle: { color: c.good } }] : []),
        { name: "实际", type: "line", label, lineStyle: { color: c.brand, width: 3 }, itemStyle: { color: c.brand }, symbolSize: 9, symbol: "circle",
          data: actual.map((v, i) => (v !== null && behind.has(data.years[i])
            ? { value: v, symbol: "diamond", symbolSize: 14, itemStyle: { color: c.warn }, label: { ...label, position: target !== null && v > target ? "top" : "bottom", color: c.warn, formatter: behind.size > 3 || behind.has(data.years[i] - 1) || behind.has(data.years[i] + 1) ? fixed(v, data.decimals) : `${fixed(v, data.decimals)} 滞后` } } : v)) },
      ];
      return o;
    },
  };

  // Data from the page itself (json_script) or from the API.
  async function read(node) {
    if (node.dataset.source) return JSON.parse(document.getElementById(node.dataset.source).textContent);
    const answer = await fetch(node.dataset.url, { headers: { Accept: "application/json" } });
    if (!answer.ok) throw new Error(`chart data: ${answer.status}`);
    return answer.json();
  }

  document.querySelectorAll("[data-chart]").forEach(async (node) => {
    const data = await read(node);
    const chart = echarts.init(node, null, { renderer: "svg" });
    const draw = () => { chart.resize(); chart.setOption(options[node.dataset.chart](data), true); };
    draw();
    window.addEventListener("resize", draw);
    window.matchMedia("print").addEventListener("change", draw);
  });
})();
