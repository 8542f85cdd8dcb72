package io.rolestream.matching;

import io.rolestream.common.files.FileException;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.GeneratedDescription;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfiledDescription;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.DescribedList;
import io.rolestream.matching.ranking.DescriptionSettings;
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

    /**
     * Makes the profile of a description in the background, to retrieve by; with a bi-encoder, its vector too. It never
     * enters an index.
     *
     * @throws UnsupportedOperationException if this matcher reads no descriptions
     */
    default CompletableFuture<ProfiledDescription> profile(GeneratedDescription description)
            throws InterruptedException {
        throw new UnsupportedOperationException("this matcher reads no descriptions");
    }

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

    /**
     * Ranks postings for a resume and the description that was generated for it. Without a description, call
     * {@link #rank(Profile, MatchIndex, MatchFilter, int)}.
     *
     * @param top how many results, at least 1
     * @return the best first, each with its {@linkplain RankedMatch#origin origin}; the list of the resume alone if the
     *     description is blank or a reward model does not find that it suits
     * @throws IllegalStateException if this matcher was opened without {@link DescriptionSettings}
     * @throws UnsupportedOperationException if this matcher reads no descriptions
     */
    default DescribedList rank(
            Profile resume, ProfiledDescription description, MatchIndex index, MatchFilter filter, int top)
            throws InterruptedException {
        throw new UnsupportedOperationException("this matcher reads no descriptions");
    }

    /** As the other, by other settings than its own. */
    default DescribedList rank(
            Profile resume,
            ProfiledDescription description,
            MatchIndex index,
            MatchFilter filter,
            int top,
            RankingSettings settings)
            throws InterruptedException {
        throw new UnsupportedOperationException("this matcher reads no descriptions");
    }

    @Override
    void close();
}
