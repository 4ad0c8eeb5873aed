// A chart's figures as a table: a row for each place along x and a column for each series; of named points, a row
// each.
function cell(row, kind, text, number) {
  const element = document.createElement(kind);
  element.textContent = text;
  if (number) {
    element.className = "number";
  }
  if (kind === "th") {
    element.scope = row.parentElement?.tagName === "THEAD" ? "col" : "row";
  }
  row.append(element);
}

function columnTitles(series) {
  return series.low.length ? [series.name, `${series.name}, from`, `${series.name}, to`] : [series.name];
}

function valuesAt(series, index, axis) {
  const spread = series.low.length ? [series.low[index], series.high[index]] : [];
  return [series.y[index], ...spread].map((value) => formatted(axis, value));
}

function namedRows(spec) {
  return spec.series.flatMap((series) =>
    series.labels.length
      ? series.labels.map((label, i) => [
          `${series.name}: ${label}`,
          formatted(spec.x, series.x[i]),
          formatted(spec.y, series.y[i]),
        ])
      : series.x.map((x, i) => [series.name, formatted(spec.x, x), formatted(spec.y, series.y[i])]));
}

function rowsAlong(spec) {
  const places = [...new Set(spec.series.flatMap((series) => series.x))].sort((a, b) => a - b);
  const indices = spec.series.map((series) => new Map(series.x.map((x, i) => [x, i])));
  return places.map((place) => [
    spec.categories[place] ?? formatted(spec.x, place),
    ...spec.series.flatMap((series, s) =>
      indices[s].has(place) ? valuesAt(series, indices[s].get(place), spec.y) : columnTitles(series).map(() => "–")),
  ]);
}

function buildTable(holder, spec, caption) {
  const named = spec.series.some((series) => series.labels.length);
  const titles = named
    ? ["point", spec.x.label, spec.y.label]
    : [spec.x.label, ...spec.series.flatMap(columnTitles)];
  const table = document.createElement("table");
  table.createCaption().textContent = caption;
  const head = table.createTHead().insertRow();
  titles.forEach((title, i) => cell(head, "th", title, i > 0));
  const body = table.createTBody();
  for (const values of named ? namedRows(spec) : rowsAlong(spec)) {
    const row = body.insertRow();
    values.forEach((value, i) => cell(row, i === 0 ? "th" : "td", value, i > 0));
  }
  holder.replaceChildren(table);
}
