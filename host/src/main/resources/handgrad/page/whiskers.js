// Draws each point's spread, where a series has one, as a line from its lower to its upper end.
const whiskerWidth = 1.5;

const whiskers = {
  id: "whiskers",
  afterDatasetsDraw(chart) {
    const context = chart.ctx;
    const values = chart.options.indexAxis === "y" ? chart.scales.x : chart.scales.y;
    chart.data.datasets.forEach((dataset, index) => {
      if (!dataset.low?.length || !chart.isDatasetVisible(index)) {
        return;
      }
      const { left, top, width, height } = chart.chartArea;
      context.save();
      // Zoomed in, an end may lie beside the axes.
      context.beginPath();
      context.rect(left - whiskerWidth, top - whiskerWidth, width + 2 * whiskerWidth, height + 2 * whiskerWidth);
      context.clip();
      context.strokeStyle = chart.options.plugins.whiskers.color;
      context.lineWidth = whiskerWidth;
      chart.getDatasetMeta(index).data.forEach((point, i) => {
        if (dataset.low[i] === null || dataset.high[i] === null) {
          return;
        }
        const low = values.type === "logarithmic" ? Math.max(dataset.low[i], values.min) : dataset.low[i];
        const from = values.getPixelForValue(low);
        const to = values.getPixelForValue(dataset.high[i]);
        context.beginPath();
        if (chart.options.indexAxis === "y") {
          context.moveTo(from, point.y);
          context.lineTo(to, point.y);
        } else {
          context.moveTo(point.x, from);
          context.lineTo(point.x, to);
        }
        context.stroke();
      });
      context.restore();
    });
  },
};
