package io.rolestream.trainer.keywords;

import io.rolestream.evaluation.significance.Wilson;
import io.rolestream.rules.vote.RoleWeight;
import io.rolestream.trainer.examples.Example;
import io.rolestream.trainer.examples.ExampleReader;
import io.rolestream.trainer.keywords.KeywordReport.Confusion;
import io.rolestream.trainer.keywords.KeywordReport.Counts;
import io.rolestream.trainer.keywords.KeywordReport.Keyword;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/** Counts the texts in which a keyword was matched. */
final class KeywordTally {
    private final String name;
    private final List<String> roles;
    private final Map<List<String>, Long> errors = new HashMap<>();
    private final List<String> matchedHashes = new ArrayList<>();
    private final List<String> contradictedHashes = new ArrayList<>();
    private long texts;
    private long winning;
    private long judged;
    private long contradicted;

    KeywordTally(String name, List<RoleWeight> weights) {
        this.name = name;
        this.roles = weights.stream()
                .filter(weight -> weight.weight() > 0)
                .sorted(Comparator.comparingDouble(RoleWeight::weight).reversed())
                .map(weight -> weight.role().name())
                .toList();
    }

    void add(Example example) {
        texts++;
        keep(matchedHashes, example);
        String voted = example.ruleVote().role();
        if (voted == null || !roles.contains(voted)) {
            return;
        }
        winning++;
        Example.Correction correction = example.correction();
        if (correction == null) {
            return;
        }
        judged++;
        if (!correction.role().equals(voted)) {
            contradicted++;
            errors.merge(List.of(voted, correction.role()), 1L, Long::sum);
            keep(contradictedHashes, example);
        }
    }

    private static void keep(List<String> hashes, Example example) {
        if (hashes.size() < KeywordReport.MAX_RESUMES) {
            hashes.add(example.contentHash());
        }
    }

    Keyword keyword(ExampleReader reader, @Nullable Map<String, Long> contradictedByModel) {
        return new Keyword(
                name,
                roles,
                new Counts(
                        texts,
                        winning,
                        judged,
                        contradicted,
                        contradictedByModel == null ? null : contradictedByModel.getOrDefault(name, 0L)),
                winning * Wilson.lowerBound(contradicted, judged),
                commonestError(),
                resumes(reader));
    }

    private @Nullable Confusion commonestError() {
        return errors.entrySet().stream()
                .map(error ->
                        new Confusion(error.getKey().get(0), error.getKey().get(1), error.getValue()))
                .max(Comparator.comparingLong(Confusion::count)
                        .thenComparing(Confusion::voted)
                        .thenComparing(Confusion::right))
                .orElse(null);
    }

    private List<String> resumes(ExampleReader reader) {
        return Stream.of(contradictedHashes.isEmpty() ? matchedHashes : contradictedHashes)
                .flatMap(List::stream)
                .flatMap(hash -> reader.resumeIds(hash, 1).stream())
                .toList();
    }
}
