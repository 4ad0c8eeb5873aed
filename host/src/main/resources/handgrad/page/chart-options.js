// From a chart as the page carries it to Chart.js's configuration.
function dataset(series, bars, all) {
  const points = series.x.map((x, i) => (bars ? series.y[i] : { x, y: series.y[i] }));
  return {
    label: series.name,
    data: points,
    low: series.low,
    high: series.high,
    look: series.look,
    color: series.color,
    names: series.labels,
    pointStyle: marker(series, all),
  };
}

// Colours and strokes apart from the data, since they change with the theme.
function paint(dataset, colors) {
  const color = colors.series[dataset.color];
  const lonely = dataset.data.length === 1;
  const marked = ["MARKED", "POINTS"].includes(dataset.look) || lonely;
  const many = dataset.data.length > 60;
  Object.assign(dataset, {
    borderColor: dataset.look === "FAINT" ? faded(color, 0.4) : color,
    backgroundColor: dataset.look === "BARS" ? faded(color, 0.85) : color,
    borderWidth: { FAINT: 1, DASHED: 1.75, BARS: 0 }[dataset.look] ?? 2,
    borderDash: dataset.look === "DASHED" ? [6, 5] : [],
    borderRadius: 3,
    maxBarThickness: 44,
    showLine: dataset.look !== "POINTS",
    pointRadius: marked ? (dataset.look === "POINTS" ? 5.5 : many && !lonely ? 0 : 4) : 0,
    pointHoverRadius: 6,
    pointHitRadius: 8,
    pointBorderColor: dataset.look === "POINTS" ? colors.surface : color,
    pointBorderWidth: dataset.look === "POINTS" ? 1 : 2,
    tension: 0,
    spanGaps: false,
    order: { FAINT: 3, BARS: 2 }[dataset.look] ?? 1,
  });
}

function scale(axis, colors, categories) {
  const options = {
    type: categories.length ? "category" : isLogarithmic(axis) ? "logarithmic" : "linear",
    title: { display: axis.label !== "", text: axis.label, color: colors.quiet, font: { size: 13 } },
    grid: { color: colors.line, drawTicks: false },
    border: { color: colors.line },
    ticks: { color: colors.quiet, padding: 6, maxRotation: 0, autoSkip: true, autoSkipPadding: 12, maxTicksLimit: 8 },
  };
  if (axis.least !== null) {
    options.min = axis.least;
    options.ticks.includeBounds = false;
  }
  if (axis.most !== null) {
    options.max = axis.most;
  }
  if (!categories.length) {
    options.ticks.callback = tickText(axis);
    if (axis.format === "COUNT" && !isLogarithmic(axis)) {
      options.ticks.precision = 0;
    }
  }
  return options;
}

// On a logarithmic axis ones, twos and fives, so that no number runs into the next.
function tickText(axis) {
  return (value, index, ticks) => {
    if (isLogarithmic(axis) && ticks.length > 8) {
      const leading = value / 10 ** Math.floor(Math.log10(value) + 1e-9);
      const shown = ticks.length > 24 ? [1] : ticks.length > 14 ? [1, 3] : [1, 2, 5];
      if (!shown.some((digit) => Math.abs(leading - digit) < 1e-6)) {
        return null;
      }
    }
    return formatted(axis, Number(value.toPrecision(12)));
  };
}

function tooltipLabel(spec) {
  return (item) => {
    const series = item.dataset;
    const bar = spec.categories.length > 0;
    const value = bar ? series.data[item.dataIndex] : item.raw.y;
    const name = series.names[item.dataIndex] ? `${series.names[item.dataIndex]}: ` : `${series.label}: `;
    const spread = series.low.length
      ? ` (${formatted(spec.y, series.low[item.dataIndex])} to ${formatted(spec.y, series.high[item.dataIndex])})`
      : "";
    return name + formatted(spec.y, value) + spread;
  };
}

