Chart.defaults.font.family = getComputedStyle(document.body).fontFamily;
Chart.register(ChartZoom);
startTheme();
startCopying();
startPrinting([...document.querySelectorAll(".chart")].map((figure) => new ChartFigure(figure)));
document.documentElement.dataset.ready = "";
