package io.rolestream.trainer.matching;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import io.rolestream.trainer.matching.adversary.HonestPair;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.junit.jupiter.api.Test;

class HonestPairsTest {
    private static final float[] FIRST = {0.8f, 0.2f};
    private static final float[] SECOND = {0.2f, 0.8f};
    private static final float[] UNKNOWN = {0.5f, 0.5f};

    private static Profile profile(Side side, String id, float[] roles) {
        return new Profile(
                side,
                id,
                "hash of " + id,
                "",
                "",
                "text of " + id,
                List.of("java"),
                new RoleBelief(roles),
                null,
                null,
                null,
                null,
                null);
    }

    private static Profile job(String id, float[] roles) {
        return profile(Side.JOB, id, roles);
    }

    private static HonestPair pair(float[] resume, List<GradedMatch> matches, Profile... jobs) {
        Map<String, Profile> byId = new LinkedHashMap<>();
        Arrays.stream(jobs).forEach(job -> byId.put(job.id(), job));
        MatchSplit split =
                new MatchSplit(Map.of("r", profile(Side.RESUME, "r", resume)), byId, List.of(), List.of(), matches, 0);
        return Objects.requireNonNull(
                HonestPairs.of(split, matches, List.of(jobs)).get("r"));
    }

    private static GradedMatch match(String job, int grade) {
        return new GradedMatch("r", job, grade, 1);
    }

    @Test
    void shouldKeepAResumeThatHasNoJobOfAnotherRole() {
        HonestPair pair = pair(FIRST, List.of(match("a", 3)), job("a", FIRST), job("b", FIRST));

        assertThat(pair.job()).contains("text of a");
        assertThat(pair.other()).isNull();
    }

    @Test
    void shouldNotTakeAJobThatSuitsForAnotherRoles() {
        Profile right = job("a", FIRST);
        Profile suits = job("b", SECOND);
        Profile other = job("c", SECOND);

        assertThat(pair(FIRST, List.of(match("a", 3), match("b", 1)), right, suits)
                        .other())
                .isNull();
        assertThat(pair(FIRST, List.of(match("a", 3), match("b", 1)), right, suits, other)
                        .other())
                .contains("text of c");
    }

    @Test
    void shouldNotTakeAnUnknownRoleForAnother() {
        List<GradedMatch> matches = List.of(match("a", 3));

        assertThat(pair(SECOND, matches, job("a", SECOND), job("b", UNKNOWN)).other())
                .isNull();
        assertThat(pair(UNKNOWN, matches, job("a", FIRST), job("b", SECOND)).other())
                .isNull();
        assertThat(pair(FIRST, matches, job("a", UNKNOWN), job("b", SECOND)).other())
                .contains("text of b");
    }
}
