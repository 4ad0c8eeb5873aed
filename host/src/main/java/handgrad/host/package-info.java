/**
 * How models are run, as a library: no class here or below prints, exits or reads a command line.
 *
 * <p>Its floors, each of which imports only from those below it:
 * <ol>
 *   <li>errors, files and formats: this package, {@code files}, {@code json}, {@code safetensors}
 *   <li>what a training needs: {@code data}, {@code devices}, {@code training}
 *   <li>runs and their folders: {@code run}, {@code evaluation}
 *   <li>checks, timings and experiments: {@code check}, {@code measure}, {@code bench}, {@code compare},
 *       {@code profile}, {@code sweep}, {@code labs}, {@code filter}, {@code listing}, {@code predict}
 *   <li>charts and pages: {@code report}, {@code page}; {@code chart} is theirs, and of the fourth floor
 * </ol>
 *
 * <p>The first three are all that a program embeds to train; they draw nothing and need Jackson, Commons CSV and slf4j.
 */
package handgrad.host;
