/** Writes the loops of elementwise formulas as class files, with vectors or with plain floats. */
package handgrad.backend.cpu.loop;
