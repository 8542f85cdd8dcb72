package io.rolestream.trainer.pretrain;

import io.rolestream.common.files.Replacement;
import io.rolestream.common.service.StopSignal;
import io.rolestream.common.text.Counted;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.hub.BaseModels;
import io.rolestream.engine.hub.HubSettings;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizerOptions;
import io.rolestream.engine.training.StartingPoint;
import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.engine.training.pretraining.MaskTokens;
import io.rolestream.engine.training.pretraining.Pretraining;
import io.rolestream.engine.training.pretraining.PretrainingOptions;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Trains a base on a corpus.
 *
 * @param base a checkpoint directory or the name of a model, or null for a new model
 * @param model shape of a new model; of an existing base, only the maximum of tokens is used
 * @param dtype of the saved weights
 * @param out the directory to create
 * @param state the file to resume from; written when stopped and after each evaluation, also the last; deleted once the
 *     result is written
 */
public record PretrainRun(
        @Nullable String base,
        NewModel model,
        PretrainingOptions options,
        DType dtype,
        Path out,
        Path state,
        boolean resume) {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);
    private static final int MOST_WINDOWS = 1000;

    /**
     * Trains.
     *
     * @param watcher told of each step
     * @return whether it finished rather than being stopped
     */
    public boolean run(Corpus corpus, Consumer<TrainingProgress> watcher, PrintWriter err) throws IOException {
        try (StopSignal stop = StopSignal.install()) {
            Path scratch = Files.createTempDirectory("rolestream-tokenizer");
            try {
                return run(
                        corpus,
                        scratch,
                        watcher.andThen(new ProgressLines(err, BETWEEN_LINES, "masked tokens")),
                        stop,
                        err);
            } finally {
                Replacement.delete(scratch);
            }
        }
    }

    private boolean run(
            Corpus corpus, Path scratch, Consumer<TrainingProgress> watcher, StopSignal stop, PrintWriter err)
            throws IOException {
        StartingPoint from;
        Path tokenizerDirectory;
        if (base == null) {
            from = model.make(corpus.training(), scratch);
            tokenizerDirectory = scratch;
        } else {
            tokenizerDirectory = BaseModels.resolve(base, HubSettings.fromEnvironment());
            from = StartingPoint.of(CheckpointDirectory.open(tokenizerDirectory));
        }
        int maxTokens = Math.min(model.maxTokens(), from.config().maxTokens());
        try (TextTokenizer tokenizer =
                TextTokenizer.open(tokenizerDirectory, TokenizerOptions.windows(maxTokens, 0, MOST_WINDOWS))) {
            List<int[]> texts = Corpus.encode(tokenizer, corpus.training());
            List<int[]> validation = Corpus.encode(tokenizer, corpus.validation());
            MaskTokens tokens = MaskTokens.of(tokenizer, from.config());
            err.printf(
                    "%s in %s, %s; vocabulary of %,d tokens%n",
                    Counted.of(corpus.training().size(), "text"),
                    Counted.of(texts.size(), "training sequence"),
                    Counted.of(validation.size(), "validation sequence"),
                    from.config().vocabSize());
            return train(from, tokens, texts, validation, watcher, stop, err);
        }
    }

    private boolean train(
            StartingPoint from,
            MaskTokens tokens,
            List<int[]> texts,
            List<int[]> validation,
            Consumer<TrainingProgress> watcher,
            StopSignal stop,
            PrintWriter err)
            throws IOException {
        try (Pretraining pretraining =
                Pretraining.open(from, tokens, texts, validation, options, resume ? state : null)) {
            if (!pretraining.run(watcher, stop::isRequested, state)) {
                err.println("stopped after step " + pretraining.stepsDone()
                        + "; to continue, run the same command with --resume, which reads " + state);
                err.flush();
                return false;
            }
            pretraining.save(out, dtype);
            Files.deleteIfExists(state);
            err.println("wrote " + out);
            return true;
        }
    }
}
