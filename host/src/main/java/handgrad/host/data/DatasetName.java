package handgrad.host.data;

import handgrad.dataset.BinaryCoding;
import handgrad.host.UserError;
import java.util.Arrays;
import java.util.Optional;
import java.util.stream.Collectors;

/** The data sets that can be asked for by name. */
public enum DatasetName {
    /** MNIST where it is available, else generated digits. */
    AUTO("auto", Source.AUTO, false, "MNIST where it can be had, else generated digits"),
    /** MNIST. */
    MNIST("mnist", Source.MNIST, false, "handwritten digits, 60,000 + 10,000 × 1×28×28, 10 classes"),
    /** MNIST's fours and nines. */
    MNIST_4_9("mnist-4-9", Source.MNIST, true, "the fours (−1) and nines (+1) of mnist, 11,791 + 1,991"),
    /** Fashion-MNIST. */
    FASHION("fashion", Source.FASHION, false, "Fashion-MNIST: clothes, same sizes as mnist"),
    /** Digits made by rule. */
    GENERATED("generated", Source.GENERATED, false, "stroke-drawn digits by seed, as many as mnist; also: digits"),
    /** The generated fours and nines. */
    GENERATED_4_9("generated-4-9", Source.GENERATED, true, "the fours and nines of generated"),
    /** MNIST's fours and nines where they are available, else the generated ones. */
    AUTO_4_9("auto-4-9", Source.AUTO, true, "mnist-4-9 where it can be had, else generated-4-9");

    /** Another name of {@link #GENERATED}. */
    private static final String GENERATED_ALIAS = "digits";

    private final String text;
    private final Source source;
    private final boolean binary;
    private final String description;

    DatasetName(String text, Source source, boolean binary, String description) {
        this.text = text;
        this.source = source;
        this.binary = binary;
        this.description = description;
    }

    /** Where the samples come from. */
    enum Source {
        AUTO,
        MNIST,
        FASHION,
        GENERATED
    }

    /**
     * Reads a name.
     *
     * @param text as on the command line
     * @return the data set
     * @throws UserError if there is none of this name
     */
    public static DatasetName parse(String text) {
        if (text.equals(GENERATED_ALIAS)) {
            return GENERATED;
        }
        return Arrays.stream(values())
                .filter(name -> name.text.equals(text))
                .findFirst()
                .orElseThrow(() -> new UserError("there is no data set \"" + text + "\"; choose one of "
                        + Arrays.stream(values()).map(DatasetName::text).collect(Collectors.joining(", "))));
    }

    /**
     * The name as on the command line.
     *
     * @return such as {@code mnist-4-9}
     */
    public String text() {
        return text;
    }

    /**
     * What it is.
     *
     * @return one line
     */
    public String description() {
        return description;
    }

    /**
     * Where the samples come from.
     *
     * @return a published set, the generator, or whichever can be had
     */
    Source source() {
        return source;
    }

    /**
     * The restriction to fours and nines, where it is one.
     *
     * @param coding which numbers stand for the two
     * @return empty for all ten classes
     */
    Optional<BinaryDigits> restriction(BinaryCoding coding) {
        return binary ? Optional.of(new BinaryDigits(4, 9, coding)) : Optional.empty();
    }
}
