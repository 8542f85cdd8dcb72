package io.rolestream.trainer.keywords;

import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.examples.Example;
import io.rolestream.trainer.examples.ExampleReader;
import io.rolestream.trainer.examples.StoredRuleVote;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import org.jspecify.annotations.Nullable;

/**
 * The keywords of a rule set that cause wrong votes, most errors first. A keyword supports a vote if it was matched and
 * has a positive weight for the winning role; only such votes count against it.
 *
 * <p>All counts are of distinct texts. People are mostly asked about disagreements, so shares describe the reviewed
 * texts, not the stream.
 *
 * @param texts that the rule set voted on
 * @param otherTexts with votes of another version, or none; not included
 */
public record KeywordReport(String rulesetVersion, long texts, long otherTexts, List<Keyword> keywords) {
    public static final int MAX_RESUMES = 3;

    /**
     * @param roles for which it has a positive weight, highest first
     * @param wrong estimated number of errors among {@code winning}, from the lower bound of the share that people
     *     contradict
     * @param commonestError null if there is none
     * @param resumes ids of resumes with such texts, contradicted ones if there are any
     */
    public record Keyword(
            String keyword,
            List<String> roles,
            Counts counts,
            double wrong,
            @Nullable Confusion commonestError,
            List<String> resumes) {
        public Keyword {
            roles = List.copyOf(roles);
            resumes = List.copyOf(resumes);
        }
    }

    /**
     * Numbers of texts in which a keyword was matched.
     *
     * @param winning in which it was for the role that won
     * @param judged of {@code winning}, those that a person gave a role
     * @param contradicted of {@code judged}, those with another role
     * @param contradictedByModel of {@code winning}, those on which the model voted for another role; null if unknown
     */
    public record Counts(
            long texts,
            long winning,
            long judged,
            long contradicted,
            @Nullable Long contradictedByModel) {}

    public record Confusion(String voted, String right, long count) {}

    public KeywordReport {
        keywords = List.copyOf(keywords);
    }

    /**
     * Reads all examples once; memory holds counts for each keyword.
     *
     * @param contradictedByModel for each keyword, the texts in which it was for the winning role and the model voted
     *     for another; null if unknown
     * @throws io.rolestream.trainer.examples.ExampleStoreException if the examples cannot be read
     */
    public static KeywordReport of(
            ExampleReader reader, RuleSet rules, @Nullable Map<String, Long> contradictedByModel) {
        Map<String, KeywordTally> tallies = new HashMap<>();
        long texts = 0;
        long otherTexts = 0;
        for (Iterator<Example> examples = reader.examples(null); examples.hasNext(); ) {
            Example example = examples.next();
            StoredRuleVote vote = example.ruleVote();
            if (!vote.rulesetVersion().equals(rules.version())) {
                otherTexts++;
                continue;
            }
            texts++;
            for (String keyword : vote.evidence()) {
                tallies.computeIfAbsent(keyword, name -> new KeywordTally(name, rules.weights(name)))
                        .add(example);
            }
        }
        List<Keyword> keywords = tallies.values().stream()
                .map(tally -> tally.keyword(reader, contradictedByModel))
                .sorted(Comparator.comparingDouble(Keyword::wrong)
                        .thenComparingLong(KeywordReport::byModel)
                        .thenComparingLong(keyword -> keyword.counts().texts())
                        .reversed()
                        .thenComparing(Keyword::keyword))
                .toList();
        return new KeywordReport(rules.version(), texts, otherTexts, keywords);
    }

    private static long byModel(Keyword keyword) {
        Long byModel = keyword.counts().contradictedByModel();
        return byModel == null ? 0 : byModel;
    }

    /** The keyword with the most errors. */
    public Optional<Keyword> worst() {
        return keywords.stream().findFirst().filter(keyword -> keyword.wrong() > 0);
    }
}
