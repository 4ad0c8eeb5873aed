package handgrad.random;

import static org.junit.jupiter.api.Assertions.assertEquals;

import java.util.SplittableRandom;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class RoundedLogarithmTest {
    /**
     * Logarithms of doubles to 34 digits, by Python's decimal; parsing rounds them correctly. StrictMath has a wrong
     * last bit for the first six.
     */
    @ParameterizedTest
    @CsvSource({
        "0.730519863614471, -0.3139988563548160305048360519545731",
        "0.4507340710434795, -0.7968777563063245760548785624045006",
        "0.6175259024269331, -0.4820342641096720596351304163213888",
        "0.18437897877866116, -1.690761972304426349410041725480378",
        "0.8867181596394772, -0.1202280927794115515932628158881356",
        "0.15911689077631885, -1.838116184745990693673085505155552",
        "0.1, -2.302585092994045628506840223426538",
        "0.5, -0.6931471805599453094172321214581765",
        "0.7071067811865475, -0.3465735902799727433597753524873684",
        "0.7071067811865476, -0.3465735902799725863505294841098609",
        "0.9999999999999999, -1.110223024625156602053389888482372e-16",
        "1e-12, -27.63102111592854822832924982695675",
        "123456.789, 11.72364648718588101602963125293849"
    })
    void isCorrectlyRounded(double argument, double logarithm) {
        assertEquals(logarithm, RoundedLogarithm.of(argument));
    }

    @Test
    void isZeroAtOne() {
        assertEquals(0, RoundedLogarithm.of(1));
    }

    /** StrictMath is within 1 ulp and the rounded value within ½ ulp, so they differ by at most one double. */
    @Test
    void staysBesideStrictMath() {
        final SplittableRandom random = new SplittableRandom(1);
        for (int i = 0; i < 100_000; i++) {
            final double argument = random.nextDouble() * Math.scalb(1.0, -random.nextInt(100));
            final double expected = StrictMath.log(argument);
            assertEquals(expected, RoundedLogarithm.of(argument), 1.5 * Math.ulp(expected));
        }
    }
}
