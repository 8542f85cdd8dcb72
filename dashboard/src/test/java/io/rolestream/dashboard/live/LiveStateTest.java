package io.rolestream.dashboard.live;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.dashboard.health.Backlog;
import io.rolestream.dashboard.labels.LabelFilter;
import io.rolestream.dashboard.live.LiveState.Read;
import io.rolestream.events.Decider;
import io.rolestream.events.DisagreementKind;
import io.rolestream.events.Evidence;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.RoleScore;
import io.rolestream.events.TrainerState;
import io.rolestream.events.TrainerStatus;
import io.rolestream.events.Vote;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.time.Instant;
import java.util.List;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.BeforeAll;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;

class LiveStateTest {
    private static final RuleSet RULES = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final long NOW = 1_800_000_000_500L;

    private static final String OBSERVED = "nli";

    private final LiveState state =
            new LiveState(Taxonomy.standard(), () -> RULES, "roberta", List.of(OBSERVED), null, true);

    @BeforeAll
    static void trust() {
        GeneratedRecords.trust();
    }

    @Test
    void shouldMeasureFromTheResumeToItsFirstLabel() {
        state.resume(0, 7, NOW - 120, live(NOW));
        state.label("a", label("a", "Data Engineer", "Data Engineer", 7).build(), live(NOW));
        state.label(
                "a",
                label("a", "Data Engineer", "Cloud Engineer", 7).setRevision(2).build(),
                live(NOW + 90_000));
        state.tick(NOW + 1_000);

        assertThat(status(NOW + 1_000).path("p50").asInt()).isBetween(119, 121);
        state.tick(NOW + 91_000);
        assertThat(status(NOW + 91_000).path("p50").asInt())
                .as("no new first label")
                .isEqualTo(-1);
    }

    @Test
    void shouldMeasureALabelThatIsReadBeforeItsResume() {
        state.label("a", label("a", "Data Engineer", null, 7).build(), live(NOW));
        state.resume(0, 7, NOW - 80, live(NOW + 20));

        state.tick(NOW + 1_000);

        assertThat(status(NOW + 1_000).path("p50").asInt()).isBetween(79, 81);
    }

    @Test
    void shouldFillTheWindowsFromWhatWasThereBeforeByItsOwnTimes() {
        for (int second = 30; second > 0; second--) {
            long at = NOW - second * 1_000L;
            state.label(
                    "a" + second,
                    label("a" + second, "Data Engineer", "Cloud Engineer", second)
                            .setLabelledAt(Instant.ofEpochMilli(at))
                            .build(),
                    new Read(NOW, false));
        }
        state.tick(NOW);

        JsonNode status = status(NOW);
        assertThat(status.path("labels").asInt()).isEqualTo(30);
        assertThat(status.path("disagreed").asInt()).isEqualTo(30);
        assertThat(status.path("p50").asInt()).as("no latency of old labels").isEqualTo(-1);
        JsonNode history = JSON.valueToTree(state.history(NOW, FlowRange.MINUTES));
        assertThat(history.path("labels").path(599).asInt()).isEqualTo(1);
        assertThat(history.path("labels").path(0).asInt())
                .as("nothing is known")
                .isEqualTo(-1);
    }

    @Test
    void shouldCountVotesOfRulesThatAbstainedAsTheFallback() {
        state.label("a", label("a", null, "Other", 1).build(), live(NOW));
        state.label("b", label("b", null, "Data Engineer", 2).build(), live(NOW));

        JsonNode part = JSON.valueToTree(state.everyFewSeconds(NOW)).path("confusion");

        assertThat(part.path("compared").asInt()).isEqualTo(2);
        assertThat(part.path("disagreed").asInt()).isEqualTo(1);
        assertThat(part.path("cells"))
                .hasSize(2)
                .allSatisfy(cell -> assertThat(cell.path(0).asInt()).isZero());
    }

