package io.rolestream.evaluation.ranking;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.evaluation.ranking.RankedList.Entry;
import io.rolestream.evaluation.significance.Estimate;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.Random;
import java.util.Set;
import org.junit.jupiter.api.Test;

class RankingComparisonTest {
    private static final int QUERIES = 60;
    private static final int DOCUMENTS = 40;

    @Test
    void shouldSeparateASystemThatIsClearlyBetter() {
        RankingComparison comparison = compare(run("weak", 0.2, 1), run("strong", 1.5, 2));

        RankingVersus versus = versus(comparison, 1, RankingMeasure.NDCG_10);
        assertThat(versus.difference().lower()).isPositive();
        assertThat(versus.holm()).isLessThan(0.001);
        assertThat(versus.better()).isGreaterThan(versus.worse());
    }

    @Test
    void shouldNotSeparateASystemFromItsTwin() {
        RankingComparison comparison = compare(run("one", 0.7, 1), run("other", 0.7, 1));

        RankingVersus versus = versus(comparison, 1, RankingMeasure.MAP);
        assertThat(versus.p()).isEqualTo(1);
        assertThat(versus.difference()).isEqualTo(new Estimate(0, 0, 0));
        assertThat(versus.better() + versus.worse()).isZero();
    }

    @Test
    void shouldCorrectForAllSystemsThatAreComparedWithTheFirst() {
        RankingComparison comparison = compare(run("a", 0.5, 1), run("b", 0.75, 2), run("c", 0.5, 3));

        for (RankingMeasure measure : RankingMeasure.values()) {
            double least = Math.min(
                    versus(comparison, 1, measure).p(),
                    versus(comparison, 2, measure).p());
            double corrected = Math.min(
                    versus(comparison, 1, measure).holm(),
                    versus(comparison, 2, measure).holm());
            assertThat(corrected).isCloseTo(Math.min(1, 2 * least), within(1e-12));
        }
    }

    @Test
    void shouldCountAQueryThatTheRunLacksAsZero() {
        Qrels qrels = new Qrels(Map.of("q1", Map.of("d1", 1), "q2", Map.of("d1", 1)));
        RetrievalRun run = new RetrievalRun("half", Map.of("q1", RankedList.of(List.of(new Entry("d1", 1)))));

        RunScores scores = RunScores.of(qrels, run);

        assertThat(scores.mean(RankingMeasure.MRR)).isEqualTo(0.5);
        assertThat(scores.missing()).isEqualTo(1);
    }

    @Test
    void shouldLeaveOutQueriesWithoutJudgements() {
        Qrels qrels = new Qrels(Map.of("q1", Map.of("d1", 1)));
        RankedList found = RankedList.of(List.of(new Entry("d1", 1)));

        RunScores scores = RunScores.of(qrels, new RetrievalRun("more", Map.of("q1", found, "q2", found)));

        assertThat(scores.mean(RankingMeasure.P_5)).isEqualTo(0.2);
        assertThat(scores.unjudged()).isEqualTo(1);
    }

    @Test
    void shouldScoreZeroWithoutRelevantDocuments() {
        Qrels qrels = new Qrels(Map.of("q1", Map.of("d1", 0, "d2", -1)));
        RetrievalRun run = new RetrievalRun("run", Map.of("q1", RankedList.of(List.of(new Entry("d1", 1)))));
        RankingComparison comparison = RankingComparison.of("none", qrels, List.of(run), List.of());

        for (RankingMeasure measure : RankingMeasure.values()) {
            assertThat(comparison.systems().get(0).mean(measure)).isEqualTo(new Estimate(0, 0, 0));
        }
        assertThat(comparison.queries().withoutRelevant()).isEqualTo(1);
    }

    @Test
    void shouldMeasureASliceByItsQueriesAlone() {
        Set<String> few = Set.of("q0", "q1", "q2");
        RankingComparison comparison = RankingComparison.of(
                "slices",
                qrels(),
                List.of(run("a", 0.5, 1)),
                List.of(new QuerySlice("few", "The first three.", few), new QuerySlice("none", "No query.", Set.of())));

        assertThat(comparison.slices()).hasSize(1);
        RankingComparison alone =
                RankingComparison.of("alone", qrels().only(few), List.of(run("a", 0.5, 1)), List.of());
        assertThat(comparison.slices().get(0).systems().get(0).means())
                .isEqualTo(alone.systems().get(0).means());
        assertThat(comparison.slices().get(0).queries()).isEqualTo(3);
    }

    @Test
    void shouldGiveTheSameFiguresAgain() {
        assertThat(compare(run("a", 0.5, 1), run("b", 0.6, 2)).systems().get(1).versus())
                .isEqualTo(compare(run("a", 0.5, 1), run("b", 0.6, 2))
                        .systems()
                        .get(1)
                        .versus());
    }

    @Test
    void shouldRefuseTwoRunsOfOneName() {
        assertThatThrownBy(() -> compare(run("a", 0.5, 1), run("a", 0.5, 2))).hasMessage("two runs have the same name");
    }

    @Test
    void shouldTurnJudgementsAround() {
        Qrels qrels = new Qrels(Map.of("q1", Map.of("d1", 2, "d2", 0), "q2", Map.of("d1", 1)));

        assertThat(qrels.transposed().grades())
                .isEqualTo(Map.of("d1", Map.of("q1", 2, "q2", 1), "d2", Map.of("q1", 0)));
        assertThat(qrels.transposed().transposed().grades()).isEqualTo(qrels.grades());
    }

    private static RankingVersus versus(RankingComparison comparison, int system, RankingMeasure measure) {
        return Objects.requireNonNull(
                Objects.requireNonNull(comparison.systems().get(system).versus())
                        .get(measure));
    }

    private static RankingComparison compare(RetrievalRun... runs) {
        return RankingComparison.of("test", qrels(), List.of(runs), List.of());
    }

    private static Qrels qrels() {
        Random random = new Random(42);
        Map<String, Map<String, Integer>> grades = new LinkedHashMap<>();
        for (int q = 0; q < QUERIES; q++) {
            Map<String, Integer> judged = new LinkedHashMap<>();
            for (int d = 0; d < DOCUMENTS; d++) {
                judged.put("d" + d, Math.max(0, random.nextInt(5) - 1));
            }
            grades.put("q" + q, judged);
        }
        return new Qrels(grades);
    }

    /** Scores are the grades and noise. */
    private static RetrievalRun run(String name, double skill, long seed) {
        Random random = new Random(seed);
        Map<String, RankedList> lists = new LinkedHashMap<>();
        qrels().grades().forEach((query, judged) -> {
            List<Entry> entries = new ArrayList<>();
            judged.forEach((document, grade) ->
                    entries.add(new Entry(document, (float) (skill * grade + random.nextGaussian()))));
            lists.put(query, RankedList.of(entries));
        });
        return new RetrievalRun(name, lists);
    }
}
