package io.rolestream.trainer.recipe;

import io.rolestream.trainer.labelling.LabelDoubt;
import io.rolestream.trainer.labelling.Teacher;
import io.rolestream.trainer.recipe.Targets.Target;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;

/**
 * Finds the texts with the most doubtful labels, and leaves them out or takes the labels of a teacher trained on the
 * others. People's labels are kept.
 */
record CleanTargets(Recipe recipe, int roles, long seed) {
    List<Target> of(List<Target> targets) {
        List<String> texts =
                targets.stream().map(target -> target.source().text()).toList();
        int[] labels = targets.stream().mapToInt(Target::role).toArray();
        boolean[] clean = clean(targets, texts, labels);
        double[][] taught =
                recipe.cleaning().teacher() == 0 ? null : Teacher.probabilities(texts, labels, clean, roles, seed);
        List<Target> result = new ArrayList<>();
        for (int i = 0; i < clean.length; i++) {
            Target target = targets.get(i);
            if (target.answered() || taught == null) {
                if (clean[i]) {
                    result.add(target);
                }
            } else {
                double share = clean[i] ? recipe.cleaning().teacher() : 1;
                result.add(target.learnt(mixed(target.target(), taught[i], share), target.weight()));
            }
        }
        return result;
    }

    private boolean[] clean(List<Target> targets, List<String> texts, int[] labels) {
        boolean[] clean = new boolean[labels.length];
        double[] doubts = switch (recipe.cleaning().by()) {
            case NONE -> new double[labels.length];
            case NEIGHBOURS -> LabelDoubt.byNeighbours(texts, labels, roles);
            case OUT_OF_FOLD -> LabelDoubt.outOfFold(texts, labels, roles, seed);
        };
        double[] sorted = doubts.clone();
        Arrays.sort(sorted);
        double most = sorted.length == 0
                ? 0
                : sorted[Math.max(0, (int) Math.round(recipe.cleaning().share() * sorted.length) - 1)];
        for (int i = 0; i < clean.length; i++) {
            clean[i] = targets.get(i).answered() || doubts[i] <= most;
        }
        return clean;
    }

    private static float[] mixed(float[] own, double[] taught, double share) {
        float[] mixed = new float[own.length];
        for (int role = 0; role < mixed.length; role++) {
            mixed[role] = (float) ((1 - share) * own[role] + share * taught[role]);
        }
        return mixed;
    }
}
