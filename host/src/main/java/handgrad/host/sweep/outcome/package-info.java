/** What a sweep found: statistics of each setting, ranked, as tables and heat map. */
package handgrad.host.sweep.outcome;
