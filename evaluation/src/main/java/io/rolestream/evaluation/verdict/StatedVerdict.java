package io.rolestream.evaluation.verdict;

import java.util.List;

/**
 * The verdict that a model version carries.
 *
 * @param reasons a sentence for each failed check; of a version that passed weakly, a sentence for what is missing
 */
public record StatedVerdict(VerdictKind kind, List<String> reasons) {
    public static final StatedVerdict NONE = new StatedVerdict(VerdictKind.NOT_RECORDED, List.of());

    public StatedVerdict {
        reasons = List.copyOf(reasons);
    }
}
