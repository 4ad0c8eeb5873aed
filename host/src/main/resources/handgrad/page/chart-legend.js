// A chart's legend: a button for each series, which hides and shows it.
const svgNamespace = "http://www.w3.org/2000/svg";

function swatch(series, all) {
  const svg = document.createElementNS(svgNamespace, "svg");
  svg.setAttribute("width", "24");
  svg.setAttribute("height", "12");
  svg.setAttribute("aria-hidden", "true");
  svg.setAttribute("class", `stroke-${series.color}`);
  const shape = (name, attributes) => {
    const element = document.createElementNS(svgNamespace, name);
    Object.entries(attributes).forEach(([key, value]) => element.setAttribute(key, value));
    svg.append(element);
  };
  if (series.look === "BARS") {
    shape("rect", { x: 6, y: 1, width: 12, height: 10, rx: 2, fill: "currentColor" });
    return svg;
  }
  if (series.look !== "POINTS") {
    const dashes = series.look === "DASHED" ? { "stroke-dasharray": "5 3" } : {};
    const faint = series.look === "FAINT" ? { opacity: 0.5 } : {};
    const width = series.look === "FAINT" ? 1.5 : 2.25;
    const line = { x1: 1, y1: 6, x2: 23, y2: 6, stroke: "currentColor", "stroke-width": width };
    shape("line", { ...line, ...dashes, ...faint });
  }
  if (["MARKED", "POINTS"].includes(series.look)) {
    const outlines = {
      circle: "M12 2a4 4 0 1 0 .01 0z",
      rectRot: "M12 1l5 5-5 5-5-5z",
      triangle: "M12 1.5l5 8.5H7z",
      rect: "M8 2h8v8H8z",
      rectRounded:
        "M9.5 2h5a1.5 1.5 0 0 1 1.5 1.5v5a1.5 1.5 0 0 1-1.5 1.5h-5A1.5 1.5 0 0 1 8 8.5v-5A1.5 1.5 0 0 1 9.5 2z",
    };
    const crosses = { star: "M12 1v10M7.5 3.5l9 5M7.5 8.5l9-5", crossRot: "M8 2l8 8M16 2l-8 8" };
    const style = marker(series, all);
    shape("path", outlines[style]
      ? { d: outlines[style], fill: "currentColor" }
      : { d: crosses[style], stroke: "currentColor", "stroke-width": 2, fill: "none" });
  }
  return svg;
}

function buildLegend(list, spec, chart) {
  spec.series.forEach((series, index) => {
    const button = document.createElement("button");
    button.type = "button";
    button.setAttribute("aria-pressed", "true");
    button.append(swatch(series, spec.series), document.createTextNode(series.name));
    button.addEventListener("click", () => {
      const shown = !chart.isDatasetVisible(index);
      chart.setDatasetVisibility(index, shown);
      button.setAttribute("aria-pressed", String(shown));
      chart.update("none");
    });
    const item = document.createElement("li");
    item.append(button);
    list.append(item);
  });
  list.hidden = spec.series.length < 2;
}
