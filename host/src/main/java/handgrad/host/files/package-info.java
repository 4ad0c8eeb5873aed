/** Files that are written whole or not at all. */
package handgrad.host.files;
