/** How pictures of figures look, and how they become files. */
package handgrad.host.chart;
