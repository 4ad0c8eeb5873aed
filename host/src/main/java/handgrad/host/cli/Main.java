package handgrad.host.cli;

/** The command line's entry point. */
public final class Main {
    private Main() {}

    /**
     * Runs one command.
     *
     * @param arguments the command and its options
     */
    public static void main(String[] arguments) {
        System.out.println(jdk.incubator.vector.FloatVector.SPECIES_PREFERRED);
    }
}
