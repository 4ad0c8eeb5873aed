/** The inputs that ops are checked with: shapes, values and adversarial numbers for each op. */
package handgrad.host.check.cases;
