/** What a network takes a single picture for. */
package handgrad.host.predict;
