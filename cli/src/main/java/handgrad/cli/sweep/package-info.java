/** {@code sweep}: its options, its progress and tables, and the trainings that are its trials. */
package handgrad.cli.sweep;
