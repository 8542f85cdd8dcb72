package io.rolestream.rules.ruleset;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.rules.role.Hospital;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.vote.RoleWeight;
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
        assertThat(whole.vote("EMS").role().name()).isEqualTo("Paramedic");
        assertThat(RuleSet.parse(whole.toYaml(), "again.yml", NEW).version()).isEqualTo(whole.version());
        assertThat(whole.vote("triage").abstained()).isTrue();
        assertThat(whole.vote("ward").score(NEW.indexOf("Nurse"))).isEqualTo(2);
    }

    @Test
    void shouldTakeNoAliasThatIsAKeywordItself() {
        RuleSet learnt = RuleSet.parse(
                "name: l\nmatching: phrases\nminimum-score: 0.5\nroles: {Doctor: {ems: 3}}", "l.yml", OLD);
        RuleSet whole = learnt.mapped(MAPPING).withRolesOf(CONFIGURED, MAPPING.unknown());

        assertThat(whole.vote("ems").role().name()).isEqualTo("Physician");
        assertThat(whole.vote("ambulance").role().name()).isEqualTo("Paramedic");
    }

    @Test
    void shouldReplaceAliasesAfterABreak() {
        RuleSet learnt = RuleSet.parse(
                "name: l\nmatching: phrases\nminimum-score: 0.5\naliases: {er: emergency}\n"
                        + "roles: {Doctor: {surgery: 3}}",
                "l.yml",
                OLD);
        RuleSet configured = RuleSet.parse(
                "name: c\nmatching: phrases\nminimum-score: 0.5\nroles: {Paramedic: {care (er): 3}}", "c.yml", NEW);
        RuleSet whole = learnt.mapped(MAPPING).withRolesOf(configured, MAPPING.unknown());

        assertThat(whole.vote("care (ER)").role().name()).isEqualTo("Paramedic");
        assertThat(whole.vote("care (emergency)").role().name()).isEqualTo("Paramedic");
    }

    @Test
    void shouldDropTheKeywordsOfRemovedRoles() {
        RuleSet learnt = RuleSet.parse("""
                name: l
                matching: phrases
                minimum-score: 0.5
                aliases: {patient hoist: patient lifting}
                ignored: [day surgery]
                roles:
                  Porter: {patient lifting: 3, surgery cart: 1}
                  Doctor: {patient: 1, surgery: 3}
                """, "l.yml", OLD);
        RuleSet mapped = learnt.mapped(MAPPING);

        assertThat(learnt.vote("patient lifting").role().name()).isEqualTo("Porter");
        assertThat(mapped.vote("patient lifting").role().name()).isEqualTo("Physician");
        assertThat(mapped.vote("patient hoist").role().name()).isEqualTo("Physician");
        assertThat(mapped.vote("surgery cart").role().name()).isEqualTo("Physician");
        assertThat(mapped.vote("day surgery").abstained()).isTrue();
        assertThat(mapped.summary().ignored()).isEqualTo(1);
        assertThat(mapped.summary().aliases()).isZero();
        assertThat(mapped.weights("surgery")).isEqualTo(List.of(new RoleWeight(NEW.role(1), 3)));
        assertThat(RuleSet.parse(mapped.toYaml(), "again.yml", NEW).version()).isEqualTo(mapped.version());
    }

    @Test
    void shouldAbstainWhereAllRolesWithKeywordsAreRemoved() {
        RuleSet learnt = RuleSet.parse("name: l\nmatching: phrases\nroles: {Porter: {lifting: 3}}", "l.yml", OLD);

        assertThat(learnt.mapped(MAPPING).vote("lifting").abstained()).isTrue();
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
