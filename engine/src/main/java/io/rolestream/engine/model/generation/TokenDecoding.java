package io.rolestream.engine.model.generation;

import io.rolestream.engine.checkpoint.GenerationConfig;
import io.rolestream.engine.model.Encoder.SequenceFeed;
import io.rolestream.engine.model.GeneratorScript;
import io.rolestream.engine.torch.NativeWork;
import java.util.ArrayDeque;
import java.util.Arrays;
import java.util.Deque;
import java.util.List;
import java.util.function.Supplier;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * Generates token after token, for all answers of a batch at once. Some tokens are computed per call, or one if an
 * answer of the batch is streamed. Between calls, answers that have ended are handed out, and others join: those that
 * wait here, and then those that arrive. Rows of answers that have ended leave the batch when others join, once they
 * are half of it, or if one of them is cancelled.
 *
 * <p>Answers join in the order in which they came, in parts of similar length, and a part that does not fit lets none
 * pass: each row ends after its greatest length, so that every part gets its turn.
 */
final class TokenDecoding {
    /** A call computes so many tokens at most, so few are computed in vain after an answer's end. */
    private static final int TOKENS_PER_CALL = 8;

    /** So many times the tokens of a batch is what generating has room for, with padding to the longest prompt. */
    static final int PADDING = 2;

    private static final int[] NONE = {};

    private final GeneratorScript script;
    private final GenerationConfig config;
    private final int vocabulary;
    private final SequenceFeed feed;
    private final Deque<List<GrowingAnswer>> waiting = new ArrayDeque<>();
    private @Nullable DecodingBatch batch;
    private int sinceJoined = TOKENS_PER_CALL;

    /**
     * @param vocabulary the number of tokens
     * @param feed takes answers that have ended
     */
    TokenDecoding(GeneratorScript script, GenerationConfig config, int vocabulary, SequenceFeed feed) {
        this.script = script;
        this.config = config;
        this.vocabulary = vocabulary;
        this.feed = feed;
    }

    /**
     * Generates answers until none is left.
     *
     * @param parts the answers to begin with, each part of similar lengths
     * @param arriving gives further parts; asked between calls while there are answers to decode and none wait
     */
    void run(List<List<GrowingAnswer>> parts, Supplier<List<List<GrowingAnswer>>> arriving) {
        waiting.addAll(parts);
        try {
            int[] going = {};
            while (going.length > 0 || !waiting.isEmpty()) {
                NativeWork.requireProcess();
                join(going, arriving);
                going = batch == null ? NONE : decode(batch);
            }
        } finally {
            if (batch != null) {
                batch.close();
            }
        }
    }

    /** Decodes some tokens; returns the rows of answers that have not ended, and hands out the others. */
    private int[] decode(DecodingBatch rows) {
        boolean streamed = rows.answers().stream().anyMatch(GrowingAnswer::isStreamed);
        int most = Math.min(rows.left(), Math.min(streamed ? 1 : TOKENS_PER_CALL, rows.positionsLeft()));
        sinceJoined += most;
        rows.decode(most, config, vocabulary);
        rows.answers().forEach(this::handOutIfEnded);
        return rows.going();
    }

    private void handOutIfEnded(GrowingAnswer answer) {
        answer.look();
        if (answer.left() == 0 && answer.handOut()) {
            feed.done(answer.number(), answer.row());
        }
    }

    private void join(int[] going, Supplier<List<List<GrowingAnswer>>> arriving) {
        if (waiting.isEmpty() && sinceJoined >= TOKENS_PER_CALL) {
            waiting.addAll(arriving.get());
        }
        List<GrowingAnswer> joining = joining(going);
        if (!joining.isEmpty()) {
            sinceJoined = 0;
        }
        DecodingBatch before = batch;
        if (before != null && going.length > 0) {
            if (!joining.isEmpty() || before.shouldShrink(going.length, TOKENS_PER_CALL)) {
                batch = null; // it is closed, whatever happens
                batch = before.with(going, joining, config.start());
            }
            return;
        }
        if (before != null) {
            batch = null;
            before.close();
        }
        if (!joining.isEmpty()) {
            batch = DecodingBatch.of(script, joining, config.start());
        }
    }

    /**
     * Whether more answers may join: with padding, all take no more than {@value #PADDING} times the room of a batch,
     * or of all without padding.
     */
    private boolean fits(DecodingBatch rows, int[] going, List<GrowingAnswer> part) {
        int tokens = Stream.concat(Arrays.stream(going).mapToObj(rows.answers()::get), part.stream())
                .mapToInt(answer -> answer.job().cost())
                .sum();
        return rows.tokensWith(going, part) <= (long) PADDING * Math.max(tokens, feed.batchTokens());
    }

    /** The first part that waits, if it fits beside the rows that are not ended. */
    private List<GrowingAnswer> joining(int[] going) {
        List<GrowingAnswer> part = waiting.peek();
        if (part == null || (batch != null && going.length > 0 && !fits(batch, going, part))) {
            return List.of();
        }
        waiting.remove();
        part.forEach(this::handOutIfEnded); // cancelled, or without room for a token
        return part.stream().filter(answer -> answer.left() > 0).toList();
    }
}
