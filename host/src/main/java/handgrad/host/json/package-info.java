/** JSON, written the same each time and read strictly. */
package handgrad.host.json;
