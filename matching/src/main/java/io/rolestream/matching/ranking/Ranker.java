package io.rolestream.matching.ranking;

import io.rolestream.matching.index.Hit;
import io.rolestream.matching.index.MatchFilter;
import io.rolestream.matching.index.MatchIndex;
import io.rolestream.matching.index.MatchIndex.Found;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.ProfileFeatures;
import io.rolestream.matching.profile.ProfiledDescription;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.SeniorityLevel;
import io.rolestream.matching.profile.Side;
import io.rolestream.matching.skills.SkillVocabulary;
import io.rolestream.rules.role.Taxonomy;
import java.util.ArrayList;
import java.util.Comparator;
import java.util.HashSet;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.jspecify.annotations.Nullable;

/**
 * Ranks what an index retrieves for a profile. A score is the sum of its parts' contributions, each a weight times a
 * value between 0 and 1 ({@link RankingSettings}):
 *
 * <ul>
 *   <li>{@code bm25} and {@code embedding}: {@code (k + 1) / (k + rank)} of the rank by words and by vectors, which is
 *       reciprocal rank fusion (G. V. Cormack, C. L. A. Clarke and S. Buettcher, "Reciprocal rank fusion outperforms
 *       Condorcet and individual rank learning methods", SIGIR 2009);
 *   <li>{@code role}: the probability that both sides have the same role, the dot product of both beliefs;
 *   <li>{@code skills}: the share of the job's skills that the resume names, weighted by how telling they are;
 *   <li>{@code seniority}: below 0 by the levels between both, where both are known;
 *   <li>{@code reward}: the re-ranker's score of the first results, if there is a re-ranker;
 *   <li>{@code description}: as for words, of the rank in the list of a generated description, if there is one.
 * </ul>
 *
 * <p>Immutable and thread-safe. Equal scores are ordered by id, so ranks depend on nothing else.
 */
public final class Ranker {
    /** How much more probable than chance the same role is where nothing else speaks for a result. */
    private static final float PLAUSIBLE = 2;

    private final RankingSettings settings;
    private final SkillVocabulary vocabulary;
    private final Taxonomy taxonomy;
    private final MatchReasons reasons;
    private final @Nullable Reranker reranker;

    /** Scores how well results suit a query. */
    @FunctionalInterface
    public interface Reranker {
        /** @return a score without bounds for each result, in their order */
        List<Float> rewards(Profile query, List<Profile> results) throws InterruptedException;
    }

    /** A result while its parts are collected. */
    private record Scored(
            ProfileFeatures features,
            boolean sharesWords,
            boolean isNear,
            float score,
            List<ScorePart> parts,
            @Nullable MatchOrigin origin) {
        private static final Comparator<Scored> BEST_FIRST = Comparator.comparingDouble(
                        (Scored scored) -> -scored.score)
                .thenComparing(scored -> scored.features.id());

        Scored with(ScorePart part) {
            List<ScorePart> more = new ArrayList<>(parts);
            more.add(part);
            return new Scored(features, sharesWords, isNear, score + part.contribution(), more, origin);
        }

        Scored from(MatchOrigin where) {
            return new Scored(features, sharesWords, isNear, score, parts, where);
        }
    }

    /** @param reranker null for none */
    public Ranker(
            RankingSettings settings, SkillVocabulary vocabulary, Taxonomy taxonomy, @Nullable Reranker reranker) {
        this.settings = settings;
        this.vocabulary = vocabulary;
        this.taxonomy = taxonomy;
        this.reasons = new MatchReasons(taxonomy);
        this.reranker = reranker;
    }

    /** The same with other settings. */
    public Ranker with(RankingSettings other) {
        return new Ranker(other, vocabulary, taxonomy, reranker);
    }

    /** The best results first, at most {@code top} of them. */
    public List<RankedMatch> rank(Profile query, MatchIndex index, MatchFilter filter, int top)
            throws InterruptedException {
        return matches(query, retrieved(query, index, filter, top), index, top);
    }

