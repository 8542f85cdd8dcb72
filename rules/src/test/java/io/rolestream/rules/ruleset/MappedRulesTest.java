package io.rolestream.rules.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.rules.role.Hospital;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.role.Taxonomy;
import java.util.List;
import java.util.Map;
import org.junit.jupiter.api.Test;

class MappedRulesTest {
    private static final Taxonomy OLD = Hospital.roles("Ward Nurse", "Staff Nurse", "Doctor", "Porter", "Other");
    private static final Taxonomy NEW = Hospital.roles(
            Map.of("Nurse", List.of("Ward Nurse", "Staff Nurse"), "Physician", List.of("Doctor")),
            "Paramedic",
            "Physician",
            "Nurse",
            "Other");
    private static final RoleMapping MAPPING = RoleMapping.of(OLD, NEW);

    private static final RuleSet LEARNT = RuleSet.parse("""
            name: learnt
            matching: phrases
            minimum-score: 0.5
            roles:
              Ward Nurse: {ward: 2, wound care: 1}
              Staff Nurse: {ward: 1, rota: 1}
              Doctor: {surgery: 3}
              Porter: {lifting: 2}
            """, "learnt.yml", OLD);

    private static final RuleSet CONFIGURED = RuleSet.parse("""
            name: configured
            matching: phrases
            minimum-score: 0.5
            aliases: {ems: ambulance}
            roles:
              Paramedic: {ambulance: 2, emergency care: 1}
              Nurse: {ward: 9, triage: 9}
            """, "configured.yml", NEW);

    @Test
    void shouldVoteForTheRolesThatOthersBecame() {
        RuleSet mapped = LEARNT.mapped(MAPPING);
        assertThat(mapped.taxonomy()).isEqualTo(NEW);
        assertThat(mapped.vote("ward, wound care").role().name()).isEqualTo("Nurse");
        assertThat(mapped.vote("ward").score(NEW.indexOf("Nurse"))).isEqualTo(2); // the greater of 2 and 1
        assertThat(mapped.vote("surgery").role().name()).isEqualTo("Physician");
        assertThat(mapped.vote("lifting").abstained()).isTrue();
        assertThat(RuleSet.parse(mapped.toYaml(), "again.yml", NEW).version()).isEqualTo(mapped.version());
    }

    @Test
    void shouldTakeTheKeywordsOfAddedRolesAlone() {
        RuleSet whole = LEARNT.mapped(MAPPING).withRolesOf(CONFIGURED, MAPPING.unknown());
        assertThat(whole.vote("ambulance").role().name()).isEqualTo("Paramedic");
        assertThat(whole.vote("emergency care").role().name()).isEqualTo("Paramedic");
        assertThat(whole.vote("triage").abstained()).isTrue();
        assertThat(whole.vote("ward").score(NEW.indexOf("Nurse"))).isEqualTo(2);
    }

    @Test
    void shouldMapSubstrings() {
        RuleSet old = RuleSet.parse("""
                name: old
                matching: substring
                rules:
                - {role: Porter, keywords: [lift]}
                - {role: Staff Nurse, keywords: [ward]}
                """, "old.yml", OLD);
        RuleSet more = RuleSet.parse("""
                name: more
                matching: substring
                rules:
                - {role: Paramedic, keywords: [ambulance]}
                - {role: Physician, keywords: [ward]}
                """, "more.yml", NEW);
        RuleSet whole = old.mapped(MAPPING).withRolesOf(more, MAPPING.unknown());
        assertThat(whole.vote("ward").role().name()).isEqualTo("Nurse");
        assertThat(whole.vote("lift").abstained()).isTrue();
        assertThat(whole.vote("ambulance").role().name()).isEqualTo("Paramedic");
        assertThat(old.mapped(MAPPING).withRolesOf(CONFIGURED, MAPPING.unknown()))
                .isSameAs(CONFIGURED);
    }
}