function tooltipTitle(spec) {
  return (items) =>
    items.length === 0 ? ""
    : spec.categories.length ? spec.categories[items[0].dataIndex]
    : `${spec.x.label} ${formatted(spec.x, items[0].raw.x)}`;
}

// Bars with long names lie, the others stand.
function barsLie(spec) {
  return spec.categories.some((name) => name.length > 6);
}

// The axis reaches as far as the spread of the points does. A missing end is null, which Math.max would take for 0.
function holdSpread(axis, spec) {
  const ends = spec.series
    .flatMap((series) => [...series.low, ...series.high])
    .filter((end) => end !== null && (!isLogarithmic(spec.y) || end > 0));
  if (ends.length > 0) {
    axis.suggestedMin = Math.min(...ends);
    axis.suggestedMax = Math.max(...ends);
  }
}

function chartConfiguration(spec) {
  const colors = palette();
  const bars = spec.categories.length > 0;
  const lying = bars && barsLie(spec);
  const scattered = spec.series.some((series) => series.look === "POINTS");
  const datasets = spec.series.map((series) => dataset(series, bars, spec.series));
  datasets.forEach((one) => paint(one, colors));
  const along = scale(spec.x, colors, spec.categories);
  const up = scale(spec.y, colors, []);
  holdSpread(up, spec);
  if (lying) {
    along.grid.display = false;
    along.ticks.autoSkip = false;
    along.title.display = false;
  }
  return {
    type: bars ? "bar" : "line",
    data: { labels: bars ? spec.categories : undefined, datasets },
    options: {
      locale: "en-US",
      indexAxis: lying ? "y" : "x",
      animation: false,
      responsive: true,
      maintainAspectRatio: false,
      parsing: bars ? undefined : false,
      normalized: false,
      interaction: {
        mode: bars ? "index" : "nearest",
        intersect: scattered,
        axis: scattered ? "xy" : lying ? "y" : "x",
      },
      layout: { padding: { top: 6, right: 10 } },
      scales: lying ? { y: along, x: up } : { x: along, y: up },
      plugins: {
        legend: { display: false },
        whiskers: { color: colors.ink },
        tooltip: {
          backgroundColor: colors.surface,
          titleColor: colors.ink,
          bodyColor: colors.ink,
          borderColor: colors.quiet,
          borderWidth: 1,
          padding: 10,
          usePointStyle: true,
          boxPadding: 4,
          filter: (item, index, items) =>
            items.findIndex((other) => other.datasetIndex === item.datasetIndex) === index,
          callbacks: { title: tooltipTitle(spec), label: tooltipLabel(spec) },
        },
        zoom: zoomOptions(bars, colors),
      },
    },
    plugins: [whiskers],
  };
}

// The wheel zooms only a chart that was clicked or tabbed to: else it scrolls the page, as a reader expects.
function zoomOptions(bars, colors) {
  return {
    limits: { x: { min: "original", max: "original" }, y: { min: "original", max: "original" } },
    pan: { enabled: false },
    zoom: {
      mode: "x",
      wheel: { enabled: false, speed: 0.15 },
      drag: {
        enabled: !bars,
        backgroundColor: faded(colors.accent, 0.18),
        borderColor: colors.accent,
        borderWidth: 1,
        threshold: 6,
      },
    },
  };
}

function repaint(chart) {
  const colors = palette();
  chart.data.datasets.forEach((one) => paint(one, colors));
  for (const axis of Object.values(chart.options.scales)) {
    axis.title.color = colors.quiet;
    axis.ticks.color = colors.quiet;
    axis.grid.color = colors.line;
    axis.border.color = colors.line;
  }
  const { tooltip, whiskers: spread } = chart.options.plugins;
  Object.assign(tooltip, {
    backgroundColor: colors.surface,
    titleColor: colors.ink,
    bodyColor: colors.ink,
    borderColor: colors.quiet,
  });
  spread.color = colors.ink;
  chart.update("none");
}
