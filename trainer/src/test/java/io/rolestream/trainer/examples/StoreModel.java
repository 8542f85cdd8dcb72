package io.rolestream.trainer.examples;

import io.rolestream.evaluation.split.ExampleSplit;
import java.time.Instant;
import java.util.Collection;
import java.util.Comparator;
import java.util.HashMap;
import java.util.HashSet;
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
            votes.put(judged.contentHash(), judged.vote());
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
            examples.computeIfAbsent(judged.contentHash(), this::example);
        }
        return examples.values();
    }

    private Example example(String hash) {
        List<Change.Judged> same = resumes.values().stream()
                .filter(judged -> judged.contentHash().equals(hash))
                .toList();
        Instant newest = same.stream()
                .map(Change.Judged::submittedAt)
                .max(Comparator.naturalOrder())
                .orElseThrow();
        return new Example(
                hash,
                same.get(0).text(),
                votes.getOrDefault(hash, StoredRuleVote.none()),
                correction(same),
                same.size(),
                newest,
                ExampleSplit.of(hash));
    }

    private Example.@Nullable Correction correction(List<Change.Judged> same) {
        List<Change.Corrected> held = same.stream()
                .filter(judged -> holds(corrections.get(judged.resumeId()), judged))
                .map(judged -> corrections.get(judged.resumeId()))
                .sorted(Comparator.comparing(Change.Corrected::correctedAt)
                        .thenComparing(Change.Corrected::resumeId)
                        .reversed())
                .toList();
        if (held.isEmpty()) {
            return null;
        }
        Change.Corrected latest = held.get(0);
        boolean disputed =
                new HashSet<>(held.stream().map(Change.Corrected::role).toList()).size() > 1;
        return new Example.Correction(
                latest.role(),
                latest.reviewer(),
                latest.correctedAt(),
                disputed,
                held.stream().anyMatch(Change.Corrected::drawnAtRandom));
    }

    private static boolean holds(Change.@Nullable Corrected correction, Change.Judged judged) {
        return correction != null
                && (correction.contentHash() == null
                        ? !judged.submittedAt().isAfter(correction.correctedAt())
                        : correction.contentHash().equals(judged.contentHash()));
    }
}
