package io.rolestream.rules.decision;

import io.rolestream.events.MappedRole;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.LinkedHashSet;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import org.jspecify.annotations.Nullable;

/**
 * Maps votes on an older list of roles to the current roles. A vote that names only current roles is returned as it is.
 * Immutable and thread-safe.
 */
public final class CurrentVotes {
    /** Why a vote of the rules abstains whose role was removed since. */
    public static final String REMOVED_ROLE = "removed-role";

    /** Why a vote of a model abstains if naming all changed roles would make it larger than labels may be. */
    public static final String OTHER_ROLES = "other-roles";

    private static final Comparator<RoleScore> HIGHEST_FIRST =
            Comparator.comparingDouble(RoleScore::getScore).reversed();

    static {
        GeneratedRecords.trust(); // votes are copied in builders
    }

    private final Taxonomy taxonomy;

    public CurrentVotes(Taxonomy taxonomy) {
        this.taxonomy = taxonomy;
    }

    /**
     * A vote of a model, whose scores are log-probabilities: mapped as by {@link RoleMapping}. It abstains if it would
     * name changed roles with more than {@value RoleMapping#MAX_CHANGED_CHARS} characters.
     */
    public Vote ofModel(Vote vote) {
        Vote mapped = ofVoter(vote);
        return mapped == vote || changedChars(mapped) <= RoleMapping.MAX_CHANGED_CHARS ? mapped : abstention(mapped);
    }

    /** A vote of a model that is only recorded: as {@link #ofModel}, without what only a decision needs. */
    public Vote ofObserved(Vote vote) {
        return isCurrent(vote)
                ? vote
                : Vote.newBuilder(ofVoter(vote))
                        .setUnknownRoles(List.of())
                        .setMappedRoles(List.of())
                        .build();
    }

    /** The characters of the names of the roles that a vote does not know, or that have another name. */
    public static int changedChars(Vote vote) {
        int chars = 0;
        for (String unknown : vote.getUnknownRoles()) {
            chars += unknown.length();
        }
        for (MappedRole mapped : vote.getMappedRoles()) {
            chars += mapped.getFrom().length() + mapped.getTo().length();
        }
        return chars;
    }

    private Vote ofVoter(Vote vote) {
        if (vote.getScores().isEmpty()) {
            return isCurrent(vote) ? vote : withoutScores(vote);
        }
        if (!isCurrent(vote)) {
            return mapped(vote);
        }
        return isComplete(vote.getScores(), vote, vote.getUnknownRoles()) ? vote : withUnknown(vote);
    }

    /**
     * Whether a vote tells of all roles. A model names every role that it has learnt, or says how many it does not, so
     * others were added since.
     */
    private boolean isComplete(List<RoleScore> scores, Vote vote, List<String> unknown) {
        return scores.size() + vote.getUnlistedRoles() + unknown.size() >= taxonomy.size();
    }

    /** With all roles that are not listed as unknown: which of them were added cannot be told. */
    private Vote withUnknown(Vote vote) {
        return Vote.newBuilder(vote).setUnknownRoles(mapping(vote).unknown()).build();
    }

    private static Vote abstention(Vote vote) {
        return Vote.newBuilder(vote)
                .setRole(null)
                .setConfidence(0)
                .setScores(List.of())
                .setUnlistedRoles(0)
                .setUnlistedScore(0)
                .setUnknownRoles(List.of())
                .setMappedRoles(List.of())
                .setReason(OTHER_ROLES)
                .build();
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
        List<String> unknown = stillUnknown(vote, mapping);
        if (vote.getUnlistedRoles() > 0 && isComplete(now, vote, unknown)) {
            mapped.setUnknownRoles(unknown);
        }
        return mapped.setScores(now)
                .setRole(vote.getRole() == null ? null : now.get(0).getRole())
                .setConfidence(
                        vote.getRole() == null
                                ? 0
                                : (float) Math.min(1, Math.exp(now.get(0).getScore())))
                .build();
    }

    /** The roles that a vote does not know, by their current names, without those that it lists. */
    private List<String> stillUnknown(Vote vote, RoleMapping mapping) {
        Set<String> unknown = new LinkedHashSet<>();
        for (String role : vote.getUnknownRoles()) {
            String now = taxonomy.currentName(role);
            if (now != null) {
                unknown.add(now);
            }
        }
        unknown.retainAll(Set.copyOf(mapping.unknown()));
        return List.copyOf(unknown);
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
