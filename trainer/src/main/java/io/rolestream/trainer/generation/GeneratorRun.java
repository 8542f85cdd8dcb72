package io.rolestream.trainer.generation;

import io.rolestream.common.files.Replacement;
import io.rolestream.common.service.StopSignal;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.hub.BaseModels;
import io.rolestream.engine.hub.HubSettings;
import io.rolestream.engine.safetensors.DType;
import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.engine.training.ValidationResult;
import io.rolestream.engine.training.generation.AnswerTraining;
import io.rolestream.engine.training.generation.AnsweredPrompt;
import io.rolestream.trainer.curves.TrainingCurve;
import io.rolestream.trainer.curves.TrainingPlots;
import io.rolestream.trainer.pretrain.ProgressLines;
import java.io.IOException;
import java.io.PrintWriter;
import java.nio.file.Files;
import java.nio.file.Path;
import java.time.Duration;
import java.util.List;
import java.util.Locale;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fine-tunes a generator into a directory, which appears once it is complete: a checkpoint with its prompt and a model
 * card, and with the adapters if these were trained.
 *
 * @param dtype of the saved weights
 * @param out must not exist, or be empty
 * @param state the file to resume from; written when stopped and after each evaluation, also the last, so that a result
 *     that cannot be written is not lost; deleted once it is written
 */
public record GeneratorRun(GeneratorSettings settings, DType dtype, Path out, Path state, boolean resume) {
    private static final Duration BETWEEN_LINES = Duration.ofSeconds(10);

    /**
     * Trains.
     *
     * @param watcher told of each step
     * @return whether it finished rather than being stopped
     * @throws IllegalArgumentException if the base cannot be trained so
     */
    public boolean run(DescribedResumes pairs, Consumer<TrainingProgress> watcher, PrintWriter err) throws IOException {
        try (StopSignal stop = StopSignal.install()) {
            CheckpointDirectory base =
                    CheckpointDirectory.open(BaseModels.resolve(settings.base(), HubSettings.fromEnvironment()));
            try (PairEncoder encoder = PairEncoder.open(base, settings.template(), settings.maxTokens())) {
                if (encoder.cuts().maxTokens() < settings.maxTokens()) {
                    err.printf(
                            Locale.ROOT,
                            "the base reads at most %,d tokens, so longer prompts with their answers are cut there%n",
                            encoder.cuts().maxTokens());
                }
                List<AnsweredPrompt> training = encoder.encode(pairs.training());
                List<AnsweredPrompt> validation = encoder.encode(pairs.validation());
                err.printf(
                        Locale.ROOT,
                        "%s: %,d to learn with %,d tokens, %,d of them answers; %,d held out; %s%n",
                        pairs.source(),
                        training.size(),
                        training.stream().mapToLong(AnsweredPrompt::length).sum(),
                        training.stream()
                                .mapToLong(pair -> pair.answer().length)
                                .sum(),
                        validation.size(),
                        settings.method());
                err.flush();
                return train(base, pairs, encoder, training, validation, watcher, stop, err);
            }
        }
    }

    private boolean train(
            CheckpointDirectory base,
            DescribedResumes pairs,
            PairEncoder encoder,
            List<AnsweredPrompt> learnt,
            List<AnsweredPrompt> held,
            Consumer<TrainingProgress> watcher,
            StopSignal stop,
            PrintWriter err)
            throws IOException {
        try (AnswerTraining training = AnswerTraining.open(
                        base,
                        settings.adapters(),
                        learnt,
                        held,
                        settings.training(),
                        settings.evaluation(),
                        resume ? state : null);
                TrainingCurve curve = TrainingCurve.of(state, resume)) {
            tell("before", training.first(), err);
            if (!training.run(
                    curve.andThen(watcher).andThen(new ProgressLines(err, BETWEEN_LINES, "tokens of descriptions")),
                    stop::isRequested,
                    state)) {
                err.println("stopped after step " + training.stepsDone()
                        + "; to continue, run the same command with --resume, which reads " + state);
                err.flush();
                return false;
            }
            save(
                    training,
                    curve,
                    new GeneratorCard(settings, pairs, encoder.cuts(), training.first(), training.best()));
            Files.deleteIfExists(state);
            TrainingCurve.delete(state);
            tell("before", training.first(), err);
            tell("after", training.best(), err);
            return true;
        }
    }

    private static void tell(String when, @Nullable ValidationResult result, PrintWriter err) {
        if (result != null) {
            err.printf(
                    Locale.ROOT,
                    "validation pairs %s the training: loss %.4f, perplexity %.2f%n",
                    when,
                    result.loss(),
                    result.perplexity());
            err.flush();
        }
    }

    private void save(AnswerTraining training, TrainingCurve curve, GeneratorCard card) throws IOException {
        Path unfinished = Replacement.beside(out);
        try {
            training.save(unfinished, dtype);
            TrainingPlots.write(unfinished, curve, "tokens of descriptions predicted", training.first());
            settings.template().write(unfinished);
            card.pairs().learntTexts().write(unfinished);
            card.write(
                    unfinished, String.valueOf(out.toAbsolutePath().normalize().getFileName()));
            CheckpointDirectory.put(unfinished, out);
        } catch (IOException | RuntimeException | Error e) {
            Replacement.discard(unfinished, e);
            throw e;
        }
    }
}
