// The page's colours as a canvas needs them: resolved for the theme that is on.
const markers = ["circle", "rectRot", "triangle", "rect", "star", "crossRot", "rectRounded"];

// Series of one colour, where there are more than colours, have different markers.
function marker(series, all) {
  const turn = all.filter((other) => other.color === series.color && other.look === series.look).indexOf(series);
  return markers[(series.color + turn) % markers.length];
}

function resolved(name) {
  const probe = document.createElement("span");
  probe.hidden = true;
  probe.style.color = `var(--${name})`;
  document.body.append(probe);
  const color = getComputedStyle(probe).color;
  probe.remove();
  return color;
}

function palette() {
  const names = ["ink", "quiet", "line", "surface", "accent"];
  const colors = Object.fromEntries(names.map((name) => [name, resolved(name)]));
  colors.series = markers.map((_, index) => resolved(`series-${index}`));
  return colors;
}

function faded(color, share) {
  return color.replace(/^rgb\((.*)\)$/, `rgba($1, ${share})`);
}
