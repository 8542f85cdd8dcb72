package io.rolestream.engine.task;

import io.rolestream.engine.batching.BatchingEngine;
import io.rolestream.engine.batching.ComputedBatch;
import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.engine.batching.EngineClosedException;
import io.rolestream.engine.batching.InferenceStatistics;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.precision.Calibration;
import io.rolestream.engine.precision.ChosenEncoder;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizedText;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.function.BiFunction;
import java.util.function.Consumer;
import java.util.function.Function;
import org.jspecify.annotations.Nullable;

/**
 * A model that is loaded for a task. Any number of threads may call; texts are turned into tokens on theirs, and
 * computed, together with those of others, on threads of the model's own. {@link BatchingEngine} says what is
 * guaranteed.
 *
 * <p>Submitting waits while too much is waiting already, throws {@link EngineClosedException} if the model is closed,
 * and {@link InterruptedException} if the thread is interrupted while it waits. The future is completed in any case. It
 * fails with what the computation of its text failed with, with {@link EngineBrokenException} if nothing can be computed
 * any more, and with {@link EngineClosedException} if the process ends first; methods that wait for results throw this as
 * {@link java.util.concurrent.CompletionException}. What depends on a future runs on a thread that computes, and should
 * be short.
 */
public abstract sealed class ModelTask implements AutoCloseable permits TextClassifier, PairScorer, TextEmbedder {
    private final TextTokenizer tokenizer;
    private final ChosenEncoder choice;
    private final BatchingEngine engine;

    ModelTask(ModelOpening.Opened opened) {
        tokenizer = opened.tokenizer();
        choice = opened.choice();
        engine = opened.engine();
    }

    /** How the precision was chosen; null if the options set it. */
    public @Nullable Calibration calibration() {
        return choice.calibration();
    }

    public Precision precision() {
        return choice.precision();
    }

    /** What the model is computed with, for people. */
    public String compute() {
        return choice.encoder().description();
    }

    /**
     * Completes if the engine breaks, so that nothing can be computed in this process any more, and never otherwise.
     * What depends on it runs on a thread of its own and may close the model or end the process.
     */
    public CompletableFuture<EngineBrokenException> broken() {
        return engine.broken();
    }

    public InferenceStatistics statistics() {
        return engine.statistics();
    }

    /**
     * Sets the listener, the only one, that is called after each batch from now on.
     *
     * @param listener is called on the threads that compute, so it has to be short, and must not fail
     */
    public void onBatch(Consumer<ComputedBatch> listener) {
        engine.onBatch(listener);
    }

    /** The number of queued tokens; takes no lock. */
    public long waitingTokens() {
        return engine.waitingTokens();
    }

    /** The most tokens that a batch has now: the options' budget, or less since the device ran out of memory. */
    public int batchTokens() {
        return engine.batchTokens();
    }

    /** The number of batches computed in parallel. */
    public int workers() {
        return engine.workers();
    }

    /** Encodes on the calling thread. */
    final <T> T encode(Function<TextTokenizer, T> encoding) {
        try {
            return encoding.apply(tokenizer);
        } catch (IllegalStateException e) { // it is freed last
            throw new EngineClosedException("the model is closed");
        }
    }

    final <R> CompletableFuture<R> compute(List<TokenSequence> sequences, Function<List<float[]>, R> toResult)
            throws InterruptedException {
        return engine.submit(sequences, toResult);
    }

    /**
     * Computes a text, in several windows where it is long and the options say so.
     *
     * @param toResult makes the result of the mean of the windows' rows, and of whether some of the text was not read
     */
    final <R> CompletableFuture<R> computeWindows(String text, BiFunction<float[], Boolean, R> toResult)
            throws InterruptedException {
        TokenizedText tokenized = encode(tokenizer -> tokenizer.encode(text));
        List<TokenSequence> windows =
                tokenized.windows().stream().map(TokenSequence::of).toList();
        boolean cut = tokenized.cut();
        return compute(windows, rows -> toResult.apply(mean(rows), cut));
    }

    private static float[] mean(List<float[]> rows) {
        if (rows.size() == 1) {
            return rows.get(0);
        }
        float[] mean = new float[rows.get(0).length];
        for (int i = 0; i < mean.length; i++) {
            double sum = 0;
            for (float[] row : rows) {
                sum += row[i];
            }
            mean[i] = (float) (sum / rows.size());
        }
        return mean;
    }

    /** Submits all inputs, then waits for all results, in the order of the inputs. */
    static <T, R> List<R> all(List<T> inputs, Submission<T, R> submission) throws InterruptedException {
        List<CompletableFuture<R>> results = new ArrayList<>(inputs.size());
        for (T input : inputs) {
            results.add(submission.submit(input));
        }
        return results.stream().map(CompletableFuture::join).toList();
    }

    /** Submits one input. */
    @FunctionalInterface
    interface Submission<T, R> {
        CompletableFuture<R> submit(T input) throws InterruptedException;
    }

    /**
     * Computes what waits, then frees the model. Texts that come later are refused. Closing again does nothing.
     *
     * @throws IllegalStateException on a thread of the model's own, as in what depends on a result: it would wait for
     *     itself
     */
    @Override
    public void close() {
        engine.close();
    }
}
