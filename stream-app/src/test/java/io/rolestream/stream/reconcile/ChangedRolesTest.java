package io.rolestream.stream.reconcile;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.MappedRole;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.testing.Votes;
import io.rolestream.stream.TopologyDriver;
import io.rolestream.stream.testing.Resumes;
import java.nio.charset.StandardCharsets;
import java.nio.file.Path;
import java.util.List;
import java.util.Objects;
import java.util.stream.IntStream;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Votes and answers from before the roles changed, in the topology of the new ones. */
class ChangedRolesTest {
    private static final Taxonomy ROLES = Taxonomy.parse("""
            fallback: Other
            roles:
              Paramedic: Cares on the way.
              Nurse: {description: Cares on a ward., was: [Ward Nurse, Staff Nurse]}
              Physician: {description: Treats., was: Doctor}
              Other: Any other work.
            """.getBytes(StandardCharsets.UTF_8), "roles.yml");
    private static final RuleSet RULES = RuleSet.parse("""
            name: hospital
            matching: phrases
            minimum-score: 0.5
            roles:
              Paramedic: {ambulance: 1}
              Nurse: {ward: 1}
              Physician: {surgery: 1}
            """, "rules.yml", ROLES);

    private final TopologyDriver driver;

    ChangedRolesTest(@TempDir Path directory) {
        driver = TopologyDriver.jointly(directory, RULES);
    }

    @AfterEach
    void close() {
        driver.close();
    }

    @Test
    void shouldKeepAChampionOfOtherRolesVoting() {
        LabelledRole label = labelled("ward", "Doctor", 0.9, "Ward Nurse", 0.04, "Staff Nurse", 0.06);
        assertThat(label.getRole()).isEqualTo("Physician");
        assertThat(label.getDecidedBy()).isEqualTo(Decider.MODEL);
        Vote vote = Objects.requireNonNull(label.getModelVote());
        assertThat(vote.getScores()).extracting(RoleScore::getRole).containsExactly("Physician", "Nurse");
        assertThat(vote.getUnknownRoles()).containsExactly("Paramedic", "Other");
        assertThat(DecisionPolicy.recompute(label).role()).isEqualTo("Physician");
    }

    @Test
    void shouldAddWhatAMergedRoleHad() {
        LabelledRole label =
                labelled("", "Doctor", 0.39, "Ward Nurse", 0.3, "Staff Nurse", 0.3, "Paramedic", 0.005, "Other", 0.005);
        assertThat(label.getRole()).isEqualTo("Nurse");
        assertThat(label.getConfidence()).isBetween(0.59f, 0.61f);
    }

    @Test
    void shouldLeaveAnAddedRoleToTheRules() {
        LabelledRole label = labelled("ambulance", "Doctor", 0.98, "Ward Nurse", 0.01, "Staff Nurse", 0.01);
        assertThat(label.getRole()).isEqualTo("Paramedic");
        assertThat(label.getDecidedBy()).isEqualTo(Decider.RULE);
        assertThat(DecisionPolicy.recompute(label).role()).isEqualTo("Paramedic");
        assertThat(driver.disagreements().readValuesToList()).isEmpty();
    }

    @Test
    void shouldCountARemovedRoleAsTheFallback() {
        LabelledRole label = labelled("", "Porter", 0.7, "Doctor", 0.2, "Cook", 0.05, "Nurse", 0.04, "Medic", 0.01);
        assertThat(label.getRole()).isEqualTo("Other");
        assertThat(label.getDegraded()).isFalse();
        assertThat(Objects.requireNonNull(label.getModelVote()).getMappedRoles())
                .contains(new MappedRole("Porter", "Other"), new MappedRole("Doctor", "Physician"));
    }

    @Test
    void shouldTakeAnAnswerByItsFormerName() {
        labelled("ward", "Doctor", 0.9, "Ward Nurse", 0.05, "Staff Nurse", 0.05);
        driver.correct(
                "r1",
                RoleCorrection.newBuilder()
                        .setResumeId("r1")
                        .setRole("Staff Nurse")
                        .setReviewer("ann")
                        .build());
        assertThat(driver.labels().readValuesToList())
                .last()
                .satisfies(label ->
                        assertThat(Objects.requireNonNull(label).getRole()).isEqualTo("Nurse"));
    }

    private LabelledRole labelled(String skills, Object... probabilities) {
        String text = skills.isEmpty() ? "gardening" : skills;
        long offset = driver.resume(Resumes.withSkills("r1", text));
        List<RoleScore> scores = IntStream.range(0, probabilities.length / 2)
                .mapToObj(i -> new RoleScore(
                        (String) probabilities[2 * i], (float) Math.log((Double) probabilities[2 * i + 1])))
                .toList();
        Vote vote = Vote.newBuilder()
                .setLabeller(Votes.MODEL)
                .setLabellerVersion("v1")
                .setRole(scores.get(0).getRole())
                .setConfidence((float) Math.exp(scores.get(0).getScore()))
                .setScores(scores)
                .build();
        String hash = Objects.requireNonNull(driver.examples().readValue()).getContentHash();
        driver.vote("r1", hash, offset, vote);
        return Objects.requireNonNull(driver.labels().readValue());
    }
}
