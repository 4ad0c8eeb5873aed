/** Where data sets come from: files in the IDX format, found in folders or downloaded from mirrors, and checked. */
package handgrad.host.data;
