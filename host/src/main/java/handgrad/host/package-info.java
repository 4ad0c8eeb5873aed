/**
 * How models are run, as a library: no class here or below prints, exits or reads a command line.
 *
 * <p>Its floors, each of which imports only from those before it:
 * <ol>
 *   <li>errors, files and formats: this package, {@code files}, {@code json}, {@code safetensors}
 *   <li>what a training needs: {@code data}, {@code devices}, {@code training}
 *   <li>runs and their folders: {@code run}, {@code evaluation}
 *   <li>charts: {@code chart}
 *   <li>checks, timings and experiments: {@code check}, {@code measure}, {@code bench}, {@code compare},
 *       {@code profile}, {@code sweep}, {@code labs}, {@code filter}, {@code listing}, {@code predict}
 *   <li>reports and pages: {@code report}, {@code page}
 * </ol>
 *
 * <p>The first three are all that a program embeds to train. They draw no charts, and need only Jackson and Commons
 * CSV.
 */
package handgrad.host;
