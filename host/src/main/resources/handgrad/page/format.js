// Numbers as the page writes them: a point before decimals, commas between thousands.
const groups = (digits) => new Intl.NumberFormat("en-US", { maximumFractionDigits: digits });
const significant = (digits) => new Intl.NumberFormat("en-US", { maximumSignificantDigits: digits });

function formatNumber(value, digits = 4) {
  const size = Math.abs(value);
  if (size !== 0 && (size < 1e-3 || size >= 1e6)) {
    return value.toExponential(digits - 1).replace(/\.?0+e/, "e").replace("e+", "e");
  }
  return significant(digits).format(value);
}

function formatUnits(value, step, units) {
  let unit = 0;
  let scaled = value;
  while (Math.abs(scaled) >= step && unit < units.length - 1) {
    scaled /= step;
    unit++;
  }
  return `${significant(4).format(scaled)}\u00A0${units[unit]}`;
}

const formats = {
  NUMBER: (value) => formatNumber(value),
  COUNT: (value) => (Number.isInteger(value) ? groups(0) : groups(1)).format(value),
  PERCENT: (value) => `${groups(2).format(100 * value)}\u00A0%`,
  SECONDS: (value) =>
    value === 0 ? "0\u00A0s"
    : Math.abs(value) < 1e-3 ? `${significant(4).format(value * 1e6)}\u00A0µs`
    : Math.abs(value) < 1 ? `${significant(4).format(value * 1e3)}\u00A0ms`
    : `${significant(4).format(value)}\u00A0s`,
  BYTES: (value) => formatUnits(value, 1024, ["B", "KiB", "MiB", "GiB", "TiB"]),
};

// A figure that is not there, such as a loss that became infinite, is a dash.
function formatted(axis, value) {
  return value === null || value === undefined ? "–" : formats[axis.format](value);
}

function isLogarithmic(axis) {
  return axis.scale === "LOGARITHMIC";
}
