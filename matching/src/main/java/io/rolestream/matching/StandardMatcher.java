package io.rolestream.matching;

import io.rolestream.common.files.FileException;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.TextEmbedder;
import io.rolestream.matching.index.IndexSettings;
import io.rolestream.matching.index.LuceneMatchIndex;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.GeneratedDescription;
import io.rolestream.matching.profile.Posting;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfiledDescription;
import io.rolestream.matching.profile.Profiler;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.ranking.DescribedList;
import io.rolestream.matching.ranking.DescriptionSettings;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.matching.ranking.Ranker;
import io.rolestream.matching.ranking.RankingSettings;
import io.rolestream.rules.role.Taxonomy;
import java.nio.file.Path;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/** The matcher that {@link Matchers} opens. */
final class StandardMatcher implements Matcher {
    private final MatcherVersions versions;
    private final Taxonomy taxonomy;
    private final Profiler profiler;
    private final Ranker ranker;
    private final @Nullable DescriptionSettings descriptions;
    private final @Nullable TextEmbedder embedder;
    private final @Nullable PairScorer scorer;
    private final @Nullable PostingVectors postings;

    StandardMatcher(
            MatcherVersions versions,
            Taxonomy taxonomy,
            Profiler profiler,
            Ranker ranker,
            @Nullable DescriptionSettings descriptions,
            @Nullable TextEmbedder embedder,
            @Nullable PairScorer scorer,
            @Nullable PostingVectors postings) {
        this.versions = versions;
        this.taxonomy = taxonomy;
        this.profiler = profiler;
        this.ranker = ranker;
        this.descriptions = descriptions;
        this.embedder = embedder;
        this.scorer = scorer;
        this.postings = postings;
    }

    @Override
    public MatcherVersions versions() {
        return versions;
    }

    @Override
    public Taxonomy taxonomy() {
        return taxonomy;
    }

    @Override
    public CompletableFuture<Profile> profile(Candidate candidate, RoleBelief roles) throws InterruptedException {
        return embedded(profiler.of(candidate, checked(roles)), null);
    }

    @Override
    public CompletableFuture<Profile> profile(Posting posting, RoleBelief roles) throws InterruptedException {
        return embedded(profiler.of(posting, checked(roles)), postings);
    }

    /** Its vector is kept nowhere: the text was written for a person. */
    @Override
    public CompletableFuture<ProfiledDescription> profile(GeneratedDescription description)
            throws InterruptedException {
        return embedded(profiler.of(description).profile(), null)
                .thenApply(profile -> new ProfiledDescription(description, profile));
    }

    private RoleBelief checked(RoleBelief roles) {
        if (roles.isKnown() && roles.probabilities().length != taxonomy.size()) {
            throw new IllegalArgumentException(
                    "a belief has " + taxonomy.size() + " roles, not " + roles.probabilities().length);
        }
        return roles;
    }

    private CompletableFuture<Profile> embedded(Profile profile, @Nullable PostingVectors cache)
            throws InterruptedException {
        if (embedder == null) {
            return CompletableFuture.completedFuture(profile);
        }
        String text = EmbeddedText.of(profile);
        float[] known = cache == null ? null : cache.get(text);
        if (known != null) {
            return CompletableFuture.completedFuture(profile.withVector(known));
        }
        return embedder.submit(text).thenApply(embedding -> {
            if (cache != null) {
                cache.put(text, embedding.vector());
            }
            return profile.withVector(embedding.vector());
        });
    }

    @Override
    public MatchIndex newIndex() {
        return LuceneMatchIndex.inMemory(IndexSettings.defaults());
    }

    /** What profiles depend on is in the version: the rules, skills and masks, and the bi-encoder. */
    @Override
    public MatchIndex.OnDisk openIndex(Path directory) throws FileException {
        return LuceneMatchIndex.open(
                directory, IndexSettings.defaults(), versions.matcher() + " " + versions.embedder());
    }

    @Override
    public List<RankedMatch> rank(Profile query, MatchIndex index, MatchFilter filter, int top)
            throws InterruptedException {
        return ranker.rank(query, index, filter, top);
    }

    @Override
    public List<RankedMatch> rank(
            Profile query, MatchIndex index, MatchFilter filter, int top, RankingSettings settings)
            throws InterruptedException {
        return ranker.with(settings).rank(query, index, filter, top);
    }

    @Override
    public DescribedList rank(
            Profile resume, ProfiledDescription description, MatchIndex index, MatchFilter filter, int top)
            throws InterruptedException {
        return ranker.rank(resume, description, descriptions(), index, filter, top);
    }

    @Override
    public DescribedList rank(
            Profile resume,
            ProfiledDescription description,
            MatchIndex index,
            MatchFilter filter,
            int top,
            RankingSettings settings)
            throws InterruptedException {
        return ranker.with(settings).rank(resume, description, descriptions(), index, filter, top);
    }

    private DescriptionSettings descriptions() {
        if (descriptions == null) {
            throw new IllegalStateException("the matcher was opened without settings of descriptions");
        }
        return descriptions;
    }

    @Override
    public void close() {
        if (embedder != null) {
            embedder.close();
        }
        if (scorer != null) {
            scorer.close();
        }
        if (postings != null) {
            postings.close();
        }
    }
}
