/** How arrays are arranged: with the 16 samples of a group innermost, or as rows; and which part a group uses. */
package handgrad.backend.cpu.layout;
