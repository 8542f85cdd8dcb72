package io.rolestream.matching;

import io.rolestream.common.files.FileException;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.matching.ranking.RankingSettings;
import io.rolestream.rules.role.Taxonomy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;

/**
 * Makes profiles of resumes and postings, and ranks one side for the other. Results depend on the profiles, the index
 * and the {@linkplain #versions versions} alone, so that every list can be recomputed. Thread-safe.
 */
public interface Matcher extends AutoCloseable {
    MatcherVersions versions();

    Taxonomy taxonomy();

    /**
     * Makes a resume's profile in the background; with a bi-encoder, its vector too.
     *
     * @param roles what its label says; {@link RoleBelief#unknown} if it has none
     */
    CompletableFuture<Profile> profile(Candidate candidate, RoleBelief roles) throws InterruptedException;

    /**
     * Makes a posting's profile in the background; with a bi-encoder, its vector too.
     *
     * @param roles what its label says; {@link RoleBelief#unknown} if it has none
     */
    CompletableFuture<Profile> profile(Posting posting, RoleBelief roles) throws InterruptedException;

    /** An empty index in memory for profiles of this matcher. */
    MatchIndex newIndex();

    /**
     * Opens an index on disk for profiles of this matcher, or creates it. One that is damaged, or that another version
     * made, is emptied.
     *
     * @param directory that this process alone uses
     * @throws FileException if another process has it open, or it cannot be read or written
     */
    MatchIndex.OnDisk openIndex(Path directory) throws FileException;

    /**
     * Ranks what an index of the other side holds.
     *
     * @param top how many results, at least 1
     * @return the best first; equal scores are ordered by id
     */
    List<RankedMatch> rank(Profile query, MatchIndex index, MatchFilter filter, int top) throws InterruptedException;

    /**
     * Ranks by other settings than its own, to compare them. Their rule belief is not used: it is in the profiles.
     *
     * @param settings such as those with fewer parts
     * @param top how many results, at least 1
     * @return the best first; equal scores are ordered by id
     * @throws UnsupportedOperationException if this matcher has no settings
     */
    default List<RankedMatch> rank(
            Profile query, MatchIndex index, MatchFilter filter, int top, RankingSettings settings)
            throws InterruptedException {
        throw new UnsupportedOperationException("this matcher has no settings");
    }

    @Override
    void close();
}
