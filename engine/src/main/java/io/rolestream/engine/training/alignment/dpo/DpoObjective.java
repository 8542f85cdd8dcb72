package io.rolestream.engine.training.alignment.dpo;

import ai.djl.ndarray.NDArray;
import ai.djl.pytorch.engine.PtNDManager;
import io.rolestream.engine.model.Head;
import io.rolestream.engine.model.PackedSequences;
import io.rolestream.engine.training.Objective;
import io.rolestream.engine.training.alignment.AnswerLogs;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.SplittableRandom;
import java.util.stream.IntStream;

/**
 * {@link DpoLoss} over comparisons of answers. The reference's log-probabilities are given as numbers, so the reference
 * need not be in memory.
 */
public final class DpoObjective implements Objective {
    private static final double TEMPERATURE = 1;

    private final List<AnswerComparison> comparisons;
    private final List<DpoLoss.Reference> references;
    private final DpoLoss loss;

    /**
     * @param references what the reference gives for {@link #logs} of the comparisons, {@code [2 * comparisons][1]}
     * @throws IllegalArgumentException if their number does not fit, or one is not finite
     */
    public DpoObjective(List<AnswerComparison> comparisons, float[][] references, DpoSettings settings) {
        if (references.length != 2 * comparisons.size()) {
            throw new IllegalArgumentException("the reference has log-probabilities of " + references.length
                    + " answers, but there are " + comparisons.size() + " pairs");
        }
        this.comparisons = List.copyOf(comparisons);
        this.references = IntStream.range(0, comparisons.size())
                .mapToObj(i -> reference(i, references))
                .toList();
        loss = new DpoLoss(settings);
    }

    private DpoLoss.Reference reference(int index, float[][] rows) {
        float chosen = rows[2 * index][0];
        float rejected = rows[2 * index + 1][0];
        if (!Float.isFinite(chosen) || !Float.isFinite(rejected)) {
            throw new IllegalArgumentException("pair " + index + " has the log-probabilities " + chosen + " and "
                    + rejected + " in the reference; leave it out");
        }
        return new DpoLoss.Reference(
                chosen, rejected, comparisons.get(index).chosen().answer().length);
    }

    /** Asks a decoder for the log-probabilities of all answers. */
    public static AnswerLogs logs(List<AnswerComparison> comparisons) {
        return AnswerLogs.sums(AnswerComparison.answers(comparisons), TEMPERATURE);
    }

    @Override
    public Head head() {
        return Head.LANGUAGE_MODEL;
    }

    @Override
    public int size() {
        return comparisons.size();
    }

    @Override
    public int tokens(int example) {
        return comparisons.get(example).tokens();
    }

    @Override
    public long fingerprint() {
        long hash = 1;
        for (AnswerComparison comparison : comparisons) {
            hash = hash * 31 + comparison.hash();
        }
        return hash;
    }

    @Override
    public Map<String, String> settings() {
        Map<String, String> settings = new LinkedHashMap<>();
        settings.put("loss", "DPO");
        settings.put("beta", Double.toString(loss.settings().beta()));
        settings.put(
                "weight of the supervised loss", Double.toString(loss.settings().supervised()));
        return settings;
    }

    @Override
    public DpoBatch batch(int[] indexes, SplittableRandom random) {
        List<AnswerComparison> chosen = new ArrayList<>();
        List<DpoLoss.Reference> theirs = new ArrayList<>();
        for (int index : indexes) {
            chosen.add(comparisons.get(index));
            theirs.add(references.get(index));
        }
        return new DpoBatch(logs(chosen), theirs);
    }

    /** Some comparisons. */
    final class DpoBatch implements JointBatch {
        private final AnswerLogs logs;
        private final List<DpoLoss.Reference> theirs;

        DpoBatch(AnswerLogs logs, List<DpoLoss.Reference> theirs) {
            this.logs = logs;
            this.theirs = theirs;
        }

        @Override
        public List<int[]> sequences() {
            return logs.sequences();
        }

        @Override
        public String function() {
            return logs.function();
        }

        @Override
        public String weightedFunction() {
            return AnswerLogs.WEIGHTED;
        }

        @Override
        public List<NDArray> arguments(int[] part, PackedSequences pack, PtNDManager owner) {
            return logs.arguments(part, pack, owner);
        }

        @Override
        public JointLoss loss(float[][] rows) {
            return result(rows).loss();
        }

        DpoLoss.Result result(float[][] rows) {
            return loss.of(rows, theirs);
        }
    }
}
