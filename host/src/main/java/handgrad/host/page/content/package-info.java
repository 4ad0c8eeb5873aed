/** What a page shows of each kind of source: runs, sweeps, comparisons, benchmarks and profiles. */
package handgrad.host.page.content;
