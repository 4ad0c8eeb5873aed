/** Fixed convolutions on pictures, by the ops that networks use, and the picture files around them. */
package handgrad.host.filter;
