package io.rolestream.dashboard.live;

import io.rolestream.events.Evidence;
import io.rolestream.events.Vote;
import io.rolestream.rules.ruleset.RuleSet;
import java.time.Duration;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashMap;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * How often each keyword matches, and how often a model or a person contradicts the votes that it supports. As in
 * `rolestream examples keywords`, a contradiction counts against the keywords that support the rules' role. For one
 * thread.
 *
 * <p>The label after a person's answer has no rule vote, so the rules' votes on the latest disagreements are
 * remembered: answers on these count, others do not.
 */
final class KeywordHealth {
    private static final int SLICES = 30;
    private static final Duration SLICE = Duration.ofMinutes(1);
    private static final int MOST_KEYWORDS = 5_000;
    private static final int OF_EACH_ORDER = 30;

    private static final int MOST_VOTES = 20_000;

    private final SlidingCounts<String> fired = new SlidingCounts<>(SLICES, SLICE, MOST_KEYWORDS);
    private final SlidingCounts<String> compared = new SlidingCounts<>(SLICES, SLICE, MOST_KEYWORDS);
    private final SlidingCounts<String> byModel = new SlidingCounts<>(SLICES, SLICE, MOST_KEYWORDS);
    private final SlidingCounts<String> byPeople = new SlidingCounts<>(SLICES, SLICE, MOST_KEYWORDS);

    private final Map<String, Doubtful> doubtful = new LinkedHashMap<>() {
        private static final long serialVersionUID = 1L;

        @Override
        protected boolean removeEldestEntry(Map.Entry<String, Doubtful> eldest) {
            return size() > MOST_VOTES;
        }
    };

    /** A rule vote that a model contradicts. */
    private record Doubtful(String contentHash, String role, List<String> speaking) {}

    /**
     * A keyword's counts of texts in the window.
     *
     * @param compared it supported the rules' role, and a model voted too
     * @param byModel of these, the model voted for another role
     * @param byPeople it supported the rules' role, and a person chose another
     */
    record Row(String keyword, int fired, int compared, int byModel, int byPeople) {}

    /** @param rows the keywords that match most, and those that are contradicted most */
    record KeywordsPart(int keywords, List<Row> rows) {}

    /** Counts a text's votes. */
    void voted(Vote rules, @Nullable Vote model, RuleSet current, long atMillis) {
        String other = model == null ? null : model.getRole();
        for (Evidence evidence : rules.getEvidence()) {
            String keyword = evidence.getKeyword();
            fired.add(keyword, atMillis);
            if (other != null && speaksFor(keyword, rules, current)) {
                compared.add(keyword, atMillis);
                if (!other.equals(rules.getRole())) {
                    byModel.add(keyword, atMillis);
                }
            }
        }
    }

    /** Remembers a rule vote that a model contradicts. */
    void doubted(String resumeId, String contentHash, Vote rules, RuleSet current) {
        String role = rules.getRole();
        if (role != null) {
            List<String> speaking = rules.getEvidence().stream()
                    .map(Evidence::getKeyword)
                    .filter(keyword -> speaksFor(keyword, rules, current))
                    .toList();
            doubtful.put(resumeId, new Doubtful(contentHash, role, speaking));
        }
    }

    void forget(String resumeId) {
        doubtful.remove(resumeId);
    }

    /** Counts a person's answer. */
    void corrected(String resumeId, String contentHash, String right, long atMillis) {
        Doubtful vote = doubtful.get(resumeId);
        if (vote != null && vote.contentHash().equals(contentHash)) {
            doubtful.remove(resumeId);
            if (!vote.role().equals(right)) {
                vote.speaking().forEach(keyword -> byPeople.add(keyword, atMillis));
            }
        }
    }

    /** False for another version of the rules, whose weights are unknown here. */
    private static boolean speaksFor(String keyword, Vote rules, RuleSet current) {
        return rules.getRole() != null
                && rules.getLabellerVersion().equals(current.version())
                && current.weights(keyword).stream()
                        .anyMatch(weight ->
                                weight.weight() > 0 && weight.role().name().equals(rules.getRole()));
    }

    KeywordsPart part(long nowMillis) {
        List.of(fired, compared, byModel, byPeople).forEach(counts -> counts.advance(nowMillis));
        List<Row> all = new ArrayList<>();
        fired.totals()
                .forEach((keyword, count) -> all.add(new Row(
                        keyword, count, compared.total(keyword), byModel.total(keyword), byPeople.total(keyword))));
        Set<Row> rows = new LinkedHashSet<>();
        Comparator<Row> byName = Comparator.comparing(Row::keyword);
        all.stream()
                .sorted(Comparator.comparingInt((Row row) -> -row.byModel() - row.byPeople())
                        .thenComparing(byName))
                .limit(OF_EACH_ORDER)
                .filter(row -> row.byModel() + row.byPeople() > 0)
                .forEach(rows::add);
        all.stream()
                .sorted(Comparator.comparingInt((Row row) -> -row.fired()).thenComparing(byName))
                .limit(OF_EACH_ORDER)
                .forEach(rows::add);
        return new KeywordsPart(all.size(), List.copyOf(rows));
    }
}
