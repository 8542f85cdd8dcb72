package io.rolestream.files.recommend;

import io.rolestream.files.read.JobRow;
import io.rolestream.files.read.ResumeRow;
import io.rolestream.files.read.Row;
import io.rolestream.matching.Matcher;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.GeneratedDescription;
import io.rolestream.matching.profile.JointBelief;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfiledDescription;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.DescribedList;
import io.rolestream.matching.ranking.RankedMatch;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ConcurrentHashMap;
import org.jspecify.annotations.Nullable;

/** Makes profiles of rows, and ranks an index of such profiles for others. Thread-safe. */
public final class RowRanking {
    private final Matcher matcher;
    private final @Nullable JointBelief beliefs;
    private final Map<String, String> titles = new ConcurrentHashMap<>();

    /** @param beliefs which roles rows have; null for what the rules alone say */
    public RowRanking(Matcher matcher, @Nullable JointBelief beliefs) {
        this.matcher = matcher;
        this.beliefs = beliefs;
    }

    /** An empty index for profiles of this ranking. */
    MatchIndex newIndex() {
        return matcher.newIndex();
    }

    /** As {@link #profile}, of a row that is to be indexed: a job's title is shown with it. */
    CompletableFuture<Profile> indexed(Row row) throws InterruptedException {
        if (row instanceof JobRow job && !job.title().isBlank()) {
            titles.put(job.jobId(), job.title());
        }
        return profile(row);
    }

    /**
     * Makes a profile in the background.
     *
     * @param row a resume or a job
     */
    public CompletableFuture<Profile> profile(Row row) throws InterruptedException {
        if (row instanceof JobRow job) {
            Posting posting = job.posting();
            return believing(
                    matcher.profile(posting, RoleBelief.unknown()), beliefs == null ? null : beliefs.of(posting));
        }
        if (row instanceof ResumeRow resume) {
            Candidate candidate = resume.candidate();
            return believing(
                    matcher.profile(candidate, RoleBelief.unknown()), beliefs == null ? null : beliefs.of(candidate));
        }
        throw new IllegalArgumentException("neither a resume nor a job: " + row);
    }

    private static CompletableFuture<Profile> believing(
            CompletableFuture<Profile> profile, @Nullable CompletableFuture<RoleBelief> belief) {
        return belief == null
                ? profile
                : profile.thenCombine(belief, (made, roles) -> roles.isKnown() ? made.withRoles(roles) : made);
    }

    /** As {@link Matcher#profile(GeneratedDescription)}. */
    CompletableFuture<ProfiledDescription> profile(GeneratedDescription description) throws InterruptedException {
        return matcher.profile(description);
    }

    /** Ranks an index for a profile; the best first. */
    public Recommendations rank(Profile query, MatchIndex index, MatchFilter filter, int top)
            throws InterruptedException {
        return rank(query, null, index, filter, top);
    }

    /** @param described the resume's description; null for none */
    Recommendations rank(
            Profile query, @Nullable ProfiledDescription described, MatchIndex index, MatchFilter filter, int top)
            throws InterruptedException {
        DescribedList list = described == null ? null : matcher.rank(query, described, index, filter, top);
        List<RankedMatch> matches = list == null ? matcher.rank(query, index, filter, top) : list.matches();
        Map<String, String> ofMatches = new HashMap<>();
        for (RankedMatch match : matches) {
            String title = titles.get(match.id());
            if (title != null) {
                ofMatches.put(match.id(), title);
            }
        }
        ShownDescription shown = list == null || described == null
                ? null
                : new ShownDescription(described.description(), list.used(), list.reward());
        return new Recommendations(query.id(), matches, ofMatches, shown, null);
    }
}
