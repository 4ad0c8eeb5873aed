// One chart with its legend, its controls, its keys and its table.
const zoomStep = 1.5;

class ChartFigure {
  constructor(figure) {
    this.figure = figure;
    this.spec = JSON.parse(figure.querySelector(".chart-data").textContent);
    this.plot = figure.querySelector(".plot");
    this.active = -1;
    const configuration = chartConfiguration(this.spec);
    if (barsLie(this.spec)) {
      const rows = this.spec.categories.length * Math.max(1, this.spec.series.length * 0.6);
      this.plot.style.setProperty("--bars", `${Math.max(9, 4 + 1.9 * rows)}rem`);
    }
    this.chart = new Chart(figure.querySelector("canvas"), configuration);
    buildLegend(figure.querySelector(".legend"), this.spec, this.chart);
    this.startTools();
    this.startKeys();
    document.addEventListener("themechange", () => repaint(this.chart));
  }

  startTools() {
    const tools = this.figure.querySelector(".chart-tools");
    const bars = this.spec.categories.length > 0;
    tools.hidden = false;
    this.scaleButton = tools.querySelector('[data-action="scale"]');
    this.scaleButton.hidden = bars || this.lowest() <= 0 || this.spec.y.format === "PERCENT";
    this.scaleButton.setAttribute("aria-pressed", String(isLogarithmic(this.spec.y)));
    if (bars) {
      const zooming = '[data-action="in"], [data-action="out"], [data-action="reset"], .hint';
      tools.querySelectorAll(zooming).forEach((one) => (one.hidden = true));
    }
    tools.addEventListener("click", (event) => {
      const action = event.target.closest("button")?.dataset.action;
      if (action) {
        this[action](event.target.closest("button"));
      }
    });
  }

  lowest() {
    return Math.min(...this.spec.series.flatMap((series) => series.y).filter((value) => value !== null));
  }

  startKeys() {
    const wheel = (on) => {
      this.chart.options.plugins.zoom.zoom.wheel.enabled = on && this.spec.categories.length === 0;
      this.chart.update("none");
    };
    this.plot.addEventListener("focus", () => wheel(true));
    this.plot.addEventListener("blur", () => {
      wheel(false);
      this.point(-1);
    });
    this.plot.addEventListener("pointerdown", () => this.plot.focus({ focusVisible: false }));
    this.plot.addEventListener("keydown", (event) => {
      const keys = {
        ArrowRight: () => (event.shiftKey ? this.pan(-1) : this.point(this.active + 1)),
        ArrowLeft: () => (event.shiftKey ? this.pan(1) : this.point(this.active - 1)),
        Home: () => this.point(0),
        End: () => this.point(Infinity),
        "+": () => this.in(),
        "=": () => this.in(),
        "-": () => this.out(),
        0: () => this.reset(),
        Escape: () => this.reset(),
      };
      if (keys[event.key] && !event.ctrlKey && !event.metaKey && !event.altKey) {
        event.preventDefault();
        keys[event.key]();
      }
    });
  }

  in() {
    this.chart.zoom({ x: this.zooms() ? zoomStep : 1 }, "none");
  }

  out() {
    this.chart.zoom({ x: this.zooms() ? 1 / zoomStep : 1 }, "none");
  }

  zooms() {
    return this.spec.categories.length === 0;
  }

  pan(direction) {
    this.chart.pan({ x: (direction * this.chart.chartArea.width) / 5 }, undefined, "none");
  }

  reset() {
    this.chart.resetZoom("none");
    this.point(-1);
    announce("The whole chart is shown.");
  }

  scale(button) {
    const axis = this.spec.y;
    axis.scale = isLogarithmic(axis) ? "LINEAR" : "LOGARITHMIC";
    button.setAttribute("aria-pressed", String(isLogarithmic(axis)));
    this.chart.options.scales.y.type = isLogarithmic(axis) ? "logarithmic" : "linear";
    this.chart.update("none");
  }

  table(button) {
    const holder = this.figure.querySelector(".chart-table");
    if (!holder.hasChildNodes()) {
      buildTable(holder, this.spec, this.spec.title);
    }
    holder.hidden = !holder.hidden;
    button.setAttribute("aria-pressed", String(!holder.hidden));
  }

  // The places along x that are in view, which the arrow keys go through.
  places() {
    const { min, max } = this.zooms() ? this.chart.scales.x : { min: -Infinity, max: Infinity };
    const visible = this.spec.series.filter((_, index) => this.chart.isDatasetVisible(index));
    return [...new Set(visible.flatMap((series) => series.x))]
      .filter((x) => x >= min && x <= max)
      .sort((a, b) => a - b);
  }

  point(index) {
    const places = this.places();
    this.active = index < 0 || places.length === 0 ? -1 : Math.min(index, places.length - 1);
    const place = places[this.active];
    const elements = this.active < 0 ? [] : this.spec.series.flatMap((series, datasetIndex) => {
      const at = series.x.indexOf(place);
      const shown = at >= 0 && series.y[at] !== null && this.chart.isDatasetVisible(datasetIndex);
      return shown ? [{ datasetIndex, index: at }] : [];
    });
    this.chart.setActiveElements(elements);
    this.chart.tooltip.setActiveElements(elements, { x: 0, y: 0 });
    this.chart.update("none");
    if (elements.length > 0) {
      announce(this.spoken(place, elements));
    }
  }

  spoken(place, elements) {
    const where = this.spec.categories[place] ?? `${this.spec.x.label} ${formatted(this.spec.x, place)}`;
    const values = elements.map(({ datasetIndex, index }) => {
      const series = this.spec.series[datasetIndex];
      return `${series.labels[index] ?? series.name} ${formatted(this.spec.y, series.y[index])}`;
    });
    return `${where}: ${values.join(", ")}`;
  }
}

// Said by screen readers; the tooltip shows it to the others.
function announce(text) {
  document.getElementById("announcer").textContent = text;
}
