/** The processor that the JVM runs on: its name and its peak performance. */
package handgrad.backend.processor;