    @Test
    void shouldCompareObservedVotesWithTheRulesOnceForEachText() {
        LabelledRole decided = label("a", "Data Engineer", "Data Engineer", 1).build();
        state.label("a", decided, live(NOW));
        Vote nli = vote(OBSERVED, "nli@1", "Cloud Engineer");
        LabelledRole recorded = LabelledRole.newBuilder(decided)
                .setRevision(2)
                .setRepeatsDecision(true)
                .setObservedVotes(List.of(nli))
                .build();
        state.label("a", recorded, live(NOW));
        state.label(
                "b", label("b", null, null, 2).setObservedVotes(List.of(nli)).build(), live(NOW));
        state.label(
                "c",
                label("c", "Data Engineer", null, 3)
                        .setObservedVotes(List.of(vote(OBSERVED, "nli@1", null), vote("late", "l@1", "Other")))
                        .build(),
                live(NOW));

        JsonNode part = JSON.valueToTree(state.everyFewSeconds(NOW)).path("confusion");
        assertThat(part.path("modelAwaited").asBoolean()).isTrue();
        assertThat(part.path("compared").asInt()).as("with the model").isEqualTo(1);
        assertThat(part.path("observed").fieldNames()).toIterable().containsExactly(OBSERVED, "late");
        JsonNode observed = part.path("observed").path(OBSERVED);
        assertThat(observed.path("compared").asInt()).as("with it").isEqualTo(2);
        assertThat(observed.path("disagreed").asInt()).isEqualTo(2);
        assertThat(status(NOW + 1_000).path("labels").asInt())
                .as("a repeated decision is no label")
                .isEqualTo(3);
        Cell cell = new Cell("Data Engineer", "Cloud Engineer");
        assertThat(state.cases(cell, OBSERVED))
                .singleElement()
                .satisfies(one -> assertThat(one.resumeId()).isEqualTo("a"));
        assertThat(state.cases(cell, "nobody")).isEmpty();

        state.label("a", null, live(NOW));
        assertThat(state.cases(cell, OBSERVED)).isEmpty();
    }

    @Test
    void shouldHoldContradictionsAgainstTheKeywordsThatSpokeForTheVote() {
        state.label("a", label("a", "Data Engineer", "Cloud Engineer", 1).build(), live(NOW));
        state.label("b", label("b", "Data Engineer", "Data Engineer", 2).build(), live(NOW));
        state.disagreement("a", disagreement("a", 0.5f));
        state.label("a", human("a", "DevOps Engineer"), live(NOW + 1_000));

        JsonNode row = JSON.valueToTree(state.everyFewSeconds(NOW + 1_000))
                .path("keywords")
                .path("rows")
                .path(0);

        assertThat(row.path("keyword").asText()).isEqualTo("airflow");
        assertThat(row.path("fired").asInt()).isEqualTo(2);
        assertThat(row.path("compared").asInt()).isEqualTo(2);
        assertThat(row.path("byModel").asInt()).isEqualTo(1);
        assertThat(row.path("byPeople").asInt()).isEqualTo(1);
    }

    @Test
    void shouldForgetWhoIsForgotten() {
        state.disagreement("a", disagreement("a", 0.5f));
        state.label("a", label("a", "Data Engineer", "Cloud Engineer", 1).build(), live(NOW));
        assertThat(state.cases(new Cell("Data Engineer", "Cloud Engineer"), null))
                .hasSize(1);
        assertThat(state.labels(new LabelFilter(null, 0, true), NOW + 1_000).rows())
                .hasSize(1);

        state.disagreement("a", null);
        state.label("a", null, live(NOW));

        assertThat(state.cases(new Cell("Data Engineer", "Cloud Engineer"), null))
                .isEmpty();
        assertThat(state.labels(new LabelFilter(null, 0, false), NOW + 1_000).rows())
                .isEmpty();
    }

    @Test
    void shouldKeepNoTextUnlessTold() throws Exception {
        LiveState discreet = new LiveState(Taxonomy.standard(), () -> RULES, "roberta", List.of(), null, false);
        discreet.disagreement("a", disagreement("a", 0.5f));
        discreet.deadLetter("b", "not-avro", "quotes the secret", NOW, live(NOW));

        String shown = JSON.writeValueAsString(discreet.cases(new Cell("Data Engineer", "Cloud Engineer"), null))
                + JSON.writeValueAsString(discreet.everySecond(NOW, "running", true));
        assertThat(shown).contains("not-avro", "\"resumeId\":\"a\"").doesNotContain("secret");
    }

    @Test
    @Tag("full")
    void shouldStayWithinItsBoundsWhateverFlows() throws Exception {
        for (int i = 0; i < 120_000; i++) {
            String id = "resume-" + i;
            long now = NOW + i / 2;
            state.resume(i % 8, i, now, live(now));
            String role = "Role " + i % 700;
            String other = "Role " + i % 900;
            state.label(id, label(id, role, other, i).setResumePartition(i % 8).build(), live(now));
            if (i % 3 == 0) {
                state.disagreement(id, disagreement(id, i % 1_000 / 1_000f));
                state.deadLetter(id, "reason-" + i % 1_000, "x".repeat(400), now, live(now));
                state.trainer(
                        "trainer-" + i,
                        TrainerStatus.newBuilder()
                                .setTrainerId("trainer-" + i)
                                .setState(TrainerState.TRAINING)
                                .setVersion("v")
                                .setStage("fine-tuning")
                                .setEpoch(i / 100.0)
                                .setLoss(1.0)
                                .build());
            }
        }
        long now = NOW + 60_000;
        state.tick(now);

        int everySecond = JSON.writeValueAsBytes(state.everySecond(now, "running", true)).length;
        int everyFewSeconds = JSON.writeValueAsBytes(state.everyFewSeconds(now)).length;
        assertThat(everySecond).isLessThan(150_000);
        assertThat(everyFewSeconds).isLessThan(150_000);
        assertThat(state.cases(new Cell("Data Engineer", "Cloud Engineer"), null))
                .hasSize(10);
    }

