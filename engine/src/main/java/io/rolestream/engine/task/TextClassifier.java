package io.rolestream.engine.task;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.Encoder;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.model.Parameters;
import io.rolestream.engine.model.Precision;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizedText;
import io.rolestream.engine.tokenizer.TokenizerOptions;
import io.rolestream.engine.torch.TorchException;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.TimeUnit;
import java.util.function.Consumer;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Classifies texts with a fine-tuned checkpoint. Any number of threads may call; texts are turned into tokens on theirs, and computed,
 * together with those of others, on threads of the classifier's own.
 */
public final class TextClassifier implements AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(TextClassifier.class);

    /** More than any batch takes. */
    private static final Duration EXIT_PATIENCE = Duration.ofSeconds(20);

    /** Computed when a text fails, to see whether anything can be computed; every tokenizer makes a few tokens of it at most. */
    private static final String PROBE = "developer";

    private final List<String> labels;
    private final TextTokenizer tokenizer;
    private final Encoder encoder;
    private final Precision precision;
    private final @Nullable Calibration calibration;
    private final SequenceQueue queue;
    private final ComputeCounters counters = new ComputeCounters();
    private final CompletableFuture<EngineBrokenException> broken = new CompletableFuture<>();
    private final List<ComputeThread> workers;
    private final Thread exitHook = new Thread(this::stopForExit, "classifier-exit");
    private boolean freed;

    private TextClassifier(
            CheckpointDirectory checkpoint,
            TextTokenizer tokenizer,
            EncoderChooser.Choice choice,
            InferenceOptions options) {
        labels = checkpoint.config().labels();
        this.tokenizer = tokenizer;
        encoder = choice.encoder();
        precision = choice.precision();
        calibration = choice.calibration();
        queue = new SequenceQueue(options.batchTokens(), options.queueTokens());
        BatchRunner runner =
                new BatchRunner(encoder, probe(tokenizer), maxTokens(checkpoint, options), queue, counters);
        workers = IntStream.range(0, options.workers())
                .mapToObj(i -> new ComputeThread(i, queue, runner, options.threads(), this::stopBroken))
                .toList();
    }

    /**
     * Loads a checkpoint.
     *
     * @throws IOException if it is no classifier, or something in it is missing or malformed
     * @throws TorchException if it cannot be computed here as the options ask
     */
    public static TextClassifier open(CheckpointDirectory checkpoint, InferenceOptions options) throws IOException {
        return open(checkpoint, options, (CalibrationFile) null);
    }

    /**
     * Loads a checkpoint; where the options name no precision, it is computed as it was when it was opened before, and only calibrated
     * if it was not.
     *
     * @throws IOException if it is no classifier, or something in it is missing or malformed
     * @throws TorchException if it cannot be computed here as the options ask
     */
    public static TextClassifier open(
            CheckpointDirectory checkpoint, InferenceOptions options, CalibrationMemory memory) throws IOException {
        return open(checkpoint, options, options.precision() == null ? memory.file(checkpoint, options) : null);
    }

    private static TextClassifier open(
            CheckpointDirectory checkpoint, InferenceOptions options, @Nullable CalibrationFile memory)
            throws IOException {
        try (Parameters parameters = Parameters.load(checkpoint)) {
            TextTokenizer tokenizer = tokenizer(checkpoint, options);
            try {
                EncoderChooser.Choice choice =
                        new EncoderChooser(parameters, options).choose(() -> calibrationSequences(tokenizer), memory);
                try {
                    requireFinite(choice.encoder(), tokenizer);
                    return new TextClassifier(checkpoint, tokenizer, choice, options).start();
                } catch (RuntimeException | Error e) {
                    choice.encoder().close();
                    throw e;
                }
            } catch (RuntimeException | Error e) {
                tokenizer.close();
                throw e;
            }
        }
    }

    private static List<int[]> calibrationSequences(TextTokenizer tokenizer) {
        return tokenizer.encodeBatch(CalibrationTexts.read()).stream()
                .map(TokenizedText::first)
                .toList();
    }

    private static void requireFinite(Encoder encoder, TextTokenizer tokenizer) {
        float[][] logits = encoder.logits(PackedSequences.of(List.of(probe(tokenizer))));
        if (!Prediction.isFinite(logits[0])) {
            throw new TorchException(
                    "the model, computed with " + encoder.description()
                            + ", gives logits that are not finite; its weights hold NaN or infinities, or exceed these numbers");
        }
    }

    /** A classifier with an encoder of the caller's, which it closes. */
    static TextClassifier of(CheckpointDirectory checkpoint, Encoder encoder, InferenceOptions options)
            throws IOException {
        return new TextClassifier(
                        checkpoint,
                        tokenizer(checkpoint, options),
                        new EncoderChooser.Choice(encoder, Precision.FP32, null),
                        options)
                .start();
    }

    private TextClassifier start() {
        LOG.info("model computes with {}", calibration == null ? encoder.description() : calibration.explanation());
        try {
            Runtime.getRuntime().addShutdownHook(exitHook);
            workers.forEach(ComputeThread::start);
            return this;
        } catch (RuntimeException | Error e) {
            close();
            throw e;
        }
    }

    private static TextTokenizer tokenizer(CheckpointDirectory checkpoint, InferenceOptions options)
            throws IOException {
        return TextTokenizer.open(
                checkpoint.path(),
                new TokenizerOptions(
                        maxTokens(checkpoint, options), options.longText(), TokenizerOptions.DEFAULT_MAX_CHARS));
    }

    private static int maxTokens(CheckpointDirectory checkpoint, InferenceOptions options) {
        Integer asked = options.maxTokens();
        int most = checkpoint.config().maxTokens();
        return asked == null ? most : Math.min(asked, most);
    }

    private static int[] probe(TextTokenizer tokenizer) {
        int[] ids = tokenizer.encode(PROBE).first();
        return ids.length == 0 ? new int[] {0} : ids; // a tokenizer may drop what it does not know
    }

    /** The model's labels; predictions refer to them by index. */
    public List<String> labels() {
        return labels;
    }

    /** How the numbers to compute with were chosen; null where the options said. */
    public @Nullable Calibration calibration() {
        return calibration;
    }

    /** In which numbers the model is computed. */
    public Precision precision() {
        return precision;
    }

    /** What the model is computed with, for people. */
    public String compute() {
        return encoder.description();
    }

    /**
     * Completes if the engine breaks, so that nothing can be computed in this process any more, and never otherwise. What depends on it
     * runs on a thread of its own and may close the classifier or end the process.
     */
    public CompletableFuture<EngineBrokenException> broken() {
        return broken;
    }

    /**
     * Classifies a text in the background. Waits where too much is waiting already. What depends on the result runs on a thread that
     * computes, and should be short.
     *
     * @return fails with what the computation of this text failed with, with {@link EngineBrokenException} if nothing can be computed
     *     any more, with {@link ClassifierClosedException} if the process ends before; it is completed in any case
     * @throws ClassifierClosedException if the classifier is closed
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public CompletableFuture<Prediction> submit(String text) throws InterruptedException {
        TokenizedText tokenized = encode(text);
        List<int[]> windows = tokenized.windows();
        PendingText pending = new PendingText(windows.size(), tokenized.cut());
        List<SequenceQueue.Waiting> waiting = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            waiting.add(new SequenceQueue.Waiting(windows.get(i), pending, i));
        }
        try {
            queue.add(waiting);
        } catch (EngineBrokenException e) {
            pending.fail(e);
        }
        return pending.result();
    }

    private TokenizedText encode(String text) {
        try {
            return tokenizer.encode(text);
        } catch (IllegalStateException e) { // it is freed last
            throw new ClassifierClosedException("the classifier is closed");
        }
    }

    /**
     * Classifies texts.
     *
     * @return one prediction for each, in their order
     * @throws CompletionException what the computation of the first that failed did so with
     * @throws ClassifierClosedException if the classifier is closed
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public List<Prediction> classify(List<String> texts) throws InterruptedException {
        List<CompletableFuture<Prediction>> results = new ArrayList<>();
        for (String text : texts) {
            results.add(submit(text));
        }
        return results.stream().map(CompletableFuture::join).toList();
    }

    /** What was computed until now. */
    public InferenceStatistics statistics() {
        return counters.statistics();
    }

    /**
     * Sets the only listener, called for each following batch.
     *
     * @param listener called on the computing threads, so it must be short and must not fail
     */
    public void onBatch(Consumer<ComputedBatch> listener) {
        counters.listener(listener);
    }

    /** How many tokens wait now; costs no lock. */
    public long waitingTokens() {
        return queue.tokens();
    }

    /** How many tokens a batch has now at most: the options' budget, or less since the device ran out of memory. */
    public int batchTokens() {
        return queue.batchTokens();
    }

    /** Number of batches computed in parallel. */
    public int workers() {
        return workers.size();
    }

    private void stopBroken(EngineBrokenException failure) {
        if (queue.end(failure)) {
            try {
                LOG.error("{}; nothing will be computed any more", failure.getMessage(), failure);
                broken.completeAsync(() -> failure, task -> new Thread(task, "classifier-broken").start());
            } catch (OutOfMemoryError e) { // perhaps no thread can be started either
                broken.complete(failure);
            }
        }
    }

    /**
     * Lets the workers finish what they are computing when the process is told to end, and no more: a process that exits frees PyTorch's
     * own state, and crashes if it is in use. All texts that are left fail.
     */
    void stopForExit() {
        ClassifierClosedException cause = new ClassifierClosedException("the process ends");
        queue.end(cause);
        long end = System.nanoTime() + EXIT_PATIENCE.toNanos();
        try {
            for (ComputeThread worker : workers) {
                worker.join(TimeUnit.NANOSECONDS.toMillis(end - System.nanoTime()));
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
        workers.forEach(worker -> worker.failCurrent(cause));
    }

    /**
     * Computes what waits, then frees the model. Texts that come later are refused. Closing again does nothing.
     *
     * @throws IllegalStateException on a thread of the classifier's own, as in what depends on a result: it would wait for itself
     */
    @Override
    public void close() {
        if (workers.stream().anyMatch(ComputeThread::isCurrentThread)) {
            throw new IllegalStateException("a classifier cannot be closed by a thread that computes for it");
        }
        try {
            Runtime.getRuntime().removeShutdownHook(exitHook);
        } catch (IllegalStateException e) {
            return; // the process ends, and frees everything
        }
        queue.close();
        joinWorkers();
        free();
    }

    private void joinWorkers() {
        boolean interrupted = false;
        for (ComputeThread worker : workers) {
            boolean ended = false;
            while (!ended) {
                try {
                    worker.join();
                    ended = true;
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }

    private synchronized void free() {
        if (!freed) {
            freed = true;
            encoder.close();
            tokenizer.close();
        }
    }
}
