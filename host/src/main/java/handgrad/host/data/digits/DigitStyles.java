package handgrad.host.data.digits;

import static handgrad.host.data.digits.Stroke.curve;
import static handgrad.host.data.digits.Stroke.loop;
import static handgrad.host.data.digits.Stroke.straight;

import java.util.List;

/** The ways in which people write the ten digits: for each digit some styles, for each style its strokes. */
final class DigitStyles {
    private static final List<List<List<Stroke>>> STYLES =
            List.of(zeros(), ones(), twos(), threes(), fours(), fives(), sixes(), sevens(), eights(), nines());

    private DigitStyles() {}

    /**
     * The styles of a digit.
     *
     * @param digit 0 … 9
     * @return for each style its strokes, in a box of 100×100
     */
    static List<List<Stroke>> of(int digit) {
        return STYLES.get(digit);
    }

    private static List<List<Stroke>> zeros() {
        return List.of(
                List.of(loop(50, 2, 24, 18, 14, 50, 24, 84, 50, 98, 76, 84, 86, 50, 76, 18)),
                List.of(loop(50, 2, 34, 20, 28, 50, 34, 82, 50, 98, 66, 82, 72, 50, 66, 20)),
                List.of(curve(62, 4, 34, 10, 16, 40, 20, 80, 46, 98, 76, 80, 84, 42, 66, 10, 46, 6)));
    }

    private static List<List<Stroke>> ones() {
        return List.of(
                List.of(straight(50, 2, 50, 98)),
                List.of(straight(32, 24, 54, 2, 54, 98)),
                List.of(straight(34, 22, 52, 2, 52, 96), straight(28, 97, 76, 97)),
                List.of(straight(62, 2, 42, 98)));
    }

    private static List<List<Stroke>> twos() {
        return List.of(
                List.of(curve(18, 26, 30, 6, 56, 2, 78, 16, 74, 40, 46, 70, 16, 96), straight(16, 96, 84, 96)),
                List.of(curve(20, 22, 40, 4, 68, 8, 76, 30, 56, 60, 28, 88, 16, 86, 24, 74, 44, 84, 64, 96, 86, 88)),
                List.of(curve(22, 14, 50, 2, 74, 14, 72, 38, 48, 64, 22, 94), curve(22, 94, 50, 90, 84, 96)));
    }

    private static List<List<Stroke>> threes() {
        return List.of(
                List.of(curve(22, 12, 48, 2, 72, 12, 70, 34, 46, 46), curve(46, 46, 76, 56, 80, 80, 52, 98, 20, 88)),
                List.of(straight(22, 4, 76, 4, 46, 40), curve(46, 40, 72, 48, 80, 74, 56, 96, 20, 90)),
                List.of(curve(18, 20, 38, 3, 66, 8, 70, 30, 50, 44, 40, 47, 54, 48, 78, 62, 74, 86, 48, 98, 18, 84)));
    }

    private static List<List<Stroke>> fours() {
        return List.of(
                List.of(straight(28, 2, 16, 58, 86, 58), straight(68, 12, 66, 98)),
                List.of(straight(62, 98, 62, 2, 12, 66, 88, 66)),
                List.of(curve(20, 6, 18, 34, 26, 54, 50, 56, 76, 48), straight(78, 4, 74, 50, 70, 98)));
    }

    private static List<List<Stroke>> fives() {
        return List.of(
                List.of(straight(80, 4, 28, 4, 24, 44), curve(24, 44, 54, 36, 80, 54, 76, 84, 48, 98, 16, 88)),
                List.of(curve(34, 6, 28, 42, 56, 40, 76, 60, 68, 88, 42, 98, 18, 90), straight(34, 6, 84, 4)),
                List.of(curve(80, 6, 50, 4, 28, 14, 28, 38, 54, 46, 76, 62, 72, 88, 46, 98, 18, 86)));
    }

    private static List<List<Stroke>> sixes() {
        return List.of(
                List.of(curve(70, 4, 42, 20, 24, 52, 24, 82, 48, 98, 74, 86, 74, 62, 52, 52, 26, 68)),
                List.of(curve(48, 2, 30, 36, 22, 72, 38, 96, 64, 94, 76, 74, 60, 56, 36, 62, 24, 80)),
                List.of(curve(78, 12, 54, 4, 28, 24, 18, 58, 28, 90, 56, 98, 78, 80, 70, 58, 46, 54, 24, 70)));
    }

    private static List<List<Stroke>> sevens() {
        return List.of(
                List.of(straight(16, 6, 82, 6, 42, 98)),
                List.of(straight(16, 8, 82, 6, 46, 98), straight(34, 52, 78, 50)),
                List.of(curve(16, 22, 24, 8, 52, 10, 80, 6), curve(80, 6, 60, 38, 48, 68, 44, 98)));
    }

    private static List<List<Stroke>> eights() {
        return List.of(
                List.of(curve(
                        72, 14, 50, 2, 28, 14, 32, 36, 56, 50, 78, 70, 70, 92, 46, 98, 22, 86, 26, 66, 48, 50, 70, 34,
                        72, 14)),
                List.of(
                        loop(50, 2, 28, 14, 30, 36, 50, 46, 70, 36, 72, 14),
                        loop(50, 46, 24, 60, 22, 84, 50, 98, 78, 84, 76, 60)),
                List.of(curve(78, 10, 50, 4, 26, 18, 40, 42, 66, 60, 70, 86, 46, 98, 26, 84, 36, 60, 60, 40, 80, 14)));
    }

    private static List<List<Stroke>> nines() {
        return List.of(
                List.of(loop(48, 2, 24, 14, 20, 36, 40, 50, 66, 42, 74, 18), straight(74, 18, 68, 98)),
                List.of(curve(74, 20, 52, 2, 26, 14, 22, 38, 44, 50, 68, 36, 76, 14, 74, 50, 64, 84, 36, 98)),
                List.of(curve(72, 12, 46, 4, 24, 22, 30, 46, 56, 44, 74, 16), curve(74, 16, 66, 56, 50, 98)));
    }
}
