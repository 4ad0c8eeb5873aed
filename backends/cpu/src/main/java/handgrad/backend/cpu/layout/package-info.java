/** How arrays are arranged: the 16 samples of a group innermost, or rows; and which part of an array a group uses. */
package handgrad.backend.cpu.layout;
