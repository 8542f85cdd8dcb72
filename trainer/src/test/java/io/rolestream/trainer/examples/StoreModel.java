package io.rolestream.trainer.examples;

import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/** What a store must hold, by plain maps: each resume's latest text and latest correction. */
final class StoreModel {
    private final Map<String, Change.Judged> resumes = new HashMap<>();
    private final Map<String, Change.Corrected> corrections = new HashMap<>();
    private final Map<String, StoredRuleVote> votes = new HashMap<>();

    void apply(Change change) {
        if (change instanceof Change.Judged judged) {
            resumes.put(judged.resumeId(), judged);
            votes.put(judged.example().contentHash(), judged.example().ruleVote());
        } else if (change instanceof Change.Corrected corrected) {
            corrections.put(corrected.resumeId(), corrected);
        } else {
            corrections.remove(change.resumeId());
            if (change instanceof Change.Forgotten) {
                resumes.remove(change.resumeId());
            }
        }
    }

    /** By content hash. */
    Collection<Example> examples() {
        Map<String, Example> examples = new TreeMap<>();
        for (Change.Judged judged : resumes.values()) {
            examples.computeIfAbsent(judged.example().contentHash(), this::example);
        }
        return examples.values();
    }

    private Example example(String hash) {
        List<Change.Judged> same = resumes.values().stream()
                .filter(judged -> judged.example().contentHash().equals(hash))
                .toList();
        Instant newest = same.stream()
                .map(judged -> judged.example().submittedAt())
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new Example(
                hash,
                same.get(0).example().text(),
                votes.getOrDefault(hash, StoredRuleVote.none()),
                correction(same),
                same.size(),
                newest);
    }

    private Example.@Nullable Correction correction(List<Change.Judged> same) {
        List<Change.Corrected> held = same.stream()
                .filter(judged -> holds(corrections.get(judged.resumeId()), judged))
                .map(judged -> corrections.get(judged.resumeId()))
                .sorted(Comparator.comparing((Change.Corrected corrected) ->
                                corrected.correction().correctedAt())
                        .thenComparing(Change.Corrected::resumeId)
                        .reversed())
                .toList();
        if (held.isEmpty()) {
            return null;
        }
        Example.Correction latest = held.get(0).correction();
        boolean disputed =
                held.stream().map(one -> one.correction().role()).distinct().count() > 1;
        return new Example.Correction(
                latest.role(),
                latest.reviewer(),
                latest.correctedAt(),
                disputed,
                held.stream().anyMatch(one -> one.correction().drawnAtRandom()));
    }

    private static boolean holds(Change.@Nullable Corrected correction, Change.Judged judged) {
        return correction != null
                && (correction.contentHash() == null
                        ? !judged.example()
                                .submittedAt()
                                .isAfter(correction.correction().correctedAt())
                        : correction.contentHash().equals(judged.example().contentHash()));
    }
}
