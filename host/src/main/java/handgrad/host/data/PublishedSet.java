package handgrad.host.data;

import java.io.IOException;
import java.net.URI;
import java.util.List;
import java.util.Map;

/**
 * A published data set: its addresses, and the checksums of its files.
 *
 * @param dataset the name on the command line, such as {@code mnist}
 * @param title the name in a sentence, such as {@code MNIST}
 * @param folders the subfolders that may hold it in a folder of several data sets, best first
 * @param sumOf what the sums are sums of
 * @param sums the SHA-256 of each file in lower-case hexadecimal
 * @param mirrors where it can be downloaded, best first: addresses that end in a slash, each file's name follows
 */
public record PublishedSet(
        String dataset, String title, List<String> folders, SumOf sumOf, Map<IdxFile, String> sums, List<URI> mirrors) {
    /**
     * The handwritten digits of LeCun, Cortes and Burges. The sums are of the uncompressed files, because mirrors
     * compress them in different ways.
     */
    public static final PublishedSet MNIST = new PublishedSet(
            "mnist",
            "MNIST",
            List.of("mnist", "MNIST/raw"),
            SumOf.CONTENT,
            Map.of(
                    IdxFile.TRAIN_IMAGES, "ba891046e6505d7aadcbbe25680a0738ad16aec93bde7f9b65e87a2fc25776db",
                    IdxFile.TRAIN_LABELS, "65a50cbbf4e906d70832878ad85ccda5333a97f0f4c3dd2ef09a8a9eef7101c5",
                    IdxFile.TEST_IMAGES, "0fa7898d509279e482958e8ce81c8e77db3f2f8254e26661ceb7762c4d494ce7",
                    IdxFile.TEST_LABELS, "ff7bcfd416de33731a308c3f266cc351222c34898ecbeaf847f06e48f7ec33f2"),
            List.of(
                    URI.create("https://ossci-datasets.s3.amazonaws.com/mnist/"),
                    URI.create("https://storage.googleapis.com/cvdf-datasets/mnist/")));

    /**
     * Zalando's pictures of clothes (Xiao, Rasul and Vollgraf 2017). Its authors publish the MD5 of the gzipped files;
     * these are the SHA-256 of the files that have those MD5.
     */
    public static final PublishedSet FASHION = new PublishedSet(
            "fashion",
            "Fashion-MNIST",
            List.of("fashion", "FashionMNIST/raw"),
            SumOf.GZIP_FILE,
            Map.of(
                    IdxFile.TRAIN_IMAGES, "3aede38d61863908ad78613f6a32ed271626dd12800ba2636569512369268a84",
                    IdxFile.TRAIN_LABELS, "a04f17134ac03560a47e3764e11b92fc97de4d1bfaf8ba1a3aa29af54cc90845",
                    IdxFile.TEST_IMAGES, "346e55b948d973a97e58d2351dde16a484bd415d4595297633bb08f03db6a073",
                    IdxFile.TEST_LABELS, "67da17c76eaffca5446c3361aaab5c3cd6d1c2608764d35dfb1850b086bf8dd5"),
            List.of(
                    URI.create("https://raw.githubusercontent.com/zalandoresearch/fashion-mnist/master/data/fashion/"),
                    URI.create("http://fashion-mnist.s3-website.eu-central-1.amazonaws.com/")));

    /** MNIST and its kin have ten classes. */
    static final int CLASSES = 10;

    /** What a published sum is the sum of. */
    public enum SumOf {
        /** The uncompressed file, header included. */
        CONTENT,
        /** The gzipped file as published. */
        GZIP_FILE
    }

    /** Whether a file is the published one. */
    public enum Verdict {
        /** Its sum is the published one. */
        ORIGINAL,
        /** Its checksum differs: it may be valid, but it is not the published file. */
        DIFFERENT,
        /** It is not gzipped, and only the checksum of the gzipped file is published. */
        UNKNOWN
    }

    /** Copies the lists and the sums. */
    public PublishedSet {
        folders = List.copyOf(folders);
        sums = Map.copyOf(sums);
        mirrors = List.copyOf(mirrors);
    }

    /**
     * Whether a file that was read is the published one.
     *
     * @param file which of the four it should be
     * @param content what was read from it
     * @return the verdict on its sum
     * @throws IOException if the file cannot be read again to be summed
     */
    Verdict judge(IdxFile file, IdxArray content) throws IOException {
        if (sumOf == SumOf.GZIP_FILE && !content.zipped()) {
            return Verdict.UNKNOWN;
        }
        final String sum = sumOf == SumOf.CONTENT ? content.sha256() : Sha256.ofFile(content.file());
        return sum.equals(sums.get(file)) ? Verdict.ORIGINAL : Verdict.DIFFERENT;
    }
}
