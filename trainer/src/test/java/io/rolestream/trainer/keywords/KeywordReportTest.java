package io.rolestream.trainer.keywords;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;
import static org.assertj.core.groups.Tuple.tuple;

import io.rolestream.evaluation.significance.Wilson;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.KeywordMatch;
import io.rolestream.trainer.examples.Change;
import io.rolestream.trainer.examples.Example;
import io.rolestream.trainer.examples.ExampleReader;
import io.rolestream.trainer.examples.ExampleStore;
import io.rolestream.trainer.examples.SourceRecord;
import io.rolestream.trainer.examples.StoredRuleVote;
import io.rolestream.trainer.keywords.KeywordReport.Confusion;
import io.rolestream.trainer.keywords.KeywordReport.Keyword;
import java.nio.file.Path;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Votes are those of the default rules on real texts. */
class KeywordReportTest {
    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
    private static final TopicPartition PARTITION = new TopicPartition("training-examples", 0);
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    @TempDir
    @SuppressWarnings("NullAway.Init") // injected
    private Path directory;

    private final List<SourceRecord> records = new ArrayList<>();

    @Test
    void shouldPutTheKeywordThatDoesMostWrongFirst() {
        for (int i = 0; i < 9; i++) {
            text("bad-" + i, "Spark, Airflow, case " + i);
            correct("bad-" + i, i < 6 ? "Cloud Engineer" : "Data Engineer");
        }
        text("good", "Spark, Kafka, and more");
        correct("good", "Data Engineer");
        text("java", "Java, Spring");

        KeywordReport report = report(null);

        assertThat(report.texts()).isEqualTo(11);
        Keyword worst = report.worst().orElseThrow();
        assertThat(worst.keyword()).isEqualTo("airflow");
        assertThat(worst.roles()).startsWith("Data Engineer");
        assertThat(List.of(
                        worst.counts().texts(),
                        worst.counts().winning(),
                        worst.counts().judged(),
                        worst.counts().contradicted()))
                .containsExactly(9L, 9L, 9L, 6L);
        assertThat(worst.wrong()).isCloseTo(9 * 0.3542, within(0.01));
        assertThat(worst.commonestError()).isEqualTo(new Confusion("Data Engineer", "Cloud Engineer", 6));
        assertThat(worst.resumes()).hasSize(3).allSatisfy(id -> assertThat(id).matches("bad-[0-5]"));
        assertThat(report.keywords())
                .filteredOn(each -> each.keyword().equals("spark"))
                .allSatisfy(spark -> {
                    assertThat(spark.counts().judged()).isEqualTo(10);
                    assertThat(spark.wrong()).isLessThan(worst.wrong());
                });
        assertThat(report.keywords())
                .filteredOn(each -> each.keyword().equals("java"))
                .allSatisfy(java -> {
                    assertThat(java.wrong()).isZero();
                    assertThat(java.counts().contradictedByModel()).isNull();
                    assertThat(java.resumes()).containsExactly("java");
                });
    }

    @Test
    void shouldNotHoldAVoteForAnotherRoleAgainstAKeyword() {
        text("r", "Airflow, Spark, Kafka, Hadoop, Java");
        correct("r", "Cloud Engineer");

        assertThat(report(null).keywords())
                .filteredOn(each -> each.keyword().equals("java"))
                .singleElement()
                .satisfies(java -> {
                    assertThat(java.roles()).doesNotContain("Data Engineer");
                    assertThat(java.counts().winning()).isZero();
                    assertThat(java.counts().contradicted()).isZero();
                });
    }

    @Test
    void shouldLeaveOutTheVotesOfOtherRules() {
        text("r", "Airflow, Spark");
        judged("old", "Airflow", new StoredRuleVote("Other", 1, List.of(), List.of("airflow"), "default@00000000"));

        KeywordReport report = report(Map.of("spark", 7L));

        assertThat(report.texts()).isEqualTo(1);
        assertThat(report.otherTexts()).isEqualTo(1);
        assertThat(report.keywords())
                .extracting(Keyword::keyword, keyword -> keyword.counts().contradictedByModel())
                .containsExactly(tuple("spark", 7L), tuple("airflow", 0L));
        assertThat(report.worst()).isEmpty();
    }

    @Test
    void shouldBoundAShareAsWilsonDoes() {
        assertThat(Wilson.lowerBound(0, 0)).isZero();
        assertThat(Wilson.lowerBound(0, 10)).isZero();
        assertThat(Wilson.lowerBound(10, 10)).isCloseTo(0.7225, within(1e-4));
        assertThat(Wilson.lowerBound(1, 100)).isCloseTo(0.0018, within(1e-4));
    }

    private KeywordReport report(@Nullable Map<String, Long> byModel) {
        try (ExampleStore store = ExampleStore.open(directory)) {
            store.apply(records, Map.of(PARTITION, (long) records.size()));
            try (ExampleReader reader = ExampleReader.open(directory)) {
                return KeywordReport.of(reader, RULES, byModel);
            }
        }
    }

    private void text(String id, String text) {
        var vote = RULES.vote(text);
        judged(
                id,
                text,
                new StoredRuleVote(
                        vote.reason() == null ? vote.role().name() : null,
                        vote.confidence(),
                        List.of(),
                        vote.matches().stream().map(KeywordMatch::keyword).toList(),
                        RULES.version()));
    }

    private void judged(String id, String text, StoredRuleVote vote) {
        String hash = String.format("%08x%024x", id.hashCode(), records.size());
        add(new Change.Judged(id, Example.of(hash, text, vote, NOON)));
    }

    private void correct(String id, String role) {
        add(new Change.Corrected(id, null, Example.Correction.of(role, "ann", NOON, false)));
    }

    private void add(Change change) {
        records.add(new SourceRecord(PARTITION, records.size(), change));
    }
}
