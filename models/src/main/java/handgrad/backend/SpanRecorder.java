package handgrad.backend;

import handgrad.backend.StepProfile.Piece;
import handgrad.backend.StepProfile.Span;
import handgrad.backend.StepProfile.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Records when each piece of a program is worked on, with little overhead: the clock is read once a piece, and the end
 * of a piece is the start of the next. A piece's time includes one clock reading, about 25 ns.
 */
public final class SpanRecorder {
    /** The spans of one thread; no other thread reads them until the work is done. */
    private static final class TrackSpans {
        private int[] pieces = new int[1024];
        private long[] times = new long[2048];
        private int count;
        private long lastReading;

        void add(int piece, long start, long end) {
            if (count == pieces.length) {
                pieces = Arrays.copyOf(pieces, 2 * count);
                times = Arrays.copyOf(times, 4 * count);
            }
            pieces[count] = piece;
            times[2 * count] = start;
            times[2 * count + 1] = end;
            count++;
        }
    }

    private final List<String> tracks;
    private final TrackSpans[] recorded;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    /**
     * An empty recorder.
     *
     * @param tracks the names of the threads
     */
    public SpanRecorder(List<String> tracks) {
        this.tracks = List.copyOf(tracks);
        this.recorded = tracks.stream().map(_ -> new TrackSpans()).toArray(TrackSpans[]::new);
    }

    /**
     * Adds a piece.
     *
     * @param piece the piece to time
     * @return its number
     */
    public int add(Piece piece) {
        pieces.add(piece);
        return pieces.size() - 1;
    }

    /**
     * Records that a thread starts to work, after it waited or did other things.
     *
     * @param track the number of the thread that calls this
     */
    public void begin(int track) {
        recorded[track].lastReading = System.nanoTime();
    }

    /**
     * Records the end of a piece, which began at the end of the thread's previous piece, or when the thread started to
     * work.
     *
     * @param track the number of the thread that calls this
     * @param piece the number of the piece
     */
    public void end(int track, int piece) {
        final TrackSpans mine = recorded[track];
        final long now = System.nanoTime();
        mine.add(piece, mine.lastReading, now);
        mine.lastReading = now;
    }

    /**
     * Runs and times a step. The calling thread starts to work as track 0.
     *
     * @param step the step, which returns when all its work is done
     */
    public void step(Runnable step) {
        final long start = System.nanoTime();
        recorded[0].lastReading = start;
        step.run();
        // With one thread, the step ends with its last piece.
        final long end = recorded.length == 1 ? recorded[0].lastReading : System.nanoTime();
        steps.add(new Step(start, end - start));
    }

    /**
     * Returns the records and clears them.
     *
     * @return the steps and spans since the last call
     */
    public StepProfile take() {
        final List<Span> spans = new ArrayList<>();
        for (int track = 0; track < recorded.length; track++) {
            final TrackSpans of = recorded[track];
            final int number = track;
            IntStream.range(0, of.count)
                    .mapToObj(
                            n -> new Span(of.pieces[n], number, of.times[2 * n], of.times[2 * n + 1] - of.times[2 * n]))
                    .forEach(spans::add);
            of.count = 0;
        }
        final StepProfile profile = new StepProfile(tracks, pieces, steps, spans);
        steps.clear();
        return profile;
    }
}
