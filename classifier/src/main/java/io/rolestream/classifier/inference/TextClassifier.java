package io.rolestream.classifier.inference;

import io.rolestream.classifier.checkpoint.CheckpointDirectory;
import io.rolestream.classifier.encoder.Encoder;
import io.rolestream.classifier.encoder.PackedSequences;
import io.rolestream.classifier.encoder.Parameters;
import io.rolestream.classifier.tokenizer.TextTokenizer;
import io.rolestream.classifier.tokenizer.TokenizedText;
import io.rolestream.classifier.tokenizer.TokenizerOptions;
import io.rolestream.classifier.torch.Torch;
import java.io.IOException;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import java.util.concurrent.atomic.LongAdder;
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

    private final List<String> labels;
    private final TextTokenizer tokenizer;
    private final Encoder encoder;
    private final @Nullable Calibration calibration;
    private final SequenceQueue queue;
    private final List<Thread> workers = new ArrayList<>();
    private final Thread exitHook = new Thread(this::stopForExit, "classifier-exit");
    private volatile boolean exiting;
    private final LongAdder batches = new LongAdder();
    private final LongAdder sequences = new LongAdder();
    private final LongAdder tokens = new LongAdder();
    private final LongAdder busyNanos = new LongAdder();

    private TextClassifier(
            List<String> labels, TextTokenizer tokenizer, EncoderChooser.Choice choice, InferenceOptions options) {
        this.labels = labels;
        this.tokenizer = tokenizer;
        encoder = choice.encoder();
        calibration = choice.calibration();
        queue = new SequenceQueue(options.batchTokens(), options.queueTokens());
        for (int i = 0; i < options.workers(); i++) {
            Thread worker = new Thread(() -> work(options.threads()), "classifier-" + i);
            worker.setDaemon(true);
            workers.add(worker);
            worker.start();
        }
        Runtime.getRuntime().addShutdownHook(exitHook);
    }

    /**
     * Loads a checkpoint.
     *
     * @throws IOException if it is no classifier, or something in it is missing or malformed
     * @throws io.rolestream.classifier.torch.TorchException if it cannot be computed here as the options ask
     */
    public static TextClassifier open(CheckpointDirectory checkpoint, InferenceOptions options) throws IOException {
        try (Parameters parameters = Parameters.load(checkpoint)) {
            TextTokenizer tokenizer = tokenizer(checkpoint, options);
            try {
                List<int[]> calibration = tokenizer.encodeBatch(CalibrationTexts.read()).stream()
                        .map(TokenizedText::first)
                        .toList();
                EncoderChooser.Choice choice = new EncoderChooser(parameters, options).choose(calibration);
                Calibration chosen = choice.calibration();
                LOG.info(
                        "model computes with {}",
                        chosen == null ? choice.encoder().description() : chosen.explanation());
                return new TextClassifier(checkpoint.config().labels(), tokenizer, choice, options);
            } catch (RuntimeException | Error e) {
                tokenizer.close();
                throw e;
            }
        }
    }

    /** A classifier with an encoder of the caller's, which it closes. */
    static TextClassifier of(CheckpointDirectory checkpoint, Encoder encoder, InferenceOptions options)
            throws IOException {
        return new TextClassifier(
                checkpoint.config().labels(),
                tokenizer(checkpoint, options),
                new EncoderChooser.Choice(encoder, null),
                options);
    }

    private static TextTokenizer tokenizer(CheckpointDirectory checkpoint, InferenceOptions options)
            throws IOException {
        Integer asked = options.maxTokens();
        int most = checkpoint.config().maxTokens();
        int maxTokens = asked == null ? most : Math.min(asked, most);
        return TextTokenizer.open(
                checkpoint.path(),
                new TokenizerOptions(maxTokens, options.longText(), TokenizerOptions.DEFAULT_MAX_CHARS));
    }

    /** The model's labels; predictions refer to them by index. */
    public List<String> labels() {
        return labels;
    }

    /** How the numbers to compute with were chosen; null where the options said. */
    public @Nullable Calibration calibration() {
        return calibration;
    }

    /** What the model is computed with, for people. */
    public String compute() {
        return encoder.description();
    }

    /**
     * Classifies a text in the background. Waits where too much is waiting already.
     *
     * @return fails with what the computation of its batch failed with
     * @throws IllegalStateException if the classifier is closed
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public CompletableFuture<Prediction> submit(String text) throws InterruptedException {
        TokenizedText tokenized = tokenizer.encode(text);
        List<int[]> windows = tokenized.windows();
        PendingText pending = new PendingText(windows.size(), tokenized.cut());
        List<SequenceQueue.Waiting> waiting = new ArrayList<>();
        for (int i = 0; i < windows.size(); i++) {
            waiting.add(new SequenceQueue.Waiting(windows.get(i), pending, i));
        }
        queue.add(waiting);
        return pending.result();
    }

    /**
     * Classifies texts.
     *
     * @return one prediction for each, in their order
     * @throws CompletionException what the computation failed with
     * @throws IllegalStateException if the classifier is closed
     * @throws InterruptedException if the thread is interrupted while it waits
     */
    public List<Prediction> classify(List<String> texts) throws InterruptedException {
        List<CompletableFuture<Prediction>> results = new ArrayList<>();
        for (String text : texts) {
            results.add(submit(text));
        }
        return results.stream().map(CompletableFuture::join).toList();
    }

    private void work(int threads) {
        Torch.prepareThread(threads);
        try {
            for (List<SequenceQueue.Waiting> batch = queue.take(); batch != null && !exiting; batch = queue.take()) {
                compute(batch);
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    private void compute(List<SequenceQueue.Waiting> batch) {
        long start = System.nanoTime();
        float[][] logits;
        try {
            PackedSequences packed = PackedSequences.of(
                    batch.stream().map(SequenceQueue.Waiting::ids).toList());
            logits = encoder.logits(packed);
            batches.increment();
            sequences.add(packed.size());
            tokens.add(packed.tokens());
        } catch (RuntimeException | Error e) {
            batch.forEach(waiting -> waiting.fail(e));
            return;
        } finally {
            busyNanos.add(System.nanoTime() - start);
        }
        for (int i = 0; i < logits.length; i++) {
            batch.get(i).complete(logits[i]);
        }
    }

    /** What was computed until now. */
    public InferenceStatistics statistics() {
        return new InferenceStatistics(batches.sum(), sequences.sum(), tokens.sum(), busyNanos.sum(), queue.tokens());
    }

    /**
     * Lets the workers finish their batches when the process is told to end, and no more: a process that exits frees PyTorch's own
     * state, and crashes if it is in use.
     */
    private void stopForExit() {
        exiting = true;
        queue.close();
        try {
            for (Thread worker : workers) {
                worker.join(EXIT_PATIENCE.toMillis());
            }
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }

    /** Computes what waits, then frees the model. Texts that come later are refused. */
    @Override
    public void close() {
        try {
            Runtime.getRuntime().removeShutdownHook(exitHook);
        } catch (IllegalStateException e) {
            return; // the process ends, and frees everything
        }
        queue.close();
        boolean interrupted = false;
        for (Thread worker : workers) {
            while (worker.isAlive()) {
                try {
                    worker.join();
                } catch (InterruptedException e) {
                    interrupted = true;
                }
            }
        }
        encoder.close();
        tokenizer.close();
        if (interrupted) {
            Thread.currentThread().interrupt();
        }
    }
}
