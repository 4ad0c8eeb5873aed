/** What experiments find: deviations, verdicts and pictures. */
package handgrad.host.labs.finding;
