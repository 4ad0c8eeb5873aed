// Paper is white and narrower than most screens: charts are drawn anew for it, and again for the screen afterwards.
const paperWidth = 680;

function startPrinting(figures) {
  let theme;
  addEventListener("beforeprint", () => {
    theme = document.documentElement.dataset.theme;
    document.documentElement.dataset.theme = "light";
    for (const { chart } of figures) {
      repaint(chart);
      chart.resize(paperWidth, chart.options.indexAxis === "y" ? chart.height : 250);
    }
  });
  addEventListener("afterprint", () => {
    if (theme === undefined) {
      delete document.documentElement.dataset.theme;
    } else {
      document.documentElement.dataset.theme = theme;
    }
    for (const { chart } of figures) {
      repaint(chart);
      chart.resize();
    }
  });
}
