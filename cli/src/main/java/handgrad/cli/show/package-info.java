/** {@code models}, {@code devices}, {@code cost} and {@code show-kernel}: what there is, without running it. */
package handgrad.cli.show;
