package io.rolestream.engine.model.generation;

import io.rolestream.engine.checkpoint.GenerationConfig;
import java.util.Arrays;
import java.util.List;

/** The answer of a job while it grows. */
final class GrowingAnswer {
    /** In place of a token that could not be chosen, since logits were not finite. */
    private static final int NOT_FINITE = -1;

    /** In a continuation: nothing comes here. */
    static final int NONE = -1;

    /** In a continuation: any token can come here. */
    static final int ANY = -2;

    private final int number;
    private final DecodingJob job;
    private final GenerationConfig config;
    private final int most;
    private final int[] tokens;
    private final float[] logs;
    private List<int[]> allowed;
    private int size;
    private boolean ended;
    private boolean cancelled;
    private boolean handedOut;

    /** @param number of the job */
    GrowingAnswer(int number, DecodingJob job, GenerationConfig config) {
        this.number = number;
        this.job = job;
        this.config = config;
        most = job.maxLength() - 1;
        tokens = new int[most];
        logs = new float[most];
        allowed = job.allowed();
    }

    int number() {
        return number;
    }

    DecodingJob job() {
        return job;
    }

    TokenSampling sampling() {
        return job.sampling();
    }

    boolean isStreamed() {
        return job.watch().isStreamed();
    }

    boolean isCancelled() {
        return cancelled;
    }

    /** Looks whether the job is cancelled; if so, the answer has ended. */
    void look() {
        cancelled |= job.watch().isCancelled();
    }

    /** Whether this is the first time that it is handed out. */
    boolean handOut() {
        boolean first = !handedOut;
        handedOut = true;
        return first;
    }

    int size() {
        return size;
    }

    /** How many more tokens can be chosen. */
    int left() {
        return ended || cancelled ? 0 : most - size;
    }

    /** Adds a token unless the answer has ended. */
    void add(int token, float log) {
        if (left() == 0) {
            return;
        }
        tokens[size] = token;
        logs[size++] = log;
        if (!job.allowed().isEmpty()) {
            allowed = allowed.stream()
                    .filter(text -> text.length >= size && text[size - 1] == token)
                    .toList();
            ended = allowed.stream().noneMatch(text -> text.length > size);
        }
        ended |= token == NOT_FINITE || config.ends().contains(token);
        if (token != NOT_FINITE && job.watch().readsTokens()) {
            ended |= job.watch().endsAfter(Arrays.copyOf(tokens, size));
        }
    }

    /**
     * What the next tokens can be: one of these, each with so many tokens or {@link #ANY} and {@link #NONE}. Empty if
     * they can be anything.
     */
    List<int[]> continuations(int steps) {
        if (left() == 0) {
            return List.of();
        }
        if (!job.allowed().isEmpty()) {
            return allowed.stream()
                    .filter(text -> text.length > size)
                    .map(text -> continuation(text, steps))
                    .toList();
        }
        int[] forced = new int[steps];
        Arrays.fill(forced, ANY);
        Integer last = config.forcedLast();
        if (last != null && most - 1 - size < steps) {
            forced[most - 1 - size] = last;
        }
        Integer first = config.forcedFirst();
        if (first != null && size == 0) {
            forced[0] = first;
        }
        return Arrays.stream(forced).allMatch(token -> token == ANY) ? List.of() : List.of(forced);
    }

    private int[] continuation(int[] text, int steps) {
        int[] next = Arrays.copyOfRange(text, size, size + steps);
        if (text.length < size + steps) {
            Arrays.fill(next, text.length - size, steps, NONE);
        }
        return next;
    }

    /** The tokens, then their log-probabilities; not finite if a token could not be chosen. */
    float[] row() {
        float[] result = new float[2 * size];
        for (int i = 0; i < size; i++) {
            result[i] = tokens[i] == NOT_FINITE ? Float.NaN : tokens[i];
            result[size + i] = logs[i];
        }
        return result;
    }
}
