package handgrad.backend.tornado;

/** TornadoVM's messages come in colour and over many lines; a person gets one line. */
final class OneLine {
    private static final String COLOUR = "\u001B\\[[;0-9]*m";

    private static final int LONGEST = 300;

    private OneLine() {}

    /** What a failure says, without colours and line ends. */
    static String of(Throwable failure) {
        final String message = failure.getMessage() == null ? "" : failure.getMessage();
        final String plain =
                message.replaceAll(COLOUR, "").replaceAll("\\s+", " ").strip();
        final String text = plain.isEmpty() ? failure.getClass().getSimpleName() : plain;
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    }
}
