package io.rolestream.rules.check;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.rules.role.Taxonomy;
import java.nio.charset.StandardCharsets;
import org.junit.jupiter.api.Test;

class RolesDiffTest {
    private static final Taxonomy OLD = roles("- Nurse\n- Ward Nurse\n- Cook\n- Porter\n- Medic\n");

    @Test
    void shouldNameEveryChangeAndWhatItMeans() {
        RolesDiff diff = RolesDiff.of(
                OLD,
                roles("- Nurse: {description: Cares., was: Ward Nurse}\n- Chef: {description: x, was: Cook}\n"
                        + "- Porter\n- Pharmacist\n"));

        assertThat(diff.steps())
                .extracting(step -> step.kind() + " " + step.from() + " " + step.to())
                .containsExactly(
                        "REMOVED [Medic] ",
                        "MERGED [Nurse, Ward Nurse] Nurse",
                        "RENAMED [Cook] Chef",
                        "ADDED [] Pharmacist");
        assertThat(diff.steps().get(0).meaning().champion()).endsWith("goes to Other");
        assertThat(diff.steps().get(3).meaning().champion()).contains("the rules alone vote for it");
        assertThat(diff.remarks()).singleElement().asString().startsWith("3 roles have another description.");
    }

    @Test
    void shouldSuspectARemovedAndAnAddedRoleWithSimilarNamesToBeOne() {
        RolesDiff diff = RolesDiff.of(OLD, roles("- Nurse\n- Ward Nurses\n- Cook\n- Porter\n- Medic\n"));

        assertThat(diff.remarks()).singleElement().asString().contains("write `was: Ward Nurse` for it");
    }

    @Test
    void shouldAskWhetherAFallbackOfAnotherNameIsTheSameRole() {
        String roles = "fallback: Rest\nroles: {Nurse: x, Ward Nurse: x, Cook: x, Porter: x, Medic: x, Rest: %s}\n";

        assertThat(RolesDiff.of(OLD, roles(roles.formatted("x"))).remarks())
                .anySatisfy(remark -> assertThat(remark).contains("If it is the same role, write `was: Other` for it"));
        assertThat(RolesDiff.of(OLD, roles(roles.formatted("{description: x, was: Other}")))
                        .remarks())
                .contains("The fallback is now \"Rest\", not \"Other\".");
    }

    @Test
    void shouldSayThatNothingChanged() {
        assertThat(RolesDiff.of(OLD, OLD)).satisfies(diff -> {
            assertThat(diff.steps()).isEmpty();
            assertThat(diff.remarks()).isEmpty();
        });
        assertThat(RolesDiff.of(OLD, roles("- Medic\n- Ward Nurse\n- Cook\n- Porter\n- Nurse\n"))
                        .remarks())
                .containsExactly("The roles have another order, which changes no label.");
    }

    private static Taxonomy roles(String yaml) {
        return Taxonomy.parse(yaml.getBytes(StandardCharsets.UTF_8), "roles.yml");
    }
}
