package io.rolestream.rules.role;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.entry;

import java.util.List;
import java.util.Map;
import java.util.stream.DoubleStream;
import org.junit.jupiter.api.Test;

class RoleMappingTest {
    private static final Taxonomy OLD = Hospital.roles("Ward Nurse", "Staff Nurse", "Doctor", "Porter", "Other");

    @Test
    void shouldSayWhatBecameOfEachRole() {
        Taxonomy now = Hospital.roles(
                Map.of("Nurse", List.of("Ward Nurse", "Staff Nurse"), "Physician", List.of("Doctor")),
                "Paramedic",
                "Physician",
                "Nurse",
                "Other");
        RoleMapping mapping = RoleMapping.of(OLD, now);
        assertThat(mapping.changes())
                .containsExactly(
                        new RoleChange.Removed("Porter"),
                        new RoleChange.Added("Paramedic"),
                        new RoleChange.Renamed("Doctor", "Physician"),
                        new RoleChange.Merged(List.of("Ward Nurse", "Staff Nurse"), "Nurse"));
        assertThat(mapping.summary())
                .isEqualTo("removed Porter; added Paramedic; Doctor is now Physician;"
                        + " Ward Nurse and Staff Nurse are now Nurse");
        assertThat(mapping.unknown()).containsExactly("Paramedic");
        assertThat(mapping.sources(2)).containsExactly(0, 1);
        assertThat(mapping.isUseful()).isTrue();
        assertThat(mapping.isSameRoles()).isFalse();
        double[] old = DoubleStream.of(0.1, 0.2, 0.3, 0.35, 0.05).map(Math::log).toArray();
        assertThat(DoubleStream.of(mapping.logProbabilities(old)).map(Math::exp).toArray())
                .usingComparatorWithPrecision(1e-9)
                .containsExactly(0, 0.3, 0.1 + 0.2, 0.35 + 0.05);
        assertThat(mapping.renamed())
                .containsExactly(
                        entry("Ward Nurse", "Nurse"),
                        entry("Staff Nurse", "Nurse"),
                        entry("Doctor", "Physician"),
                        entry("Porter", "Other"));
    }

    @Test
    void shouldMergeIntoARoleThatStays() {
        Taxonomy now =
                Hospital.roles(Map.of("Doctor", List.of("Porter")), "Ward Nurse", "Staff Nurse", "Doctor", "Other");
        assertThat(RoleMapping.of(OLD, now).changes())
                .containsExactly(new RoleChange.Merged(List.of("Doctor", "Porter"), "Doctor"));
        assertThat(RoleMapping.of(OLD, now).summary()).isEqualTo("Porter is now Doctor");
    }

    @Test
    void shouldTakeAFallbackOfAnotherNameForARemovedRole() {
        Taxonomy now = Hospital.roles("Doctor", "Rest");
        RoleMapping mapping = RoleMapping.of(OLD, now);
        assertThat(mapping.target(4)).isEqualTo(-1);
        assertThat(mapping.changes()).contains(new RoleChange.Removed("Other"));
        assertThat(mapping.unknown()).isEmpty();
        Taxonomy renamed = Hospital.roles(Map.of("Rest", List.of("Other")), "Doctor", "Rest");
        assertThat(RoleMapping.of(OLD, renamed).changes()).contains(new RoleChange.Renamed("Other", "Rest"));
    }

    @Test
    void shouldNotBeUsefulWhereOnlyTheFallbackRemains() {
        assertThat(RoleMapping.of(OLD, Hospital.roles("Cook", "Other")).isUseful())
                .isFalse();
    }

    @Test
    void shouldChangeNothingWhereOnlyTheOrderDiffers() {
        Taxonomy now = Hospital.roles("Porter", "Doctor", "Staff Nurse", "Ward Nurse", "Other");
        RoleMapping mapping = RoleMapping.of(OLD, now);
        assertThat(mapping.changes()).isEmpty();
        assertThat(mapping.isSameRoles()).isTrue();
        assertThat(mapping.isIdentity()).isFalse();
        assertThat(RoleMapping.of(OLD, OLD).isIdentity()).isTrue();
    }
}
