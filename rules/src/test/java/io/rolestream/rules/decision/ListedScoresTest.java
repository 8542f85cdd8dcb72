package io.rolestream.rules.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.util.Arrays;
import java.util.Comparator;
import java.util.List;
import java.util.Random;
import java.util.stream.IntStream;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Test;

class ListedScoresTest {
    private static final int ROLES = 3_500;

    @BeforeAll
    static void trust() {
        GeneratedRecords.trust();
    }

    @Test
    void shouldListFewRolesInFull() {
        List<RoleScore> scores = scores(ListedScores.MOST, 1);
        Vote vote = ListedScores.ofModel(Vote.newBuilder(), scores).build();

        assertThat(vote.getScores()).isEqualTo(scores);
        assertThat(vote.getUnlistedRoles()).isZero();
    }

    @Test
    void shouldKeepTheSumOfProbabilities() {
        Vote vote = model(scores(ROLES, 1));

        double listed = vote.getScores().stream()
                .mapToDouble(score -> Math.exp(score.getScore()))
                .sum();
        assertThat(vote.getScores()).hasSize(ListedScores.MOST);
        assertThat(listed + vote.getUnlistedRoles() * Math.exp(vote.getUnlistedScore()))
                .isCloseTo(1, within(1e-4));
    }

    @Test
    void shouldCountTheScoresThatAreCutAsUnlisted() {
        Vote vote = ListedScores.cut(model(scores(ROLES, 1)), 20).build();

        double listed = vote.getScores().stream()
                .mapToDouble(score -> Math.exp(score.getScore()))
                .sum();
        assertThat(vote.getScores()).hasSize(20);
        assertThat(vote.getUnlistedRoles()).isEqualTo(ROLES - 20);
        assertThat(listed + vote.getUnlistedRoles() * Math.exp(vote.getUnlistedScore()))
                .isCloseTo(1, within(1e-4));
    }

    @Test
    void shouldDecideAlmostAsWithAllScores() {
        for (int seed = 0; seed < 20; seed++) {
            List<RoleScore> scores = scores(ROLES, seed);
            Vote all = Vote.newBuilder(model(scores))
                    .setScores(scores)
                    .setUnlistedRoles(0)
                    .build();
            Vote rules = rules(scores.get(seed * 3).getRole(), 2);

            JointDecision cut = JointDecision.of(rules, model(scores));
            JointDecision full = JointDecision.of(rules, all);

            assertThat(cut.names().get(cut.role())).isEqualTo(full.names().get(full.role()));
            assertThat(cut.confidence()).isCloseTo(full.confidence(), within(1e-4));
            assertThat(cut.logProbabilities()).hasSize(ROLES);
            assertThat(Arrays.stream(cut.logProbabilities()).map(Math::exp).sum())
                    .isCloseTo(1, within(1e-6));
        }
    }

    @Test
    void shouldFindTheRulesRoleAmongThoseThatAreNotListed() {
        List<RoleScore> scores = scores(ROLES, 5);
        String last = scores.get(ROLES - 1).getRole();

        JointDecision decision = JointDecision.of(rules(last, 30), model(scores));

        assertThat(decision.names().get(decision.role())).isEqualTo(last);
        assertThat(new Combination.Joint()
                        .between(rules(last, 30), last, model(scores))
                        .role())
                .isEqualTo(last);
    }

    @Test
    void shouldNeverChooseARoleWithoutAName() {
        List<RoleScore> scores = scores(ROLES, 5);
        Vote against = Vote.newBuilder()
                .setScores(scores.subList(0, ListedScores.MOST).stream()
                        .map(score -> new RoleScore(score.getRole(), -90f))
                        .toList())
                .build();

        JointDecision decision = JointDecision.of(against, model(scores));

        assertThat(decision.names())
                .hasSize(ListedScores.MOST)
                .element(decision.role())
                .isNotNull();
    }

    private static Vote model(List<RoleScore> scores) {
        return ListedScores.ofModel(Vote.newBuilder(), scores)
                .setRole(scores.get(0).getRole())
                .build();
    }

    private static Vote rules(String role, float score) {
        return Vote.newBuilder()
                .setRole(role)
                .setScores(List.of(new RoleScore(role, score)))
                .build();
    }

    private static List<RoleScore> scores(int roles, long seed) {
        Random random = new Random(seed);
        float[] logits = new float[roles];
        IntStream.range(0, roles).forEach(i -> logits[i] = (float) (6 * random.nextGaussian()));
        double[] logProbabilities = LogProbabilities.of(logits, 1);
        return IntStream.range(0, roles)
                .mapToObj(i -> new RoleScore("R" + i, (float) logProbabilities[i]))
                .sorted(Comparator.comparingDouble(RoleScore::getScore).reversed())
                .toList();
    }
}
