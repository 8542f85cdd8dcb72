package io.rolestream.trainer.study.tuning;

import io.rolestream.engine.batching.Rows;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.hub.BaseModels;
import io.rolestream.engine.hub.HubSettings;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizedText;
import io.rolestream.engine.tokenizer.TokenizerOptions;
import io.rolestream.engine.training.StartingPoint;
import io.rolestream.engine.training.TrainingProgress;
import io.rolestream.engine.training.classification.FineTuning;
import io.rolestream.engine.training.classification.TokenizedExample;
import io.rolestream.evaluation.comparison.GivenAnswers;
import io.rolestream.rules.decision.LogProbabilities;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Collections;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import java.util.function.BooleanSupplier;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Fine-tunes a base on some rows and asks it about others. The study pads all texts to the longest; here none is
 * padded, which gives the same logits. Orders of examples, dropout and the new head are drawn from other random numbers
 * than PyTorch's, so a figure can differ by a few rows.
 */
public final class StudyTuning {
    private final CheckpointDirectory base;
    private final List<String> roles;
    private final int threads;
    private final List<int[]> sequences = new ArrayList<>();
    private final Set<Integer> cut = new HashSet<>();

    /**
     * @param answers on the asked rows
     * @param loss mean cross-entropy of the asked rows against their labels, in nats
     */
    public record Tuned(GivenAnswers answers, double loss) {}

    private StudyTuning(CheckpointDirectory base, List<String> roles, int threads) {
        this.base = base;
        this.roles = roles;
        this.threads = threads;
    }

    /**
     * Loads a base and tokenizes the texts, truncated where the base's positions end.
     *
     * @param nameOrDirectory a checkpoint directory, {@code compact}, or the name of a model on a hub
     */
    public static StudyTuning open(String nameOrDirectory, List<String> roles, List<String> texts, int threads)
            throws IOException {
        CheckpointDirectory base =
                CheckpointDirectory.open(BaseModels.resolve(nameOrDirectory, HubSettings.fromEnvironment()));
        StudyTuning tuning = new StudyTuning(base, roles, threads);
        try (TextTokenizer tokenizer = TextTokenizer.open(
                base.path(), TokenizerOptions.head(base.config().maxTokens()))) {
            for (int row = 0; row < texts.size(); row++) {
                TokenizedText tokens = tokenizer.encode(texts.get(row));
                tuning.sequences.add(tokens.first());
                if (tokens.cut()) {
                    tuning.cut.add(row);
                }
            }
        }
        return tuning;
    }

    public CheckpointDirectory base() {
        return base;
    }

    /** The most probable role of each row of logits. */
    static GivenAnswers answers(float[][] logits) {
        int[] roles = new int[logits.length];
        float[] confidence = new float[logits.length];
        for (int i = 0; i < logits.length; i++) {
            roles[i] = Rows.argmax(logits[i]);
            confidence[i] = Rows.softmax(logits[i])[roles[i]];
        }
        return new GivenAnswers(roles, confidence, new boolean[logits.length]);
    }

    /** The rows of the texts that were truncated. */
    public Set<Integer> cut() {
        return Collections.unmodifiableSet(cut);
    }

    /**
     * @param labels of all rows
     * @return null if it was stopped
     * @throws IllegalArgumentException if fewer than two roles occur
     */
    @Nullable
    public Tuned run(
            TuningChoice choice,
            int[] labels,
            int[] train,
            int[] asked,
            Consumer<TrainingProgress> listener,
            BooleanSupplier stop)
            throws IOException {
        List<TokenizedExample> examples = Arrays.stream(choice.sampling().of(labels, train))
                .mapToObj(row -> TokenizedExample.of(sequences.get(row), labels[row], roles.size()))
                .toList();
        try (FineTuning tuning =
                FineTuning.open(StartingPoint.of(base), roles, examples, List.of(), choice.options(threads), null)) {
            if (!tuning.run(listener, stop, null)) {
                return null;
            }
            float[][] logits =
                    tuning.logits(Arrays.stream(asked).mapToObj(sequences::get).toList());
            double loss = 0;
            for (int i = 0; i < asked.length; i++) {
                loss -= LogProbabilities.of(logits[i], 1)[labels[asked[i]]];
            }
            return new Tuned(answers(logits), loss / asked.length);
        }
    }
}
