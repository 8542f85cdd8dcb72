package io.rolestream.trainer.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.evaluation.ranking.RankingComparison;
import io.rolestream.evaluation.significance.Wilson;
import io.rolestream.evaluation.verdict.VerdictKind;
import io.rolestream.trainer.matching.adversary.Adversary;
import io.rolestream.trainer.matching.adversary.RewardReport;
import io.rolestream.trainer.matching.adversary.RewardTable;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import java.util.Set;
import org.junit.jupiter.api.Test;

class MatchVerdictTest {
    private static MatchVerdict judged(Map<Adversary, RewardTable.Row> adversaries) {
        RankingComparison none = new RankingComparison(
                "Jobs for resumes", new RankingComparison.JudgedQueries(0, 0, 0, 0), List.of(), List.of());
        RewardReport.Level level = new RewardReport.Level(100, 0, 1);
        RewardTable table = new RewardTable(row(90, 100), adversaries);
        return new MatchVerdict(none, none, Set.of(), VerdictKind.PASSED, List.of(), null)
                .with(new RewardReport(level, level, table, table));
    }

    private static RewardTable.Row row(int right, int of) {
        return new RewardTable.Row(of, Wilson.interval(right, of), 0, 0);
    }

    @Test
    void shouldPassWeaklyWhereNothingWasChecked() {
        MatchVerdict verdict = judged(Map.of());

        assertThat(verdict.kind()).isEqualTo(VerdictKind.PASSED_WEAKLY);
        assertThat(verdict.reasons()).hasSize(4).allMatch(reason -> reason.startsWith("only 0 comparisons with "));
    }

    @Test
    void shouldPassWeaklyWithFewComparisonsAndFailOnlyWithEnough() {
        Map<Adversary, RewardTable.Row> rows = new HashMap<>();
        for (Adversary kind : Adversary.values()) {
            rows.put(kind, row(18, 20));
        }
        assertThat(judged(rows).kind()).isEqualTo(VerdictKind.PASSED);

        rows.put(Adversary.STUFFED, row(0, 3));
        assertThat(judged(rows).kind()).isEqualTo(VerdictKind.PASSED_WEAKLY);

        rows.put(Adversary.STUFFED, row(17, 20));
        assertThat(judged(rows).kind()).isEqualTo(VerdictKind.FAILED);
    }
}
