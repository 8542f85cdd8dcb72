package io.rolestream.trainer.study;

import io.rolestream.evaluation.comparison.ComparedTexts;
import io.rolestream.evaluation.comparison.Comparison;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.trainer.study.tuning.Grid;
import io.rolestream.trainer.study.tuning.TrainTestSplit;
import java.util.Arrays;
import java.util.List;
import java.util.Optional;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;

/**
 * What a study found.
 *
 * @param labels the study's rules' votes, one for each row; indexes of the taxonomy
 * @param labellers in the order of the report; the constant comes first
 * @param onAll the labellers that answered all rows, compared with the labels
 * @param onTest those that answered the test rows
 * @param grid null if it was not asked for
 * @param stopped whether labellers are missing because it was stopped
 */
@SuppressWarnings("ArrayRecordComponent") // never compared
public record StudyResult(
        StudyTexts data,
        Taxonomy taxonomy,
        int[] labels,
        TrainTestSplit split,
        List<LabellerResult> labellers,
        Comparison onAll,
        Comparison onTest,
        @Nullable Grid grid,
        boolean stopped) {
    private static final String REMARK =
            "The right role here is the vote of the study's rules, so accuracy is agreement" + " with those rules.";

    public StudyResult {
        labellers = List.copyOf(labellers);
    }

    static StudyResult of(
            StudyTexts data,
            Taxonomy taxonomy,
            int[] labels,
            TrainTestSplit split,
            List<LabellerResult> labellers,
            @Nullable Grid grid,
            boolean stopped) {
        int[] all = IntStream.range(0, labels.length).toArray();
        return new StudyResult(
                data,
                taxonomy,
                labels,
                split,
                labellers,
                compared(data.source(), taxonomy, labels, all, labellers),
                compared("the test set of " + data.source(), taxonomy, labels, split.test(), labellers),
                grid,
                stopped);
    }

    private static Comparison compared(
            String source, Taxonomy taxonomy, int[] labels, int[] rows, List<LabellerResult> labellers) {
        int[] truth = Arrays.stream(rows).map(row -> labels[row]).toArray();
        return Comparison.of(
                new ComparedTexts(source, taxonomy, rows.length, truth, List.of(REMARK)),
                labellers.stream()
                        .filter(labeller -> labeller.answered(rows))
                        .map(labeller -> labeller.on(rows))
                        .toList());
    }

    int rows() {
        return labels.length;
    }

    String role(int index) {
        return taxonomy.role(index).name();
    }

    /** A labeller that was run. */
    Optional<LabellerResult> find(String name) {
        return labellers.stream()
                .filter(labeller -> labeller.name().equals(name) && labeller.notRun() == null)
                .findFirst();
    }

    /** The share of rows for which a labeller's answer is the true role; the true roles must be known. */
    double truthOf(LabellerResult labeller, int[] rows) {
        int[] answers = labeller.on(rows).answers().roles();
        long right = IntStream.range(0, rows.length)
                .filter(i -> answers[i] == data.truths().get(rows[i]))
                .count();
        return (double) right / rows.length;
    }
}