    /**
     * Ranks postings for a resume with the description that was generated for it. The description brings postings of
     * its own, by a list in which each rank is worth {@code (k + 1) / (k + rank)}; everything else that is scored or
     * said, skills above all, is the resume's. Where the reward has no weight, the re-ranker judges no description
     * either.
     *
     * @param how much the description counts
     */
    public DescribedList rank(
            Profile resume,
            ProfiledDescription description,
            DescriptionSettings how,
            MatchIndex index,
            MatchFilter filter,
            int top)
            throws InterruptedException {
        if (resume.side() != Side.RESUME) {
            throw new IllegalArgumentException("a description is of a resume, not of job " + resume.id());
        }
        boolean given = how.weight() > 0 && !description.isBlank();
        Reranker grounding = settings.reward() == 0 ? null : reranker;
        Float reward = grounding == null || !given
                ? null
                : grounding.rewards(resume, List.of(description.profile())).get(0);
        if (!given || (reward != null && reward < how.level())) {
            return new DescribedList(rank(resume, index, filter, top), false, reward);
        }
        List<Scored> own = retrieved(resume, index, filter, top);
        DescriptionHits.Brought brought =
                new DescriptionHits(settings, how, grounding).of(resume, description, index, filter);
        return new DescribedList(matches(resume, fused(resume, own, brought, how), index, top), true, reward);
    }

    /** The resume's own results with what the description's ranks add, and those that the description alone brings. */
    private List<Scored> fused(
            Profile resume, List<Scored> own, DescriptionHits.Brought brought, DescriptionSettings how) {
        Map<String, Integer> ranks = new LinkedHashMap<>(brought.ranks());
        List<Scored> all = new ArrayList<>(own.size() + ranks.size());
        for (Scored scored : own) {
            Integer rank = ranks.remove(scored.features().id());
            all.add(described(scored, all.size() + 1, rank == null ? 0 : rank, how));
        }
        Set<String> skills = new HashSet<>(resume.skills());
        ranks.forEach((id, rank) -> {
            ProfileFeatures features = brought.features().get(id);
            if (features != null) {
                all.add(described(score(resume, skills, features, null, null), 0, rank, how));
            }
        });
        all.sort(Scored.BEST_FIRST);
        return all;
    }

    private Scored described(Scored scored, int resumeRank, int rank, DescriptionSettings how) {
        Scored from = scored.from(MatchOrigin.of(resumeRank, rank, how.limit()));
        float value = rank == 0 ? 0 : (settings.fusionK() + 1f) / (settings.fusionK() + rank);
        return rank == 0 ? from : from.with(new ScorePart("description", value, rank, how.weight() * value));
    }

    private List<Scored> retrieved(Profile query, MatchIndex index, MatchFilter filter, int top) {
        if (top < 1) {
            throw new IllegalArgumentException("top must be at least 1, not " + top);
        }
        Found found = index.find(query, Math.max(settings.depth(), top), filter);
        return scored(query, found, index, filter, top);
    }

    private List<RankedMatch> matches(Profile query, List<Scored> retrieved, MatchIndex index, int top)
            throws InterruptedException {
        List<Scored> scored = rerank(query, retrieved, index);
        UsedPassages passages = new UsedPassages(query, vocabulary);
        List<RankedMatch> matches = new ArrayList<>(Math.min(top, scored.size()));
        for (int i = 0; i < scored.size() && matches.size() < top; i++) {
            Profile profile = index.get(scored.get(i).features().id());
            if (profile != null) { // removed since the search
                matches.add(match(query, profile, scored.get(i), passages));
            }
        }
        return matches;
    }

    private List<Scored> scored(Profile query, Found found, MatchIndex index, MatchFilter filter, int top) {
        Map<String, Hit> byWords = byId(found.hits().bm25());
        Map<String, Hit> byVector = byId(found.hits().dense());
        Map<String, Hit> all = new LinkedHashMap<>(byWords);
        byVector.forEach(all::putIfAbsent);
        Set<String> skills = new HashSet<>(query.skills());
        List<Scored> scored = new ArrayList<>(all.size());
        for (String id : all.keySet()) {
            ProfileFeatures features = found.features().get(id);
            if (features != null) {
                scored.add(score(query, skills, features, byWords.get(id), byVector.get(id)));
            }
        }
        if (scored.size() < top
                && index.size() <= settings.depth()
                && query.roles().isKnown()) {
            addOfSameRole(query, skills, index, filter, all.keySet(), scored);
        }
        scored.sort(Scored.BEST_FIRST);
        return scored;
    }

    /** Where words and vectors bring too few results, adds those that probably have the same role. */
    private void addOfSameRole(
            Profile query,
            Set<String> skills,
            MatchIndex index,
            MatchFilter filter,
            Set<String> found,
            List<Scored> scored) {
        for (String id : index.ids()) {
            Profile profile = found.contains(id) ? null : index.get(id);
            if (profile != null
                    && profile.roles().isKnown()
                    && filter.accepts(profile)
                    && sameRole(query.roles(), profile.roles()) > PLAUSIBLE / taxonomy.size()) {
                scored.add(score(query, skills, profile.features(), null, null));
            }
        }
    }

