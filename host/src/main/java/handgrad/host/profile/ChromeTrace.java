package handgrad.host.profile;

import handgrad.backend.StepProfile.Span;
import handgrad.host.json.Json;
import handgrad.host.profile.KeptSteps.Kept;
import handgrad.program.Op;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * Profiled steps as a file that Perfetto and chrome://tracing open: the JSON object format of Google's "Trace Event
 * Format", with a complete event ({@code ph} is {@code X}) for each stretch of work, times in microseconds. Track 0 has
 * the steps; on each other track the events of category {@code op}, those of category {@code backend} (work that the
 * backend adds), those of category {@code between} (what passes between pieces of work, such as a launch) and those of
 * category {@code none} (what is in no piece) together fill the steps.
 */
final class ChromeTrace {
    /** A file of some megabytes; more steps would show nothing new. */
    private static final int MOST_STEPS = 50;

    private static final int PROCESS = 1;

    private final KeptSteps steps;
    private final List<Map<String, Object>> events = new ArrayList<>();
    private final long origin;

    private ChromeTrace(KeptSteps steps) {
        this.steps = steps;
        this.origin = steps.steps().getFirst().step().start();
    }

    /**
     * Writes a trace.
     *
     * @param title what was profiled
     * @param steps the steps
     * @return the file's text
     */
    static String text(String title, KeptSteps steps) {
        final ChromeTrace trace = new ChromeTrace(steps);
        trace.name("process_name", 0, title);
        trace.name("thread_name", 0, "steps");
        for (int track = 0; track < steps.tracks().size(); track++) {
            trace.name("thread_name", track + 1, steps.tracks().get(track));
        }
        int left = MOST_STEPS;
        for (final Kept kept : steps.steps()) {
            if (left > 0) {
                trace.add(kept);
                left -= kept.step().runs();
            }
        }
        final Map<String, Object> file = new LinkedHashMap<>();
        file.put("displayTimeUnit", "ms");
        file.put("traceEvents", trace.events);
        return Json.compact(file);
    }

    private void name(String what, int track, String name) {
        final Map<String, Object> event = new LinkedHashMap<>();
        event.put("name", what);
        event.put("ph", "M");
        event.put("pid", PROCESS);
        event.put("tid", track);
        event.put("args", Map.of("name", name));
        events.add(event);
    }

    private void add(Kept kept) {
        final long start = kept.step().start();
        final long end = start + kept.step().nanos();
        final int runs = kept.step().runs();
        add(runs == 1 ? "step" : runs + " steps", "step", 0, start, end, List.of());
        for (int track = 0; track < steps.tracks().size(); track++) {
            long free = start;
            final int number = track;
            final List<Span> spans = kept.spans().stream()
                    .filter(span -> span.track() == number)
                    .sorted(Comparator.comparingLong(Span::start))
                    .toList();
            for (final Span span : spans) {
                final var piece = steps.pieces().get(span.piece());
                inNone(track, free, span.start());
                free = span.start() + span.nanos();
                add(piece.name(), ProfileRow.kind(piece), track + 1, span.start(), free, piece.ops());
            }
            inNone(track, free, end);
        }
    }

    private void inNone(int track, long from, long to) {
        if (to > from) {
            add(StepWatch.IN_NONE, "none", track + 1, from, to, List.of());
        }
    }

    private void add(String name, String category, int track, long start, long end, List<Op> ops) {
        final Map<String, Object> event = new LinkedHashMap<>();
        event.put("name", name);
        event.put("cat", category);
        event.put("ph", "X");
        event.put("ts", (start - origin) / 1e3);
        event.put("dur", (end - start) / 1e3);
        event.put("pid", PROCESS);
        event.put("tid", track);
        if (!ops.isEmpty()) {
            event.put("args", Map.of("ops", ops.stream().map(Op::name).toList()));
        }
        events.add(event);
    }
}
