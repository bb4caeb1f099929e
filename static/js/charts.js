// Draws the plain chart data of assessments.charts that a page holds as json_script: lines, bars,
// a way to the target with its forecast.
// Colours come from the tokens in look.css; numbers are texts of decimals until they are drawn.
(() => {
  "use strict";
  const root = document.documentElement;
  const token = (name) => getComputedStyle(root).getPropertyValue(name).trim();
  const size = () => parseFloat(getComputedStyle(root).fontSize) * 0.875;
  const c = { ink: token("--ink"), ink2: token("--ink-2"), line: token("--line"), brand: token("--brand"),
    good: token("--good"), warn: token("--warn"), tint: "#b9cfe8" };
  const number = (text) => (text === null || text === undefined ? null : Number(text));
  const numbers = (texts) => texts.map(number);
  const fixed = (value, places) => Number(value).toFixed(places).replace("-", "\u2212");
  // A point of an axis without the dust of binary fractions: 6.8, not 6.800000000000001.
  const tick = (value) => String(Number(value.toFixed(6))).replace("-", "\u2212");

  function ends(values, unit) {
    const known = values.filter((v) => v !== null && Number.isFinite(v));
    if (!known.length) return { min: 0, max: 1, interval: 1 };
    const low = Math.min(...known);
    const high = Math.max(...known);
    const span = high - low || Math.abs(high) * 0.2 || 1;
    const power = 10 ** Math.floor(Math.log10(span / 4));
    const interval = [1, 2, 2.5, 5, 10].map((n) => n * power).find((n) => n >= span / 4);
    const tidy = (v) => Number(v.toPrecision(12));
    let min = Math.floor((low - span * 0.25) / interval) * interval; // a label fits under the lowest point
    let max = Math.ceil((high + span * 0.18) / interval) * interval;
    if (low >= 0) min = Math.max(min, 0);
    if (unit === "%" && high <= 100) max = Math.min(max, 100);
    return { min: tidy(min), max: tidy(max), interval };
  }

  function base(data) {
    const show = (v) => (Number.isFinite(v) ? `${fixed(v, data.decimals)}${data.unit}` : "—");
    return {
      animation: false,
      aria: { enabled: false },
      textStyle: { fontFamily: token("--sans"), fontSize: size(), color: c.ink },
      tooltip: { trigger: "axis", renderMode: "richText", backgroundColor: "#fff", borderColor: c.ink2,
        textStyle: { color: c.ink, fontSize: size() }, valueFormatter: show },
      xAxis: { type: "category", data: data.categories, axisTick: { show: false }, axisLine: { lineStyle: { color: c.ink2 } },
        axisLabel: { color: c.ink, fontSize: size(), hideOverlap: true } },
      yAxis: { type: "value", splitLine: { lineStyle: { color: c.line } }, axisLabel: { color: c.ink2, fontSize: size(), formatter: tick } },
    };
  }

  const styles = [
    { color: "brand", type: "solid", symbol: "circle", position: "top", width: 3 },
    { color: "warn", type: "dashed", symbol: "rect", position: "bottom", width: 2.5 },
    { color: "ink2", type: "dotted", symbol: "triangle", position: "top", width: 2.5 },
  ];

  function line(series, style, data) {
    const crowded = data.categories.length > 8;
    return { name: series.name, type: "line", data: numbers(series.values), symbol: style.symbol, symbolSize: 8,
      lineStyle: { color: c[style.color], width: style.width, type: style.type }, itemStyle: { color: c[style.color] },
      labelLayout: { hideOverlap: true },
      label: { show: true, position: style.position, fontSize: size(), color: c[style.color],
        formatter: (p) => (p.value === null || (crowded && p.dataIndex % 2 !== (data.categories.length - 1) % 2) ? "" : fixed(p.value, data.decimals)) } };
  }

  // A value that lags behind what was due is a diamond; a lone one says so.
  function marked(actual, data) {
    const behind = new Set(actual.behind || []);
    const drawn = line(actual, styles[0], data);
    const target = data.target ? number(data.target.value) : null;
    drawn.symbolSize = 9;
    drawn.label.formatter = (p) => (p.value === null ? "" : fixed(p.value, data.decimals));
    drawn.data = drawn.data.map((value, i) => {
      if (value === null || !behind.has(i)) return value;
      const alone = behind.size <= 3 && !behind.has(i - 1) && !behind.has(i + 1);
      return { value, symbol: "diamond", symbolSize: 14, itemStyle: { color: c.warn },
        label: { color: c.warn, position: target !== null && value > target ? "top" : "bottom",
          formatter: `${fixed(value, data.decimals)}${alone ? " 滞后" : ""}` } };
    });
    return drawn;
  }

  // Where the trend leads at the end.
  function endMark(values, data, axis) {
    const last = values.length - 1;
    const value = values[last];
    if (value === null) return undefined;
    const target = data.target ? number(data.target.value) : null;
    const above = target === null || value >= target || value - axis.min < (axis.max - axis.min) / 8;
    return { symbol: "circle", symbolSize: 8, silent: true, itemStyle: { color: "#fff", borderColor: c.brand, borderWidth: 2 },
      label: { show: true, position: above ? "top" : "bottom", formatter: `预计 ${fixed(value, data.decimals)}`,
        color: c.brand, fontSize: size(), fontWeight: 600 },
      data: [{ coord: [last, value] }] };
  }

  function targetMark(data) {
    if (!data.target) return undefined;
    return { symbol: "none", silent: true, lineStyle: { color: c.good, type: "dashed", width: 2 },
      label: { formatter: data.target.name, color: c.good, fontSize: size(), fontWeight: 600 }, data: [{ yAxis: number(data.target.value) }] };
  }

  const options = {
    lines(data) {
      const o = base(data);
      const all = data.series.flatMap((s) => numbers(s.values));
      if (data.target) all.push(number(data.target.value));
      o.grid = { left: size() * 3.6, right: data.target ? size() * 8 : size() * 2.4, top: 26, bottom: 28 };
      Object.assign(o.yAxis, ends(all, data.unit));
      o.series = data.series.map((s, i) => line(s, styles[i % styles.length], data));
      // A label stands on the side away from the other line.
      o.series.forEach((s, i) => {
        const others = o.series.filter((_, j) => j !== i);
        s.data = s.data.map((v, k) => (v === null ? null : { value: v, label: { position: others.some((t) => (t.data[k]?.value ?? t.data[k]) > v) ? "bottom" : "top" } }));
      });
      if (o.series.length) o.series[0].markLine = targetMark(data);
      return o;
    },
    // Series by role: actual, pace, forecast, low, high.
    target_path(data) {
      const o = base(data);
      const of = (role) => data.series.find((s) => s.role === role);
      const all = data.series.flatMap((s) => numbers(s.values));
      if (data.target) all.push(number(data.target.value));
      o.grid = { left: size() * 4.2, right: size() * 8, top: 26, bottom: 28 };
      Object.assign(o.yAxis, ends(all, data.unit));
      o.series = [];
      const low = of("low");
      const high = of("high");
      if (low && high) {
        const lows = numbers(low.values);
        const widths = numbers(high.values).map((h, i) => (h === null ? null : h - lows[i]));
        const helper = { type: "line", stack: "band", symbol: "none", lineStyle: { opacity: 0 }, silent: true, tooltip: { show: false } };
        o.series.push({ ...helper, name: low.name, data: lows });
        o.series.push({ ...helper, name: high.name, data: widths, areaStyle: { color: c.tint, opacity: 0.55 } });
      }
      const pace = of("pace");
      if (pace) o.series.push({ name: pace.name, type: "line", data: numbers(pace.values), symbol: "none", connectNulls: true, itemStyle: { color: c.ink2 }, lineStyle: { color: c.ink2, type: "dotted", width: 2 } });
      const forecast = of("forecast");
      if (forecast) o.series.push({ name: forecast.name, type: "line", data: numbers(forecast.values), symbol: "none", itemStyle: { color: c.brand }, lineStyle: { color: c.brand, type: "dashed", width: 2 }, markPoint: endMark(numbers(forecast.values), data, o.yAxis) });
      const annual = of("annual");
      if (annual) o.series.push({ name: annual.name, type: "scatter", data: numbers(annual.values), symbol: "rect", symbolSize: [14, 3], itemStyle: { color: c.good } });
      o.series.push({ ...marked(of("actual"), data), markLine: targetMark(data) });
      return o;
    },
    bars(data) {
      const o = base(data);
      const all = data.series.flatMap((s) => numbers(s.values));
      o.tooltip.trigger = "item";
      const names = { ...o.xAxis, inverse: true, axisLabel: { ...o.xAxis.axisLabel, interval: 0 } };
      const widest = Math.max(2, ...data.categories.map((name) => name.length));
      o.grid = { left: size() * (widest + 1), right: size() * 4.5, top: 4, bottom: 4 };
      o.yAxis = names;
      o.xAxis = { type: "value", min: 0, max: data.unit === "%" ? 100 : Math.max(...all) * 1.1, show: false };
      o.series = data.series.map((s, i) => ({ name: s.name, type: "bar", barMaxWidth: 18, data: numbers(s.values),
        itemStyle: { color: c[styles[i % styles.length].color] },
        label: { show: true, position: "right", fontSize: size(), color: c.ink, formatter: (p) => (p.value === null ? "" : fixed(p.value, data.decimals)) } }));
      return o;
    },
  };

  document.querySelectorAll("[data-plot]").forEach((node) => {
    const data = JSON.parse(document.getElementById(node.dataset.source).textContent);
    const chart = echarts.init(node, null, { renderer: "svg" });
    const draw = () => { chart.resize(); chart.setOption(options[node.dataset.plot](data), true); };
    draw();
    window.addEventListener("resize", draw);
    window.matchMedia("print").addEventListener("change", draw);
    // Arrow keys step through the points, so that the values can be read without a mouse.
    let at = -1;
    node.addEventListener("keydown", (event) => {
      const step = { ArrowRight: 1, ArrowLeft: -1 }[event.key];
      if (event.key === "Escape") { at = -1; chart.dispatchAction({ type: "hideTip" }); return; }
      if (!step) return;
      event.preventDefault();
      at = Math.min(Math.max(at + step, 0), data.categories.length - 1);
      chart.dispatchAction({ type: "showTip", seriesIndex: chart.getOption().series.length - 1, dataIndex: at });
    });
  });
})();
