package io.rolestream.matching.profile;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.rules.role.Role;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.util.List;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;

class VoteBeliefsTest {
    static {
        GeneratedRecords.trust();
    }

    private static final Taxonomy ROLES = new Taxonomy(
            Stream.of("Paramedic", "Nurse", "Cook", "Other")
                    .map(name -> new Role(name, name))
                    .toList(),
            "Other");
    private static final RuleSet RULES = RuleSet.parse("""
            name: hospital
            matching: phrases
            minimum-score: 0.5
            roles:
              Paramedic: {ambulance: 4}
              Nurse: {ward: 4}
            """, "rules.yml", ROLES);

    @Test
    void shouldLeaveARoleThatTheModelHasNotLearntToTheRules() {
        RoleMapping mapping = RoleMapping.of(List.of("Nurse", "Cook", "Other"), ROLES);
        double[] logProbabilities =
                mapping.logProbabilities(new double[] {Math.log(0.7), Math.log(0.2), Math.log(0.1)});

        RoleBelief paramedic =
                JointBelief.belief(RULES, "ambulance", mapping, logProbabilities, VoteParameters.DEFAULT);
        assertThat(paramedic.role()).isZero();
        assertThat(paramedic.probabilities()[0])
                .isEqualTo(RULES.vote("ambulance").confidence());
        RoleBelief nurse = JointBelief.belief(RULES, "ward", mapping, logProbabilities, VoteParameters.DEFAULT);
        assertThat(nurse.role()).isEqualTo(1);
        assertThat(nurse.probabilities()[0]).isZero();
        assertThat(sum(nurse)).isCloseTo(1, within(1e-5));
    }

    @Test
    void shouldShareWhatIsNotListed() {
        Vote model = Vote.newBuilder()
                .setRole("Nurse")
                .setScores(List.of(new RoleScore("Nurse", (float) Math.log(0.6))))
                .setUnlistedRoles(2)
                .setUnlistedScore((float) Math.log(0.2))
                .build();
        Vote rules = Vote.newBuilder().build();

        Vote knows =
                Vote.newBuilder(model).setUnknownRoles(List.of("Paramedic")).build();
        assertThat(VoteBeliefs.jointly(ROLES, rules, knows).probabilities())
                .usingComparatorWithPrecision(1e-5f)
                .containsExactly(0, 0.6f, 0.2f, 0.2f);
        Vote mayKnow = Vote.newBuilder(model)
                .setUnknownRoles(List.of("Paramedic", "Cook", "Other"))
                .build();
        assertThat(sum(VoteBeliefs.jointly(ROLES, rules, mayKnow))).isCloseTo(1, within(1e-5));
    }

    private static double sum(RoleBelief belief) {
        double sum = 0;
        for (float probability : belief.probabilities()) {
            sum += probability;
        }
        return sum;
    }
}
