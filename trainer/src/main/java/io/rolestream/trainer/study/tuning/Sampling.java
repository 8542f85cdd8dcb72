package io.rolestream.trainer.study.tuning;

import io.rolestream.common.text.Keyed;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/** Which rows are learnt, and how often. */
public enum Sampling implements Keyed {
    AS_IS,
    /** Rows of rare roles are repeated until every role has as many as the most frequent one. */
    OVERSAMPLING,
    /** Rows of frequent roles are left out until every role has as many as the median role. */
    UNDERSAMPLING;

    /**
     * @param labels of all rows
     * @param rows to sample from
     */
    int[] of(int[] labels, int[] rows) {
        if (this == AS_IS) {
            return rows.clone();
        }
        Map<Integer, List<Integer>> byRole = new LinkedHashMap<>();
        for (int row : rows) {
            byRole.computeIfAbsent(labels[row], role -> new ArrayList<>()).add(row);
        }
        int[] sizes = byRole.values().stream().mapToInt(List::size).sorted().toArray();
        int wanted = this == OVERSAMPLING ? sizes[sizes.length - 1] : sizes[sizes.length / 2];
        List<Integer> sampled = new ArrayList<>();
        MersenneTwister random = new MersenneTwister(TrainTestSplit.SEED);
        for (List<Integer> ofRole : byRole.values()) {
            int[] order = random.permutation(ofRole.size());
            int size = this == OVERSAMPLING ? wanted : Math.min(wanted, order.length);
            for (int i = 0; i < size; i++) {
                sampled.add(ofRole.get(order[i % order.length]));
            }
        }
        return sampled.stream().mapToInt(Integer::intValue).toArray();
    }
}
