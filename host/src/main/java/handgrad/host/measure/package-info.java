/** What every measurement of time needs: where it was made, how much work there was, what came out. */
package handgrad.host.measure;
