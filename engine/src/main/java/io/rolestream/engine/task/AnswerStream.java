package io.rolestream.engine.task;

import io.rolestream.engine.model.generation.AnswerWatch;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The text of an answer while its tokens are generated. Finds stop sequences, and tells a listener of text that can no
 * longer change. Held back are incomplete UTF-8 characters, which decode to U+FFFD at the end, and what may be the
 * beginning of a stop sequence.
 *
 * <p>{@link #endsAfter} and {@link #finish} are called on one computing thread at a time; {@link #cancel} on any
 * thread.
 */
final class AnswerStream implements AnswerWatch {
    private static final char INCOMPLETE = '\uFFFD';

    private final Function<int[], String> decoder;
    private final List<String> stops;
    private final @Nullable Consumer<String> listener;
    private volatile boolean cancelled;
    private String told = "";
    private @Nullable RuntimeException failure;

    /** @param listener takes each piece of text, in order */
    AnswerStream(Function<int[], String> decoder, List<String> stops, @Nullable Consumer<String> listener) {
        this.decoder = decoder;
        this.stops = stops;
        this.listener = listener;
    }

    /** The text of an answer, and whether a stop sequence ended it. */
    record Cut(String text, boolean stopped) {}

    void cancel() {
        cancelled = true;
    }

    @Override
    public boolean isCancelled() {
        return cancelled;
    }

    @Override
    public boolean isStreamed() {
        return listener != null;
    }

    @Override
    public boolean endsAfter(int[] tokens) {
        if (listener == null && stops.isEmpty()) {
            return false;
        }
        Cut cut = cut(decoder.apply(tokens));
        tell(cut.stopped() ? cut.text() : cut.text().substring(0, known(cut.text())));
        return cut.stopped() || failure != null;
    }

    /**
     * Tells the rest of a complete answer.
     *
     * @throws RuntimeException as the listener did
     */
    Cut finish(int[] tokens) {
        Cut cut = cut(decoder.apply(tokens));
        tell(cut.text());
        if (failure != null) {
            throw failure;
        }
        return cut;
    }

    private Cut cut(String text) {
        int first = stops.stream()
                .mapToInt(text::indexOf)
                .filter(place -> place >= 0)
                .min()
                .orElse(-1);
        return first < 0 ? new Cut(text, false) : new Cut(text.substring(0, first), true);
    }

    /** The length of what no further token changes. */
    private int known(String text) {
        int end = text.length();
        while (end > 0 && text.charAt(end - 1) == INCOMPLETE) {
            end--;
        }
        int least = end;
        for (String stop : stops) {
            for (int from = Math.max(0, end - stop.length() + 1); from < least; from++) {
                if (stop.startsWith(text.substring(from, end))) {
                    least = from;
                }
            }
        }
        return least;
    }

    private void tell(String text) {
        if (listener == null || cancelled || failure != null) {
            return;
        }
        if (text.length() > told.length() && text.startsWith(told)) {
            String piece = text.substring(told.length());
            told = text;
            try {
                listener.accept(piece);
            } catch (RuntimeException e) {
                failure = e;
            }
        }
    }
}
