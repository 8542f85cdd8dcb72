package io.rolestream.rules.decision;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.within;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.MappedRole;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.Hospital;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.IntStream;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class CurrentVotesTest {
    static {
        GeneratedRecords.trust();
    }

    private static final Taxonomy NOW = Hospital.roles(
            Map.of("Nurse", List.of("Ward Nurse", "Staff Nurse"), "Physician", List.of("Doctor")),
            "Paramedic",
            "Physician",
            "Nurse",
            "Other");
    private static final CurrentVotes CURRENT = new CurrentVotes(NOW);

    @Test
    void shouldTurnAModelsVoteIntoOneOnTheCurrentRoles() {
        Vote vote = CURRENT.ofModel(
                model(Map.of("Doctor", 0.35, "Ward Nurse", 0.2, "Staff Nurse", 0.2, "Porter", 0.2, "Other", 0.05)));
        assertThat(vote.getRole()).isEqualTo("Nurse");
        assertThat(vote.getConfidence()).isCloseTo(0.4f, within(1e-5f));
        assertThat(vote.getScores()).extracting(RoleScore::getRole).containsExactly("Nurse", "Physician", "Other");
        assertThat(Math.exp(vote.getScores().get(2).getScore())).isCloseTo(0.25, within(1e-5));
        assertThat(vote.getUnknownRoles()).containsExactly("Paramedic");
        assertThat(vote.getMappedRoles())
                .contains(new MappedRole("Doctor", "Physician"), new MappedRole("Porter", "Other"));
        assertThat(CURRENT.ofModel(vote)).isSameAs(vote);
    }

    @Test
    void shouldSayWhichRolesAModelDoesNotNameYet() {
        Vote vote = CURRENT.ofModel(model(Map.of("Physician", 0.6, "Nurse", 0.3, "Other", 0.1)));
        assertThat(vote.getUnknownRoles()).containsExactly("Paramedic");
        assertThat(vote.getRole()).isEqualTo("Physician");
    }

    @Test
    void shouldNotTakeAnUnlistedRoleForAKnownOneIfRolesWereAdded() {
        Vote stale = unlisted(model(Map.of("Physician", 0.6, "Nurse", 0.3)), 1);
        Vote current = unlisted(model(Map.of("Physician", 0.6, "Nurse", 0.3)), 2);
        assertThat(CURRENT.ofModel(stale).getUnknownRoles()).containsExactly("Paramedic", "Other");
        assertThat(CURRENT.ofModel(current)).isSameAs(current);
        Vote former = unlisted(model(Map.of("Doctor", 0.6, "Nurse", 0.3)), 1);
        assertThat(CURRENT.ofModel(former).getUnknownRoles()).containsExactly("Paramedic", "Other");
    }

    @Test
    void shouldKeepARenamedRoleUnknown() {
        Vote vote = Vote.newBuilder(unlisted(model(Map.of("Doctor", 0.9)), 2))
                .setUnknownRoles(List.of("Staff Nurse"))
                .build();
        assertThat(CURRENT.ofModel(vote).getUnknownRoles()).containsExactly("Nurse");
    }

    @Test
    void shouldAbstainRatherThanNameTooManyChangedRoles() {
        String[] names =
                IntStream.range(0, 600).mapToObj(i -> i + "x".repeat(190)).toArray(String[]::new);
        CurrentVotes many = new CurrentVotes(Hospital.roles(names));
        Vote vote = many.ofModel(model(Map.of(names[0], 0.9, names[1], 0.1)));
        assertThat(vote.getRole()).isNull();
        assertThat(vote.getReason()).isEqualTo(CurrentVotes.OTHER_ROLES);
        assertThat(CurrentVotes.changedChars(vote)).isZero();
    }

    private static Vote unlisted(Vote vote, int roles) {
        return Vote.newBuilder(vote)
                .setUnlistedRoles(roles)
                .setUnlistedScore(-5)
                .build();
    }

    @Test
    void shouldTurnOtherVotesIntoOnesOnTheCurrentRoles() {
        Vote role = CURRENT.ofModel(vote("Porter", List.of()));
        assertThat(role.getRole()).isEqualTo("Other");

        Vote rules = CURRENT.ofRules(
                vote("Staff Nurse", List.of(new RoleScore("Staff Nurse", 3f), new RoleScore("Porter", 1f))));
        assertThat(rules.getRole()).isEqualTo("Nurse");
        assertThat(rules.getScores()).containsExactly(new RoleScore("Nurse", 3f));
        Vote removed = CURRENT.ofRules(vote("Porter", List.of(new RoleScore("Porter", 1f))));
        assertThat(removed.getRole()).isNull();
        assertThat(removed.getReason()).isEqualTo(CurrentVotes.REMOVED_ROLE);

        assertThat(Objects.requireNonNull(CURRENT.ofPerson(vote("Doctor", List.of())))
                        .getRole())
                .isEqualTo("Physician");
        assertThat(CURRENT.ofPerson(vote("Porter", List.of()))).isNull();
    }

    @ParameterizedTest
    @ValueSource(strings = {"joint", "model", "model-when-confident(0.5)", "rules"})
    void shouldLeaveAnUnknownRoleToTheRules(String policy) {
        Vote model = CURRENT.ofModel(model(Map.of("Physician", 0.98, "Nurse", 0.01, "Other", 0.01)));
        Vote rules = vote("Paramedic", List.of(new RoleScore("Paramedic", 0.1f)));
        DecisionPolicy decides = DecisionPolicy.parse(policy + " else Other");
        assertThat(decides.decide(rules, model, null)).isEqualTo(new Decision("Paramedic", Decider.RULE, 0.5f));
        assertThat(Disagreement.between(rules, model, decides)).isEmpty();

        LabelledRole label = LabelledRole.newBuilder()
                .setPolicy(decides.toString())
                .setRuleVote(rules)
                .setModelVote(model)
                .build();
        assertThat(DecisionPolicy.recompute(label).role()).isEqualTo("Paramedic");
    }

    @Test
    void shouldLetTheModelDecideWhereTheRulesVoteForAKnownRole() {
        Vote model = CURRENT.ofModel(model(Map.of("Physician", 0.98, "Nurse", 0.01, "Other", 0.01)));
        Vote rules = vote("Nurse", List.of(new RoleScore("Nurse", 0.1f)));
        DecisionPolicy joint = DecisionPolicy.parse("joint else Other");
        assertThat(joint.decide(rules, model, null).role()).isEqualTo("Physician");
        assertThat(joint.decide(vote(null, List.of()), model, null).role()).isEqualTo("Physician");
    }

    private static Vote model(Map<String, Double> probabilities) {
        List<RoleScore> scores = probabilities.entrySet().stream()
                .map(role -> new RoleScore(role.getKey(), (float) Math.log(role.getValue())))
                .sorted((a, b) -> Float.compare(b.getScore(), a.getScore()))
                .toList();
        return Vote.newBuilder(vote(scores.get(0).getRole(), scores))
                .setConfidence((float) Math.exp(scores.get(0).getScore()))
                .build();
    }

    private static Vote vote(@Nullable String role, List<RoleScore> scores) {
        return Vote.newBuilder()
                .setLabeller("someone")
                .setRole(role)
                .setConfidence(0.5f)
                .setScores(scores)
                .build();
    }
}