    private static Map<String, Hit> byId(List<Hit> hits) {
        Map<String, Hit> byId = new LinkedHashMap<>();
        hits.forEach(hit -> byId.put(hit.id(), hit));
        return byId;
    }

    /** @param skills of the query */
    private Scored score(
            Profile query, Set<String> skills, ProfileFeatures result, @Nullable Hit words, @Nullable Hit vector) {
        List<ScorePart> parts = new ArrayList<>();
        addRank("bm25", words, settings.bm25(), parts);
        addRank("embedding", vector, settings.embedding(), parts);
        if (query.roles().isKnown() && result.roles().isKnown()) {
            add("role", sameRole(query.roles(), result.roles()), settings.role(), parts);
        }
        float share = SkillOverlap.share(query, skills, result, vocabulary, settings.skillPrior());
        add("skills", share, settings.skills(), parts);
        SeniorityLevel own = SeniorityLevel.ofKey(query.seniority());
        SeniorityLevel other = SeniorityLevel.ofKey(result.seniority());
        if (own != null && other != null) {
            add("seniority", -Math.abs(own.ordinal() - other.ordinal()), settings.seniority(), parts);
        }
        float score = 0;
        for (ScorePart part : parts) {
            score += part.contribution();
        }
        return new Scored(result, words != null, vector != null, score, parts, null);
    }

    private void addRank(String name, @Nullable Hit hit, float weight, List<ScorePart> parts) {
        if (hit != null && weight > 0) {
            float value = (settings.fusionK() + 1f) / (settings.fusionK() + hit.rank());
            parts.add(new ScorePart(name, hit.score(), hit.rank(), weight * value));
        }
    }

    private static void add(String name, float value, float weight, List<ScorePart> parts) {
        if (weight > 0) {
            parts.add(new ScorePart(name, value, 0, weight * value));
        }
    }

    private static float sameRole(RoleBelief one, RoleBelief other) {
        double sum = 0;
        for (int i = 0; i < one.probabilities().length; i++) {
            sum += (double) one.probabilities()[i] * other.probabilities()[i];
        }
        return (float) sum;
    }

    private List<Scored> rerank(Profile query, List<Scored> found, MatchIndex index) throws InterruptedException {
        if (reranker == null || settings.reward() == 0 || found.isEmpty()) {
            return found;
        }
        List<Scored> scored = new ArrayList<>(found);
        List<Profile> first = new ArrayList<>();
        while (first.size() < Math.min(settings.rerankTop(), scored.size())) {
            Profile profile = index.get(scored.get(first.size()).features().id());
            if (profile == null) {
                scored.remove(first.size()); // removed since the search
            } else {
                first.add(profile);
            }
        }
        int count = first.size();
        List<Float> rewards = reranker.rewards(query, first);
        List<Scored> ranked = new ArrayList<>(scored.size());
        for (int i = 0; i < scored.size(); i++) {
            // All others are below: none of them has a reward, which is never below 0.
            float value = i < count ? sigmoid(rewards.get(i)) : 0;
            ranked.add(
                    i < count
                            ? scored.get(i).with(new ScorePart("reward", value, 0, settings.reward() * value))
                            : scored.get(i));
        }
        ranked.sort(Scored.BEST_FIRST);
        return ranked;
    }

    private static float sigmoid(float reward) {
        return (float) (1 / (1 + Math.exp(-reward)));
    }

    /** What can be said of a result that shares no skill and no sure role with the query. */
    private static String closeness(Profile query, Scored result) {
        String yours = query.side() == Side.RESUME ? "your resume" : "your posting";
        return result.sharesWords()
                ? "It shares words with " + yours + "."
                : result.isNear()
                        ? "Its text is among the nearest to " + yours + "."
                        : result.origin() != null && result.origin().way() == MatchWay.DESCRIPTION
                                ? "It is like the job description that a model wrote for your resume."
                                : "Its role is likely that of " + yours + "; nothing else in it matches.";
    }

    private RankedMatch match(Profile query, Profile profile, Scored result, UsedPassages passages) {
        SkillOverlap skills = SkillOverlap.of(query, profile, vocabulary, settings.skillPrior());
        String wouldHelp = settings.skills() > 0 ? skills.wouldHelp(vocabulary, settings.skillPrior()) : null;
        return new RankedMatch(
                profile.id(),
                result.score(),
                profile.roles().isKnown()
                        ? taxonomy.role(profile.roles().role()).name()
                        : null,
                result.parts(),
                skills.matched(),
                skills.missing(),
                wouldHelp,
                reasons.of(query, profile, skills, wouldHelp, closeness(query, result)),
                passages.of(profile, skills.matched()),
                result.origin());
    }
}
