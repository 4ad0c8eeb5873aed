/**
 * Reads back what runs and measurements left in folders. The files may come from anywhere: each is checked against its
 * real size before it is read, what must be there is demanded with one clear line, and what may be missing is an empty
 * {@code Optional}.
 */
package handgrad.host.page.source;
