package io.rolestream.files.ranking;

import io.rolestream.evaluation.ranking.Qrels;
import io.rolestream.evaluation.ranking.RankedList;
import io.rolestream.evaluation.ranking.RetrievalRun;
import io.rolestream.files.trec.TrecId;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfiledDescription;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.matching.ranking.RankingSettings;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.function.Consumer;

/** Ranks one side for the judged queries of the other, by each system. */
final class SystemRuns {
    private final Matcher matcher;
    private final RankingSettings settings;
    private final int top;
    private final Map<String, ProfiledDescription> descriptions;

    /** @param descriptions of queries that are resumes, by id */
    SystemRuns(Matcher matcher, RankingSettings settings, int top, Map<String, ProfiledDescription> descriptions) {
        this.descriptions = descriptions;
        this.matcher = matcher;
        this.settings = settings;
        this.top = top;
    }

    /**
     * The run of a system.
     *
     * @param queries profiles of the judged queries, by id
     * @param documents of the other side, in order
     * @param index of these documents
     * @param ranked receives each query's id when its list is complete
     */
    RetrievalRun of(
            RankingSystem system,
            Map<String, Profile> queries,
            List<String> documents,
            MatchIndex index,
            Qrels qrels,
            Consumer<String> ranked)
            throws InterruptedException {
        RankedList popular = descending(system == RankingSystem.POPULAR ? popular(documents, qrels) : List.of());
        Map<String, RankedList> lists = new LinkedHashMap<>();
        for (Map.Entry<String, Profile> query : queries.entrySet()) {
            lists.put(
                    query.getKey(),
                    switch (system) {
                        case POPULAR -> popular;
                        case RANDOM -> descending(shuffled(query.getKey(), documents));
                        default -> matched(query.getValue(), index, system);
                    });
            ranked.accept(query.getKey());
        }
        return new RetrievalRun(system.key(), lists);
    }

    private RankedList matched(Profile query, MatchIndex index, RankingSystem system) throws InterruptedException {
        RankingSettings parts = system.settings(settings);
        ProfiledDescription description = system.isDescribed() ? descriptions.get(query.id()) : null;
        List<RankedMatch> matches = description == null
                ? matcher.rank(query, index, MatchFilter.none(), top, parts)
                : matcher.rank(query, description, index, MatchFilter.none(), top, parts)
                        .matches();
        List<RankedList.Entry> entries = new ArrayList<>();
        for (RankedMatch match : matches) {
            // A part of weight 0 still retrieves; what no other part ranks was not found by this system.
            if (match.parts().stream().anyMatch(part -> part.contribution() > 0)) {
                entries.add(new RankedList.Entry(TrecId.of(match.id()), match.score()));
            }
        }
        return RankedList.ofOrder(entries);
    }

    private RankedList descending(List<String> order) {
        List<RankedList.Entry> entries = new ArrayList<>();
        for (String id : order.subList(0, Math.min(top, order.size()))) {
            entries.add(new RankedList.Entry(id, order.size() - entries.size()));
        }
        return RankedList.ofOrder(entries);
    }

    private static List<String> popular(List<String> documents, Qrels qrels) {
        Map<String, Integer> relevantFor = new HashMap<>();
        qrels.grades()
                .values()
                .forEach(judged -> judged.forEach((document, grade) -> {
                    if (grade >= Qrels.RELEVANT) {
                        relevantFor.merge(document, 1, Integer::sum);
                    }
                }));
        return documents.stream()
                .sorted(Comparator.comparing((String document) -> -relevantFor.getOrDefault(document, 0))
                        .thenComparing(document -> mixed(document)))
                .toList();
    }

    private static List<String> shuffled(String query, List<String> documents) {
        return documents.stream()
                .sorted(Comparator.comparing((String document) -> mixed(query + '\n' + document))
                        .thenComparing(document -> document))
                .toList();
    }

    /** The finalizer of SplitMix64 over a string's hash: an order that says nothing about ids. */
    private static long mixed(String text) {
        long hash = 0x9E3779B97F4A7C15L;
        for (int i = 0; i < text.length(); i++) {
            hash = (hash ^ text.charAt(i)) * 0x100000001B3L;
        }
        hash = (hash ^ hash >>> 30) * 0xBF58476D1CE4E5B9L;
        hash = (hash ^ hash >>> 27) * 0x94D049BB133111EBL;
        return hash ^ hash >>> 31;
    }
}