    @Test
    void shouldSayThatKafkaIsSilent() {
        state.backlog(new Backlog(0, 0, 0, 5, 5), NOW);
        assertThat(headline(NOW + 9_999)).isEqualTo("idle");
        assertThat(status(NOW + 9_999).path("backlog").path("stream").asInt()).isZero();

        assertThat(headline(NOW + 10_000)).isEqualTo("no Kafka");
        assertThat(status(NOW + 75_000).path("health").path("detail").asText()).contains("75 s");
        assertThat(status(NOW + 75_000).path("backlog").path("stream").asInt()).isEqualTo(-1);

        state.resume(0, 1, NOW + 75_000, live(NOW + 75_000));
        assertThat(headline(NOW + 76_000)).isEqualTo("labelling");
    }

    @Test
    void shouldTellAServiceThatStandsStillFromOneThatHasNothingNewToLabel() {
        for (int second = 0; second < 60; second++) {
            long now = NOW + 1_000 * second;
            state.resume(0, second, now, live(now));
            state.backlog(new Backlog(1, 0, 2, second, 7), now);
        }
        assertThat(headline(NOW + 60_000)).as("votes wait and none is read").isEqualTo("stuck");

        state.backlog(new Backlog(1, 0, 2, 60, 8), NOW + 60_000);
        assertThat(headline(NOW + 60_000)).as("all of it came again").isEqualTo("no new labels");

        state.label("a", label("a", "Data Engineer", null, 1).build(), live(NOW + 60_000));
        assertThat(headline(NOW + 62_000)).isEqualTo("labelling");
    }

    @Test
    void shouldNotTakeAFirstResumeForAStandstill() {
        state.backlog(new Backlog(0, 0, 0, 5, 5), NOW);
        state.resume(0, 1, NOW, live(NOW));
        state.backlog(new Backlog(1, 0, 0, 5, 5), NOW + 2_000);

        assertThat(headline(NOW + 3_000)).isEqualTo("labelling");
    }

    private String headline(long now) {
        return status(now).path("health").path("headline").asText();
    }

    private JsonNode status(long now) {
        return JSON.valueToTree(state.everySecond(now, "running", true)).path("status");
    }

    private static Read live(long now) {
        return new Read(now, true);
    }

    private static String hash(String id) {
        return "%032x".formatted(id.hashCode());
    }

    private static Vote vote(String labeller, String version, @Nullable String role) {
        return Vote.newBuilder()
                .setLabeller(labeller)
                .setLabellerVersion(version)
                .setRole(role)
                .setConfidence(0.8f)
                .setScores(role == null ? List.of() : List.of(new RoleScore(role, -0.2f)))
                .build();
    }

    /** The rules' vote rests on a keyword that speaks for Data Engineers alone. */
    private static Vote rules(@Nullable String role) {
        return Vote.newBuilder(vote("rules", RULES.version(), role))
                .setEvidence(List.of(new Evidence("airflow", 0, 7)))
                .build();
    }

    private static LabelledRole.Builder label(String id, @Nullable String rules, @Nullable String model, long offset) {
        return LabelledRole.newBuilder()
                .setResumeId(id)
                .setContentHash(hash(id))
                .setRole(model == null ? rules == null ? "Other" : rules : model)
                .setDecidedBy(model == null ? Decider.RULE : Decider.MODEL)
                .setRuleVote(rules(rules))
                .setModelVote(model == null ? null : vote("roberta", "v1", model))
                .setResumePartition(0)
                .setResumeOffset(offset)
                .setLabelledAt(Instant.ofEpochMilli(NOW));
    }

    private static LabelledRole human(String id, String role) {
        return LabelledRole.newBuilder()
                .setResumeId(id)
                .setContentHash(hash(id))
                .setRole(role)
                .setDecidedBy(Decider.HUMAN)
                .setHumanVote(vote("human", "Ada", role))
                .setRevision(2)
                .setLabelledAt(Instant.ofEpochMilli(NOW))
                .build();
    }

    private static LabelDisagreement disagreement(String id, float score) {
        return LabelDisagreement.newBuilder()
                .setResumeId(id)
                .setContentHash(hash(id))
                .setKind(DisagreementKind.ROLES_DIFFER)
                .setReviewScore(score)
                .setRuleVote(rules("Data Engineer"))
                .setModelVote(vote("roberta", "v1", "Cloud Engineer"))
                .setRole("Cloud Engineer")
                .setDecidedBy(Decider.MODEL)
                .setExcerpt("airflow and the secret")
                .setResumePartition(0)
                .setDetectedAt(Instant.ofEpochMilli(NOW))
                .build();
    }
}
