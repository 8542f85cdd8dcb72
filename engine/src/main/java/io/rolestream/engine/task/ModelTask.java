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
 * A model loaded for a task. Thread-safe: texts are tokenized on the caller's thread, and computed, together with those
 * of others, on the model's threads. {@link BatchingEngine} lists the guarantees.
 *
 * <p>Submitting waits while the queue is full, throws {@link EngineClosedException} if the model is closed, and
 * {@link InterruptedException} if the thread is interrupted while it waits. The future always completes. It fails with
 * the failure of its own text, with {@link EngineBrokenException} if nothing can be computed any more, or with
 * {@link EngineClosedException} if the process ends first; methods that wait for results throw this as
 * {@link java.util.concurrent.CompletionException}. Dependent stages run on a computing thread, and should be short.
 */
public abstract sealed class ModelTask implements AutoCloseable
        permits TextClassifier, PairScorer, TextEmbedder, TextGenerator {
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
     * Completes if the engine breaks, so that nothing can be computed in this process any more. Dependent stages run on
     * their own thread and may close the model or end the process.
     */
    public CompletableFuture<EngineBrokenException> broken() {
        return engine.broken();
    }

    public InferenceStatistics statistics() {
        return engine.statistics();
    }

    /**
     * Sets the only listener, which is called after each batch from now on, on computing threads. It must be fast and
     * must not fail.
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
     * Computes a text, in several windows if it is long and the options say so.
     *
     * @param toResult takes the mean of the windows' rows, and whether part of the text was not read
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

    @FunctionalInterface
    interface Submission<T, R> {
        CompletableFuture<R> submit(T input) throws InterruptedException;
    }

    /**
     * Computes queued texts, then frees the model. Later texts are refused. Closing again does nothing.
     *
     * @throws IllegalStateException on one of the model's own threads, which would wait for itself
     */
    @Override
    public void close() {
        engine.close();
    }
}
