/** Where the time of a training step goes, piece by piece. */
package handgrad.host.profile;
