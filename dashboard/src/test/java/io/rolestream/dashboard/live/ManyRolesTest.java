package io.rolestream.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.dashboard.live.Confusion.ConfusionPart;
import io.rolestream.dashboard.live.RoleFlow.RolesPart;
import io.rolestream.dashboard.live.RoleFlow.Row;
import io.rolestream.events.Decider;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import org.junit.jupiter.api.Test;

class ManyRolesTest {
    private static final long NOW = 1_800_000_000_500L;
    private static final List<String> ROLES =
            IntStream.range(0, 3_500).mapToObj(i -> "Role " + i).toList();

    @Test
    void shouldShowTheMostFrequentRolesAndSumTheOthers() {
        RoleFlow flow = new RoleFlow(ROLES);
        ROLES.forEach(role -> flow.add(role, Decider.RULE, NOW));
        for (int i = 0; i < 5; i++) {
            flow.add("Role 3499", Decider.MODEL, NOW);
        }

        RolesPart part = flow.part(NOW);

        assertThat(part.total()).isEqualTo(3_505);
        assertThat(part.rows()).hasSizeLessThan(100);
        assertThat(part.rows().stream().mapToInt(Row::count).sum()).isEqualTo(3_505);
        Row others = part.rows().get(part.rows().size() - 1);
        assertThat(others.role()).isEqualTo("3440 other roles");
        assertThat(others.byRules()).isEqualTo(others.count());
        assertThat(Arrays.stream(others.series()).sum()).isEqualTo(others.count());
        assertThat(part.rows()).anyMatch(row -> row.role().equals("Role 3499") && row.byModel() == 5);
    }

    @Test
    void shouldSumFormerRolesInTheMatrixOfAFewRoles() {
        Confusion confusion = new Confusion(List.of("A", "B"), "B");
        confusion.add(new Cell("A", "A"), NOW);
        assertThat(confusion.part(NOW).roles()).containsExactly("A", "B");

        confusion.add(new Cell("A", "Former"), NOW);

        ConfusionPart part = confusion.part(NOW);
        assertThat(part.roles()).containsExactly("A", "B", "(other roles)");
        assertThat(part.cells()).containsExactlyInAnyOrder(new int[] {1, 0, 1}, new int[] {1, 2, 1});
    }

    @Test
    void shouldSumTheRolesThatTheMatrixDoesNotShow() {
        Confusion confusion = new Confusion(ROLES, "Role 0");
        for (int i = 0; i < 9; i++) {
            confusion.add(new Cell("Role 3000", "Role 2000"), NOW);
        }
        for (int i = 0; i < 3_500; i++) {
            confusion.add(new Cell("Role " + i, "Role " + i), NOW);
            confusion.add(new Cell("Role " + i, "Role " + (i + 1) % 3_500), NOW);
            confusion.add(new Cell("Role " + i, "Role " + (i + 2) % 3_500), NOW);
        }

        ConfusionPart part = confusion.part(NOW);

        assertThat(part.compared()).isEqualTo(10_509);
        assertThat(part.disagreed()).isEqualTo(7_009);
        assertThat(part.roles()).hasSize(31).endsWith("(other roles)").contains("Role 3000", "Role 2000");
        assertThat(part.cells()).hasSizeLessThan(31 * 32);
        int others = part.roles().size() - 1;
        int same = part.cells().stream()
                .filter(cell -> cell[0] == others + 1 && cell[1] == others)
                .mapToInt(cell -> cell[2])
                .sum();
        assertThat(same).as("only those that agree").isEqualTo(3_500 - 30);
    }
}
