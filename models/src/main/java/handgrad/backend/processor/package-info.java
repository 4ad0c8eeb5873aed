/** The processor that the JVM runs on: its name and what it can do at most. */
package handgrad.backend.processor;
