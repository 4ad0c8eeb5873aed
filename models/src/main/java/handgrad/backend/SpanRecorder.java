package handgrad.backend;

import handgrad.backend.StepProfile.Piece;
import handgrad.backend.StepProfile.Span;
import handgrad.backend.StepProfile.Step;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;

/**
 * Writes down when each piece of a program is worked on, with so little ado that the work hardly gets slower: the clock is read once a piece, whose end
 * is the beginning of what the thread does next. So a piece's time has the reading of the clock in it, some 25 ns.
 */
public final class SpanRecorder {
    /** One thread's notes; no other thread touches them until the work is done. */
    private static final class Notes {
        private int[] pieces = new int[1024];
        private long[] times = new long[2048];
        private int count;
        private long reached;

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
    private final Notes[] notes;
    private final List<Piece> pieces = new ArrayList<>();
    private final List<Step> steps = new ArrayList<>();

    /**
     * An empty recorder.
     *
     * @param tracks the names of the threads
     */
    public SpanRecorder(List<String> tracks) {
        this.tracks = List.copyOf(tracks);
        this.notes = tracks.stream().map(_ -> new Notes()).toArray(Notes[]::new);
    }

    /**
     * Adds a piece.
     *
     * @param piece what will be timed
     * @return its number
     */
    public int add(Piece piece) {
        pieces.add(piece);
        return pieces.size() - 1;
    }

    /**
     * Notes that a thread goes to work, after it has waited or done something else than pieces.
     *
     * @param track the number of the thread that calls this
     */
    public void begin(int track) {
        notes[track].reached = System.nanoTime();
    }

    /**
     * Notes that a piece is done, which took all the time since the thread's piece before, or since it went to work.
     *
     * @param track the number of the thread that calls this
     * @param piece the number of the piece
     */
    public void end(int track, int piece) {
        final Notes mine = notes[track];
        final long now = System.nanoTime();
        mine.add(piece, mine.reached, now);
        mine.reached = now;
    }

    /**
     * Runs a step, with everything in it timed. With it, the thread that calls this goes to work as number 0.
     *
     * @param step does it, and returns when all is done
     */
    public void step(Runnable step) {
        final long start = System.nanoTime();
        notes[0].reached = start;
        step.run();
        // With one thread, all is done when its last piece is.
        final long end = notes.length == 1 ? notes[0].reached : System.nanoTime();
        steps.add(new Step(start, end - start));
    }

    /**
     * What was noted, which is then forgotten.
     *
     * @return the steps and spans since the last call
     */
    public StepProfile take() {
        final List<Span> spans = new ArrayList<>();
        for (int track = 0; track < notes.length; track++) {
            final Notes of = notes[track];
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
