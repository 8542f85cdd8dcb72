package io.rolestream.rules.decision;

import io.rolestream.events.MappedRole;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Votes that were made when the list of roles was another, as votes on the roles of now. A vote that names only roles
 * of now is returned as it is. Immutable and thread-safe.
 */
public final class CurrentVotes {
    /** Why a vote of the rules abstains whose role was removed since. */
    public static final String REMOVED_ROLE = "removed-role";

    private static final Comparator<RoleScore> HIGHEST_FIRST =
            Comparator.comparingDouble(RoleScore::getScore).reversed();

    static {
        GeneratedRecords.trust(); // votes are copied in builders
    }

    private final Taxonomy taxonomy;

    public CurrentVotes(Taxonomy taxonomy) {
        this.taxonomy = taxonomy;
    }

    /** A vote of a model, whose scores are log-probabilities: mapped as by {@link RoleMapping}. */
    public Vote ofModel(Vote vote) {
        if (!isCurrent(vote)) {
            return vote.getScores().isEmpty() ? withoutScores(vote) : mapped(vote);
        }
        int named = vote.getScores().size() + vote.getUnknownRoles().size();
        boolean isComplete = vote.getUnlistedRoles() > 0 || named >= taxonomy.size();
        return vote.getScores().isEmpty() || isComplete ? vote : withUnknown(vote);
    }

    /** A model names every role that it has learnt, or says how many it does not, so missing ones were added since. */
    private Vote withUnknown(Vote vote) {
        return Vote.newBuilder(vote).setUnknownRoles(mapping(vote).unknown()).build();
    }

    private RoleMapping mapping(Vote vote) {
        return RoleMapping.of(vote.getScores().stream().map(RoleScore::getRole).toList(), taxonomy);
    }

    private Vote withoutScores(Vote vote) {
        String role = vote.getRole();
        String now = role == null ? null : nowOrFallback(role);
        return Vote.newBuilder(vote)
                .setRole(now)
                .setMappedRoles(
                        role == null || role.equals(now) || now == null
                                ? List.of()
                                : List.of(new MappedRole(role, now)))
                .setUnknownRoles(List.of())
                .build();
    }

    private String nowOrFallback(String role) {
        String now = taxonomy.currentName(role);
        return now == null ? taxonomy.fallback().name() : now;
    }

    private Vote mapped(Vote vote) {
        List<RoleScore> scores = vote.getScores();
        RoleMapping mapping = mapping(vote);
        double[] logProbabilities = mapping.logProbabilities(
                scores.stream().mapToDouble(RoleScore::getScore).toArray());
        List<RoleScore> now = scores(mapping, logProbabilities);
        Vote.Builder mapped = withMapping(Vote.newBuilder(vote), mapping, vote.getMappedRoles());
        if (vote.getUnlistedRoles() > 0) {
            mapped.setUnknownRoles(
                    vote.getUnknownRoles().stream().filter(taxonomy::contains).toList());
        }
        return mapped.setScores(now)
                .setRole(vote.getRole() == null ? null : now.get(0).getRole())
                .setConfidence(
                        vote.getRole() == null
                                ? 0
                                : (float) Math.min(1, Math.exp(now.get(0).getScore())))
                .build();
    }

    /** The scores of a mapping's roles, highest first, without those that nothing is known of. */
    public static List<RoleScore> scores(RoleMapping mapping, double[] logProbabilities) {
        List<RoleScore> scores = new ArrayList<>(logProbabilities.length);
        for (int i = 0; i < logProbabilities.length; i++) {
            if (logProbabilities[i] > Double.NEGATIVE_INFINITY) {
                scores.add(new RoleScore(
                        mapping.to().role(i).name(), (float) Math.max(logProbabilities[i], -Float.MAX_VALUE)));
            }
        }
        scores.sort(HIGHEST_FIRST);
        return scores;
    }

    /**
     * Says in a vote how its roles came about.
     *
     * @param earlier mappings that were applied to the vote before
     */
    public static Vote.Builder withMapping(Vote.Builder vote, RoleMapping mapping, List<MappedRole> earlier) {
        Map<String, String> renamed = mapping.renamed();
        List<MappedRole> mapped = new ArrayList<>();
        for (MappedRole one : earlier) {
            mapped.add(new MappedRole(one.getFrom(), renamed.getOrDefault(one.getTo(), one.getTo())));
        }
        renamed.forEach((from, to) -> mapped.add(new MappedRole(from, to)));
        return vote.setUnknownRoles(mapping.unknown()).setMappedRoles(mapped);
    }

    /** A vote of the rules, whose scores are sums of weights. It abstains if its role was removed. */
    public Vote ofRules(Vote vote) {
        if (isCurrent(vote)) {
            return vote;
        }
        String role = vote.getRole();
        String now = role == null ? null : taxonomy.currentName(role);
        Map<String, Float> sums = new TreeMap<>();
        for (RoleScore score : vote.getScores()) {
            String of = taxonomy.currentName(score.getRole());
            if (of != null) {
                sums.merge(of, score.getScore(), Math::max);
            }
        }
        List<RoleScore> scores = new ArrayList<>();
        sums.forEach((of, score) -> scores.add(new RoleScore(of, score)));
        scores.sort(HIGHEST_FIRST);
        return Vote.newBuilder(vote)
                .setRole(now)
                .setScores(scores)
                .setReason(role != null && now == null ? REMOVED_ROLE : vote.getReason())
                .build();
    }

    /** A person's vote; null if its role was removed. */
    public @Nullable Vote ofPerson(Vote vote) {
        if (isCurrent(vote)) {
            return vote;
        }
        String now = vote.getRole() == null ? null : taxonomy.currentName(vote.getRole());
        return now == null ? null : Vote.newBuilder(vote).setRole(now).build();
    }

    private boolean isCurrent(Vote vote) {
        if (vote.getRole() != null && !taxonomy.contains(vote.getRole())) {
            return false;
        }
        for (RoleScore score : vote.getScores()) {
            if (!taxonomy.contains(score.getRole())) {
                return false;
            }
        }
        for (String unknown : vote.getUnknownRoles()) {
            if (!taxonomy.contains(unknown)) {
                return false;
            }
        }
        return true;
    }
}
