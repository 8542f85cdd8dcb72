package io.rolestream.engine.task;

import io.rolestream.engine.model.generation.AnswerWatch;
import java.util.List;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * The text of an answer while its tokens are generated. Finds stop sequences, and tells a listener of text that can no
 * longer change: incomplete characters are held back, and what may be the beginning of a stop sequence.
 *
 * <p>{@link #endsAfter} and {@link #finish} are called on one computing thread at a time; {@link #cancel} on any
 * thread.
 */
final class AnswerStream implements AnswerWatch {
    private final Function<int[], String> decoder;
    private final Function<int[], String> settled;
    private final List<String> stops;
    private final @Nullable Consumer<String> listener;
    private volatile boolean cancelled;
    private String told = "";
    private @Nullable Throwable failure;

    /**
     * @param decoder gives the text of tokens
     * @param settled gives the beginning of it that later tokens do not change
     * @param listener takes each piece of text, in order
     */
    AnswerStream(
            Function<int[], String> decoder,
            Function<int[], String> settled,
            List<String> stops,
            @Nullable Consumer<String> listener) {
        this.decoder = decoder;
        this.settled = settled;
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
    public boolean readsTokens() {
        return listener != null || !stops.isEmpty();
    }

    @Override
    public boolean endsAfter(int[] tokens) {
        Cut cut = cut(decoder.apply(tokens));
        if (listener != null) {
            tell(cut.stopped() ? cut.text() : beforeAnyStop(settled.apply(tokens)));
        }
        return cut.stopped() || failure != null;
    }

    /**
     * Tells the rest of a complete answer.
     *
     * @throws RuntimeException as the listener did, or if the text does not continue what it was told
     */
    Cut finish(int[] tokens) {
        Cut cut = cut(decoder.apply(tokens));
        tell(cut.text());
        if (failure instanceof Error error) {
            throw error;
        }
        if (failure instanceof RuntimeException exception) {
            throw exception;
        }
        if (listener != null && !cancelled && !cut.text().equals(told)) {
            throw new IllegalStateException("the batch failed, and the answer that was generated again is another one");
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

    /** A text without what may be the beginning of a stop sequence at its end. */
    private String beforeAnyStop(String text) {
        int end = text.length();
        for (String stop : stops) {
            int from = Math.max(0, text.length() - stop.length() + 1);
            while (from < end && !stop.startsWith(text.substring(from))) {
                from++;
            }
            end = Math.min(end, from);
        }
        return text.substring(0, end);
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
            } catch (RuntimeException | Error e) {
                failure = e; // fails this answer alone
            }
        }
    }
}
