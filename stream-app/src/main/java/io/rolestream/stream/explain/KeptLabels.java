package io.rolestream.stream.explain;

import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;

/**
 * What {@code labelled-roles} keeps of one resume id.
 *
 * @param labels in the order of their records; without those before a null value
 * @param forgotten whether the last record is a null value: the resume was deleted
 */
public record KeptLabels(List<KeptLabel> labels, boolean forgotten) {
    static final KeptLabels NONE = new KeptLabels(List.of(), false);

    public KeptLabels {
        labels = List.copyOf(labels);
    }

    /** Whether there is any record of the id. */
    boolean isKnown() {
        return forgotten || !labels.isEmpty();
    }

    KeptLabels with(KeptLabel label) {
        List<KeptLabel> more = new ArrayList<>(labels);
        more.add(label);
        return new KeptLabels(more, false);
    }

    /**
     * The revisions of each resume with the id, the newest first; the resume labelled last comes first. Ids are unique
     * within a partition of {@code resumes} only, so there may be several.
     */
    public List<List<KeptLabel>> byResume() {
        Map<Integer, List<KeptLabel>> byPartition = new LinkedHashMap<>();
        for (int i = labels.size() - 1; i >= 0; i--) {
            byPartition
                    .computeIfAbsent(labels.get(i).label().getResumePartition(), each -> new ArrayList<>())
                    .add(labels.get(i));
        }
        return List.copyOf(byPartition.values());
    }
}
