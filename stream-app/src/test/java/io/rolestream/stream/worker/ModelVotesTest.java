package io.rolestream.stream.worker;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.evaluation.scores.DecisionParameters.FittedTo;
import io.rolestream.events.MappedRole;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.rules.decision.JointCalibration;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class ModelVotesTest {
    private static final RoleMapping ROLES = RoleMapping.of(List.of("A", "B", "C"), roles("A", "B", "C"));

    static {
        GeneratedRecords.trust();
    }

    private static Taxonomy roles(String... names) {
        return new Taxonomy(Stream.of(names).map(name -> new Role(name, "x.")).toList(), names[names.length - 1]);
    }

    @Test
    void shouldSayWhichRolesTheVersionDoesNotKnowAndWhichItKnewByOtherNames() {
        RoleMapping mapping = RoleMapping.of(List.of("A", "B", "C"), roles("D", "A", "C"));
        Vote vote = ModelVotes.of("roberta", "v1", mapping, new float[] {1, 3, 2}, VoteParameters.DEFAULT);

        assertThat(vote.getRole()).isEqualTo("C");
        assertThat(vote.getScores()).extracting(RoleScore::getRole).containsExactly("C", "A");
        assertThat(vote.getUnknownRoles()).containsExactly("D");
        assertThat(vote.getMappedRoles()).containsExactly(new MappedRole("B", "C"));
    }

    @Test
    void shouldGiveALogProbabilityToEveryRoleHighestFirst() {
        Vote vote = ModelVotes.of("roberta", "v1", ROLES, new float[] {1, 3, 2}, new VoteParameters(0.5f, 1));

        double sum = Math.exp(1) + Math.exp(2) + Math.exp(3);
        assertThat(vote.getRole()).isEqualTo("B");
        assertThat(vote.getConfidence()).isCloseTo((float) (Math.exp(3) / sum), within(1e-6f));
        assertThat(vote.getScores()).extracting(RoleScore::getRole).containsExactly("B", "C", "A");
        assertThat(vote.getScores().get(2).getScore()).isCloseTo((float) Math.log(Math.exp(1) / sum), within(1e-6f));
        assertThat(vote.getRuleCoefficient()).isEqualTo(0.5f);
        assertThat(vote.getReason()).isNull();
    }

    @Test
    void shouldDivideLogitsByTheTemperature() {
        Vote cool = ModelVotes.of("roberta", "v1", ROLES, new float[] {2, 6, 4}, new VoteParameters(null, 2));
        Vote plain = ModelVotes.of("roberta", "v1", ROLES, new float[] {1, 3, 2}, VoteParameters.DEFAULT);

        assertThat(cool.getScores()).isEqualTo(plain.getScores());
    }

    @Test
    void shouldStayFiniteForExtremeLogits() {
        Vote vote = ModelVotes.of("roberta", "v1", ROLES, new float[] {1e30f, -1e30f, 0}, VoteParameters.DEFAULT);

        assertThat(vote.getConfidence()).isEqualTo(1);
        assertThat(vote.getScores())
                .allSatisfy(score -> assertThat(score.getScore()).isFinite());
    }

    @Test
    void shouldCarryTheCalibrationOfTheJointDecisionWhereThereIsOne() {
        VoteParameters calibrated = new VoteParameters(0.5f, 1, new JointCalibration(2.5f, 0.1f), FittedTo.ANSWERS);
        Vote vote = ModelVotes.of("roberta", "v1", ROLES, new float[] {1, 3, 2}, calibrated);
        Vote plain = ModelVotes.of("roberta", "v1", ROLES, new float[] {1, 3, 2}, VoteParameters.DEFAULT);

        assertThat(vote.getJointTemperature()).isEqualTo(2.5f);
        assertThat(vote.getJointDoubt()).isEqualTo(0.1f);
        assertThat(plain.getJointTemperature()).isNull();
        assertThat(plain.getJointDoubt()).isNull();
    }

    @Test
    void shouldNameTheReasonOfAnAbstention() {
        Vote vote = ModelVotes.abstention("roberta", "v1", ModelVotes.Reason.FAILED);

        assertThat(vote.getRole()).isNull();
        assertThat(vote.getReason()).isEqualTo("failed");
        assertThat(vote.getScores()).isEmpty();
    }
}
