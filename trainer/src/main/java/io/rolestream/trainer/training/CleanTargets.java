package io.rolestream.trainer.training;

import io.rolestream.trainer.labelling.LabelDoubt;
import io.rolestream.trainer.training.Recipe.CleanSelection;
import io.rolestream.trainer.training.Targets.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Leaves out the texts whose labels are the most doubtful; those that people labelled stay.
 *
 * @param by how doubt is measured
 * @param share of the texts that is kept
 */
record CleanTargets(CleanSelection by, double share, int roles, long seed) {
    List<Target> of(List<Target> targets) {
        List<String> texts =
                targets.stream().map(target -> target.source().text()).toList();
        int[] labels = targets.stream().mapToInt(Target::role).toArray();
        double[] doubts = by == CleanSelection.NEIGHBOURS
                ? LabelDoubt.byNeighbours(texts, labels, roles)
                : LabelDoubt.outOfFold(texts, labels, roles, seed);
        double[] sorted = doubts.clone();
        Arrays.sort(sorted);
        double most = sorted.length == 0 ? 0 : sorted[(int) Math.min(sorted.length - 1, share * sorted.length)];
        List<Target> kept = new ArrayList<>();
        for (int i = 0; i < doubts.length; i++) {
            if (targets.get(i).answered() || doubts[i] <= most) {
                kept.add(targets.get(i));
            }
        }
        return kept;
    }
}
