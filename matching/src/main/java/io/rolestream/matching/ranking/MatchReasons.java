package io.rolestream.matching.ranking;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import io.rolestream.rules.role.Taxonomy;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Writes why a result is where it is, for the one who reads the list: the candidate who sees jobs, or the recruiter who
 * sees resumes. Each sentence names only what both texts, or the one it is about, hold.
 */
final class MatchReasons {
    private static final int NAMED = 5;
    private static final float SURE = 0.5f;

    private final Taxonomy taxonomy;

    MatchReasons(Taxonomy taxonomy) {
        this.taxonomy = taxonomy;
    }

    /** @param closeness what to say where there is no other reason */
    List<String> of(Profile query, Profile result, SkillOverlap skills, @Nullable String wouldHelp, String closeness) {
        boolean toCandidate = query.side() == Side.RESUME;
        List<String> reasons = new ArrayList<>();
        if (!skills.matched().isEmpty()) {
            reasons.add(matched(skills, toCandidate));
        }
        String role = role(query, result, toCandidate);
        if (role != null) {
            reasons.add(role);
        }
        if (query.seniority() != null && query.seniority().equals(result.seniority())) {
            reasons.add("Its level is " + query.seniority() + (toCandidate ? ", as yours is." : ", as the job asks."));
        }
        if (reasons.isEmpty()) {
            reasons.add(closeness);
        }
        if (!skills.missing().isEmpty()) {
            reasons.add(missing(skills, toCandidate));
        }
        if (wouldHelp != null && toCandidate && skills.missing().size() > 1) {
            reasons.add("If you know " + wouldHelp + ", add it: of these, it would raise this match most.");
        }
        return reasons;
    }

    private static String matched(SkillOverlap skills, boolean toCandidate) {
        int all = skills.matched().size() + skills.missing().size();
        boolean one = skills.matched().size() == 1;
        String share = all == 1
                ? "the skill"
                : one
                        ? "one of the " + all + " skills"
                        : skills.missing().isEmpty()
                                ? "all " + all + " skills"
                                : skills.matched().size() + " of the " + all + " skills";
        return toCandidate
                ? "Your " + list(skills.matched()) + (one ? " matches " : " match ") + share + " it asks for."
                : "It names " + list(skills.matched()) + ": " + share + " the job asks for.";
    }

    private static String missing(SkillOverlap skills, boolean toCandidate) {
        return toCandidate
                ? "It also asks for " + list(skills.missing()) + ", which your resume does not name."
                : "It does not name " + list(skills.missing()) + ".";
    }

    /** Null where a role is unknown, unsure, or the one for texts that fit no other. */
    private @Nullable String role(Profile query, Profile result, boolean toCandidate) {
        int own = sureRole(query.roles());
        int other = sureRole(result.roles());
        if (own < 0 || own != other) {
            return null;
        }
        String role = taxonomy.role(own).name();
        return toCandidate
                ? "Both your resume and this job read as " + role + "."
                : "Both the job and this resume read as " + role + ".";
    }

    private int sureRole(RoleBelief belief) {
        if (!belief.isKnown()) {
            return -1;
        }
        int role = belief.role();
        return belief.probabilities()[role] >= SURE && role != taxonomy.fallbackIndex() ? role : -1;
    }

    private static String list(List<String> skills) {
        int others = skills.size() - NAMED;
        List<String> named = new ArrayList<>(others > 1 ? skills.subList(0, NAMED) : skills);
        if (others > 1) {
            named.add(others + " more");
        }
        String last = named.remove(named.size() - 1);
        return named.isEmpty() ? last : String.join(", ", named) + " and " + last;
    }
}
