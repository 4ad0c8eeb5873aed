package handgrad.backend.tornado;

/** Shortens TornadoVM's coloured messages of many lines to one plain line. */
final class ErrorMessage {
    private static final String COLOUR = "\u001B\\[[;0-9]*m";

    private static final int LONGEST = 300;

    private ErrorMessage() {}

    /** The message of a failure, without colours and line ends. */
    static String of(Throwable failure) {
        final String message = failure.getMessage() == null ? "" : failure.getMessage();
        final String plain =
                message.replaceAll(COLOUR, "").replaceAll("\\s+", " ").strip();
        final String text = plain.isEmpty() ? failure.getClass().getSimpleName() : plain;
        return text.length() <= LONGEST ? text : text.substring(0, LONGEST) + " …";
    }
}
