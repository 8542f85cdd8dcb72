package io.rolestream.trainer.matching;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.model.TokenSequence;
import io.rolestream.engine.tokenizer.TextTokenizer;
import io.rolestream.engine.tokenizer.TokenizedPair;
import io.rolestream.engine.tokenizer.TokenizerOptions;
import io.rolestream.engine.training.contrastive.ContrastiveExamples;
import io.rolestream.engine.training.preference.PreferenceExamples;
import io.rolestream.matching.profile.EmbeddedText;
import io.rolestream.matching.profile.Profile;
import java.io.IOException;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.Comparator;
import java.util.HashMap;
import java.util.List;
import java.util.Map;

/** Turns matches into what the engine learns from: tokens of what the recommender lets its models read. */
final class MatchExamples implements AutoCloseable {
    /** A clear preference is to differ by this much for each grade beyond the first. */
    private static final float MARGIN = 0.5f;

    private static final int MOST_PREFERENCES = 24;

    /** A resume is learnt with so many of its jobs, the best; the others are only kept out of its negatives. */
    private static final int MOST_PAIRS = 8;

    /** A resume's preferences are between so many jobs of each grade. */
    private static final int MOST_OF_A_GRADE = 4;

    /** An entry that was less probably looked at than this says nothing against its job. */
    private static final float LEAST_EXAMINED = 0.3f;

    private final MatchSplit split;
    private final TextTokenizer tokenizer;
    private final boolean typed;

    /** @param maxTokens where texts, or pairs of texts, are cut */
    MatchExamples(MatchSplit split, CheckpointDirectory base, int maxTokens) throws IOException {
        this.split = split;
        this.tokenizer = TextTokenizer.open(base.path(), TokenizerOptions.head(maxTokens));
        this.typed = base.config().tokenTypes() > 1;
    }

    /**
     * Pairs to learn from, or to measure on.
     *
     * @param matches of one side of the split; those that suit are learnt; those that suit less, or not, are negatives
     *     of those that suit better, except entries that were hardly looked at
     * @param mined further negatives, by resume
     */
    ContrastiveExamples pairs(List<GradedMatch> matches, Map<String, List<String>> mined) {
        ContrastiveExamples.Builder builder = new ContrastiveExamples.Builder();
        Map<String, int[]> jobs = new HashMap<>();
        MatchSplit.byResume(matches).forEach((resume, all) -> {
            int query = builder.query(tokens(split.resume(resume)));
            List<Integer> negatives = new ArrayList<>();
            for (GradedMatch match : all) {
                if (match.suits() || match.weight() >= LEAST_EXAMINED) {
                    negatives.add(builder.document(job(match.jobId(), jobs))); // of what suits better
                }
            }
            for (String negative : mined.getOrDefault(resume, List.of())) {
                negatives.add(builder.document(job(negative, jobs)));
            }
            all.stream()
                    .filter(GradedMatch::suits)
                    .forEach(match ->
                            builder.positive(query, builder.document(job(match.jobId(), jobs)), match.grade()));
            all.stream()
                    .filter(GradedMatch::suits)
                    .sorted(Comparator.comparingInt(GradedMatch::grade).reversed())
                    .limit(MOST_PAIRS)
                    .forEach(match -> builder.pair(
                            query,
                            builder.document(job(match.jobId(), jobs)),
                            negatives,
                            match.grade(),
                            weight(match)));
        });
        return builder.build();
    }

    /** Of a job that suits best, as for its judgement; of others less. */
    private static float weight(GradedMatch match) {
        return match.weight() * match.grade() / GradedMatch.HIGHEST;
    }

    private int[] job(String id, Map<String, int[]> known) {
        return known.computeIfAbsent(id, job -> tokens(split.job(job)));
    }

    private int[] tokens(Profile profile) {
        return tokenizer.encode(EmbeddedText.of(profile)).first();
    }

    /**
     * Each resume's preferences between two jobs of different grades; mined negatives have grade 0.
     *
     * @param dishonest further postings by resume, each worse than the one that suits the resume best
     */
    PreferenceExamples preferences(
            List<GradedMatch> matches, Map<String, List<String>> mined, Map<String, List<String>> dishonest) {
        PreferenceExamples.Builder builder = new PreferenceExamples.Builder();
        MatchSplit.byResume(matches).forEach((resume, judged) -> {
            List<GradedMatch> all = new ArrayList<>();
            int[] left = new int[GradedMatch.HIGHEST + 1];
            Arrays.fill(left, MOST_OF_A_GRADE);
            for (GradedMatch match : judged) {
                if (left[match.grade()]-- > 0) {
                    all.add(match);
                }
            }
            mined.getOrDefault(resume, List.of()).forEach(job -> all.add(new GradedMatch(resume, job, 0, 1)));
            all.sort(Comparator.comparingInt(GradedMatch::grade).reversed());
            List<Integer> sequences = new ArrayList<>();
            for (GradedMatch match : all) {
                sequences.add(builder.sequence(sequence(match)));
            }
            int made = 0;
            for (int apart = all.size() - 1; apart > 0 && made < MOST_PREFERENCES; apart--) {
                for (int i = 0; i + apart < all.size() && made < MOST_PREFERENCES; i++) {
                    int clear = all.get(i).grade() - all.get(i + apart).grade();
                    if (clear > 0) {
                        builder.prefer(
                                sequences.get(i),
                                sequences.get(i + apart),
                                MARGIN * (clear - 1),
                                Math.min(all.get(i).weight(), all.get(i + apart).weight()));
                        made++;
                    }
                }
            }
            if (!all.isEmpty() && all.get(0).suits()) {
                for (String posting : dishonest.getOrDefault(resume, List.of())) {
                    int worse = builder.sequence(sequence(EmbeddedText.of(split.resume(resume)), posting));
                    builder.prefer(sequences.get(0), worse, MARGIN, all.get(0).weight());
                }
            }
        });
        return builder.build();
    }

    /** A resume and a job as a cross-encoder reads them, in this order. */
    TokenSequence sequence(GradedMatch match) {
        return sequence(EmbeddedText.of(split.resume(match)), EmbeddedText.of(split.job(match)));
    }

    private TokenSequence sequence(String resume, String job) {
        TokenizedPair pair = tokenizer.encode(resume, job);
        return typed ? new TokenSequence(pair.ids(), pair.types()) : TokenSequence.of(pair.ids());
    }

    @Override
    public void close() {
        tokenizer.close();
    }
}
