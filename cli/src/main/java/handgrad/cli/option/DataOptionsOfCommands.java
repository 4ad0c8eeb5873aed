package handgrad.cli.option;

import handgrad.host.data.DatasetName;
import java.util.Arrays;
import java.util.stream.Collectors;
import org.apache.commons.cli.Option;

/** The options by which commands find their data. */
public final class DataOptionsOfCommands {
    private DataOptionsOfCommands() {}

    /**
     * {@code --dataset}.
     *
     * @return the option
     */
    public static Option dataset() {
        final String names =
                Arrays.stream(DatasetName.values()).map(DatasetName::text).collect(Collectors.joining(", "));
        return Arguments.valued(
                "dataset",
                "NAME",
                names + "; default: the model's, and generated digits, with a warning, where that cannot be had");
    }

    /**
     * {@code --data}.
     *
     * @return the option
     */
    public static Option data() {
        return Arguments.valued(
                "data",
                "DIR",
                "the folder with the data set's files; default: $HANDGRAD_DATA, else the cache, else a download");
    }

    /**
     * {@code --mirror}.
     *
     * @return the option
     */
    public static Option mirror() {
        return Arguments.repeated(
                "mirror",
                "URL",
                "download from here (http, https or file), in place of the public mirrors; may be repeated");
    }

    /**
     * {@code --limit}.
     *
     * @return the option
     */
    public static Option limit() {
        return Arguments.valued(
                "limit",
                "N",
                "use only the first N training samples, and as large a part of the test set: for quick tries, not for"
                        + " figures");
    }
}
