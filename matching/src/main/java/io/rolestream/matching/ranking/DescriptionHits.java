package io.rolestream.matching.ranking;

import io.rolestream.matching.index.Hit;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.index.MatchIndex.Found;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfileFeatures;
import io.rolestream.matching.profile.ProfiledDescription;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashMap;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * The postings that a description retrieves, by words and by vectors, fused by reciprocal rank. A reward model grounds
 * the list: what a model wrote is only as good as the real postings that it leads to, so the first of them are ordered
 * again by how well they suit the resume. The description's own words then decide which postings are looked at, and no
 * longer which of them leads.
 */
final class DescriptionHits {
    private final RankingSettings settings;
    private final DescriptionSettings how;
    private final Ranker.@Nullable Reranker reranker;

    /**
     * What a description brings.
     *
     * @param ranks from 1 by id, the best first
     * @param features of these, by id
     */
    record Brought(Map<String, Integer> ranks, Map<String, ProfileFeatures> features) {}

    DescriptionHits(RankingSettings settings, DescriptionSettings how, Ranker.@Nullable Reranker reranker) {
        this.settings = settings;
        this.how = how;
        this.reranker = reranker;
    }

    Brought of(Profile resume, ProfiledDescription description, MatchIndex index, MatchFilter filter)
            throws InterruptedException {
        Found found = index.find(description.profile(), Math.max(settings.depth(), how.limit()), filter);
        Map<String, Double> fused = new HashMap<>();
        add(found.hits().bm25(), fused);
        add(found.hits().dense(), fused);
        List<String> ids = fused.entrySet().stream()
                .sorted(Map.Entry.<String, Double>comparingByValue()
                        .reversed()
                        .thenComparing(Map.Entry.comparingByKey()))
                .limit(how.limit())
                .map(Map.Entry::getKey)
                .toList();
        Map<String, Integer> ranks = new LinkedHashMap<>();
        for (String id : grounded(resume, ids, index)) {
            ranks.put(id, ranks.size() + 1);
        }
        return new Brought(ranks, found.features());
    }

    private void add(List<Hit> hits, Map<String, Double> fused) {
        hits.forEach(hit -> fused.merge(hit.id(), 1.0 / (settings.fusionK() + hit.rank()), Double::sum));
    }

    private List<String> grounded(Profile resume, List<String> ids, MatchIndex index) throws InterruptedException {
        if (reranker == null || how.grounded() == 0) {
            return ids;
        }
        List<Profile> first = new ArrayList<>();
        List<String> others = new ArrayList<>();
        for (String id : ids) {
            Profile posting = first.size() < how.grounded() ? index.get(id) : null;
            if (posting == null) {
                others.add(id);
            } else {
                first.add(posting);
            }
        }
        List<Float> rewards = reranker.rewards(resume, first);
        Map<String, Float> byId = new HashMap<>();
        for (int i = 0; i < first.size(); i++) {
            byId.put(first.get(i).id(), rewards.get(i));
        }
        List<String> ordered = new ArrayList<>(first.stream()
                .map(Profile::id)
                .sorted(Comparator.<String, Float>comparing(byId::get)
                        .reversed()
                        .thenComparing(Comparator.naturalOrder()))
                .toList());
        ordered.addAll(others);
        return ordered;
    }
}
