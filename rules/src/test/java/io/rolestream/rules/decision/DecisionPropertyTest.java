package io.rolestream.rules.decision;

import static io.rolestream.schemas.testing.Votes.human;
import static io.rolestream.schemas.testing.Votes.score;
import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.events.LabelledRole;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.Role;
import io.rolestream.schemas.testing.Votes;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.Combinators;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.Tuple;
import org.jspecify.annotations.Nullable;

/** What holds of every policy and all votes. */
class DecisionPropertyTest {
    private static final List<String> ROLES = List.of("A", "B", "C", "Other");

    @Property
    void shouldReadThePolicyThatItWrote(@ForAll("policies") DecisionPolicy policy) {
        assertThat(DecisionPolicy.parse(policy.toString())).isEqualTo(policy);
    }

    @Property
    void shouldRepeatADecisionFromItsEventAlone(
            @ForAll("policies") DecisionPolicy policy,
            @ForAll("ruleVotes") Vote rules,
            @ForAll("modelVotes") @Nullable Vote model,
            @ForAll("humanVotes") @Nullable Vote human)
            throws IOException {
        Decision decision = policy.decide(rules, model, human);
        LabelledRole label = LabelledRole.newBuilder()
                .setResumeId("r")
                .setRole(decision.role())
                .setDecidedBy(decision.decidedBy())
                .setConfidence(decision.confidence())
                .setPolicy(policy.toString())
                .setRuleVote(rules)
                .setModelVote(model)
                .setHumanVote(human)
                .build();

        LabelledRole read = LabelledRole.fromByteBuffer(label.toByteBuffer());

        assertThat(DecisionPolicy.recompute(read)).isEqualTo(decision);
    }

    @Property
    void shouldAlwaysDecideOnARoleThatSomeoneNamed(
            @ForAll("policies") DecisionPolicy policy,
            @ForAll("ruleVotes") Vote rules,
            @ForAll("modelVotes") @Nullable Vote model) {
        List<@Nullable String> named = new ArrayList<>(List.of(policy.fallback(), policy.roleOf(rules)));
        if (model != null) {
            named.add(model.getRole());
            model.getScores().forEach(score -> named.add(score.getRole()));
        }

        assertThat(policy.decide(rules, model, null).role()).isIn(named);
    }

    @Property
    void shouldScoreEveryDisagreementForReviewBetweenZeroAndOne(
            @ForAll("policies") DecisionPolicy policy,
            @ForAll("ruleVotes") Vote rules,
            @ForAll("modelVotes") @Nullable Vote model) {
        if (model != null) {
            Disagreement.between(rules, model, policy)
                    .ifPresent(disagreement ->
                            assertThat(disagreement.reviewScore()).isBetween(0f, 1f));
        }
    }

    @Provide
    Arbitrary<DecisionPolicy> policies() {
        Arbitrary<Combination> combinations = Arbitraries.oneOf(
                Arbitraries.of(new Combination.Joint(), new Combination.RulesDecide(), new Combination.ModelDecides()),
                probabilities().map(Combination.ModelWhenConfident::new));
        Arbitrary<String> fallbacks = Arbitraries.frequencyOf(
                Tuple.of(3, Arbitraries.of("Other", "None of these", "joint else Other")),
                Tuple.of(1, Arbitraries.strings().ofMinLength(1).ofMaxLength(20).filter(Role::isName)));
        return Combinators.combine(combinations, Arbitraries.oneOf(Arbitraries.just(0f), probabilities()), fallbacks)
                .as(DecisionPolicy::new);
    }

    @Provide
    Arbitrary<Vote> ruleVotes() {
        Arbitrary<List<RoleScore>> scores = Arbitraries.of(ROLES)
                .list()
                .uniqueElements()
                .flatMap(roles -> scores(roles, Arbitraries.floats().between(0.5f, 60f)));
        return Combinators.combine(Arbitraries.of(ROLES).injectNull(0.3), probabilities(), scores)
                .as((role, confidence, list) -> Votes.rules(role, confidence, list.toArray(RoleScore[]::new)));
    }

    @Provide
    Arbitrary<Vote> modelVotes() {
        Arbitrary<List<RoleScore>> scores = Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.just(List.of())),
                Tuple.of(9, scores(ROLES, Arbitraries.floats().between(-90f, 0f))));
        return Combinators.combine(
                        Arbitraries.of(ROLES).injectNull(0.2),
                        probabilities(),
                        scores,
                        Arbitraries.floats().between(-3f, 3f).injectNull(0.3),
                        Arbitraries.floats().between(0.01f, 50f).injectNull(0.3),
                        probabilities().injectNull(0.3))
                .as((role, confidence, list, coefficient, temperature, doubt) -> Vote.newBuilder(
                                Votes.model(role, confidence, list.toArray(RoleScore[]::new)))
                        .setRuleCoefficient(coefficient)
                        .setJointTemperature(temperature)
                        .setJointDoubt(doubt)
                        .build())
                .injectNull(0.2);
    }

    @Provide
    Arbitrary<Vote> humanVotes() {
        return Arbitraries.of(ROLES).map(role -> human(role)).injectNull(0.8);
    }

    private static Arbitrary<List<RoleScore>> scores(List<String> roles, Arbitrary<Float> values) {
        return values.list().ofSize(roles.size()).map(list -> {
            List<RoleScore> scores = new ArrayList<>();
            for (int i = 0; i < roles.size(); i++) {
                scores.add(score(roles.get(i), list.get(i)));
            }
            return scores;
        });
    }

    private static Arbitrary<Float> probabilities() {
        return Arbitraries.frequencyOf(
                Tuple.of(1, Arbitraries.of(0f, 1f, 0.0001f, Float.MIN_VALUE)),
                Tuple.of(4, Arbitraries.floats().between(0f, 1f)));
    }
}
