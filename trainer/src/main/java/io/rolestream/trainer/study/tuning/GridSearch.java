package io.rolestream.trainer.study.tuning;

import io.rolestream.engine.training.TrainingException;
import io.rolestream.evaluation.comparison.ComparedTexts;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.evaluation.comparison.GivenAnswers;
import io.rolestream.evaluation.comparison.LabellerRun;
import io.rolestream.evaluation.scores.ConfusionMatrix;
import io.rolestream.evaluation.scores.Scores;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.trainer.study.tuning.StudyTuning.Tuned;
import java.io.IOException;
import java.io.PrintWriter;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Locale;
import java.util.function.BooleanSupplier;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * The study's own next steps, measured by cross-validation within its training rows; no test row is looked at. The
 * learning rate comes first: at the study's own nothing is learnt, so that no other setting could change anything.
 * Those are tried one by one at the best rate.
 */
public final class GridSearch {
    public static final int FOLDS = 5;

    private static final int LEAST_ROWS = 20;
    private static final double[] RATES = {5e-5, 2e-4, 6e-4};

    private final StudyTuning tuning;
    private final Taxonomy taxonomy;
    private final int[] labels;
    private final int[] train;
    private final PrintWriter err;
    private final BooleanSupplier stop;
    private final List<LabellerRun> entries = new ArrayList<>();
    private @Nullable TuningChoice best;
    private double bestScore = -1;

    /**
     * @param labels of all rows
     * @param train the training rows
     */
    public GridSearch(
            StudyTuning tuning, Taxonomy taxonomy, int[] labels, int[] train, PrintWriter err, BooleanSupplier stop) {
        this.tuning = tuning;
        this.taxonomy = taxonomy;
        this.labels = labels;
        this.train = train;
        this.err = err;
        this.stop = stop;
    }

    /**
     * Tries everything, or what is finished before it is stopped.
     *
     * @param texts of all rows
     * @throws IllegalArgumentException if there are too few training rows, or fewer than two roles in a fold
     */
    public Grid run(String base, List<String> texts) throws IOException, InterruptedException {
        if (train.length < LEAST_ROWS) {
            throw new IllegalArgumentException(
                    "cross-validation needs at least " + LEAST_ROWS + " training rows, and there are " + train.length);
        }
        tryOut(TuningChoice.STUDY);
        for (double rate : RATES) {
            tryOut(TuningChoice.STUDY.withLearningRate(rate));
        }
        TuningChoice at = best;
        if (at != null) {
            for (TuningChoice choice : List.of(
                    at.withEpochs(10),
                    at.withBatchSize(16),
                    at.withWeightDecay(0.01),
                    at.withWeightDecay(0.1),
                    at.withDropout(0),
                    at.withDropout(0.3),
                    at.withClassBalance(0.5),
                    at.withClassBalance(1),
                    at.with(Sampling.OVERSAMPLING),
                    at.with(Sampling.UNDERSAMPLING))) {
                tryOut(choice.named(at.name() + ", " + choice.name()));
            }
        }
        if (!stop.getAsBoolean()) {
            FrozenBase frozen = FrozenBase.of(
                    tuning.base(), Arrays.stream(train).mapToObj(texts::get).toList(), taxonomy.size());
            for (FrozenBase.Balance balance : FrozenBase.Balance.values()) {
                addFrozen(frozen, balance);
            }
        }
        return new Grid(
                base,
                Comparison.of(
                        new ComparedTexts(
                                "the training rows", taxonomy, train.length, rowsOf(labels, train), List.of()),
                        entries),
                best);
    }

    private void tryOut(TuningChoice choice) throws IOException {
        OutOfFold answers = new OutOfFold();
        for (int fold = 0; fold < FOLDS; fold++) {
            int[] asked = fold(fold, true);
            try {
                Tuned tuned = tuning.run(
                        choice, labels, rowsOf(train, fold(fold, false)), rowsOf(train, asked), progress -> {}, stop);
                if (tuned == null) {
                    return;
                }
                answers.put(asked, tuned.answers());
            } catch (TrainingException e) {
                err.println("  " + choice.name() + ": " + e.getMessage());
                return;
            }
        }
        double score = add(choice.name(), answers);
        if (score > bestScore) {
            bestScore = score;
            best = choice;
        }
    }

    private void addFrozen(FrozenBase frozen, FrozenBase.Balance balance) {
        int[] own = rowsOf(labels, train);
        OutOfFold answers = new OutOfFold();
        for (int fold = 0; fold < FOLDS; fold++) {
            int[] asked = fold(fold, true);
            answers.put(asked, frozen.answers(balance, own, fold(fold, false), asked));
        }
        String name = "frozen base, logistic regression";
        add(balance == FrozenBase.Balance.NONE ? name : name + ", " + balance.key(), answers);
    }

    private double add(String name, OutOfFold answers) {
        entries.add(new LabellerRun(name, name, 0, 0, 0, 0, 0, answers.given(), null));
        ConfusionMatrix confusion = new ConfusionMatrix(taxonomy.names());
        for (int i = 0; i < train.length; i++) {
            confusion.add(labels[train[i]], answers.roles[i]);
        }
        Scores scores = Scores.of(confusion);
        err.printf(Locale.ROOT, "  %s: accuracy %.3f, macro-F1 %.3f%n", name, scores.accuracy(), scores.macroF1());
        err.flush();
        return scores.macroF1();
    }

    /** The answers on each training row of the model that did not learn it. */
    private final class OutOfFold {
        private final int[] roles = new int[train.length];
        private final float[] confidence = new float[train.length];

        void put(int[] at, GivenAnswers answers) {
            for (int i = 0; i < at.length; i++) {
                roles[at[i]] = answers.roles()[i];
                confidence[at[i]] = answers.confidence()[i];
            }
        }

        GivenAnswers given() {
            return new GivenAnswers(roles, confidence, new boolean[roles.length]);
        }
    }

    /** Positions among the training rows, which the split has shuffled. */
    private int[] fold(int fold, boolean inside) {
        return IntStream.range(0, train.length)
                .filter(i -> (i % FOLDS == fold) == inside)
                .toArray();
    }

    private static int[] rowsOf(int[] values, int[] at) {
        return Arrays.stream(at).map(i -> values[i]).toArray();
    }
}
