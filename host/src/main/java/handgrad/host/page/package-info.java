/**
 * The page that {@code report} writes: one HTML file that carries its styles, scripts, charts and pictures with it and
 * asks no address for anything.
 *
 * <p>A {@link handgrad.host.page.content.Content} says what there is to show of one thing, in
 * {@link handgrad.host.page.part.Part}s: figures, tables, charts, pictures. jsoup builds the HTML and escapes all text;
 * the files under {@code resources/handgrad/page} are the page's frame, styles and scripts; Chart.js, from its WebJar,
 * draws.
 */
package handgrad.host.page;
