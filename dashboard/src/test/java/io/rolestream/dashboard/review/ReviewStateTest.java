package io.rolestream.dashboard.review;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.evaluation.split.ExampleSplit;
import io.rolestream.events.Decider;
import io.rolestream.events.DisagreementKind;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.RoleCorrection;
import io.rolestream.events.Selection;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashSet;
import java.util.List;
import java.util.Set;
import org.junit.jupiter.api.Test;

class ReviewStateTest {
    private static final ObjectMapper JSON = new ObjectMapper();
    private static final String TEST_SIDE = "0000005f" + "0".repeat(24);
    private static final String TRAIN_SIDE = "0".repeat(32);
    private static final Instant NOW = Instant.ofEpochMilli(1_800_000_000_000L);

    static {
        GeneratedRecords.trust();
    }

    private final ReviewState state = new ReviewState(new ReviewState.Shares(0.2, 0.1), true, 1);

    @Test
    void shouldAskTheMostDoubtfulFirstAndNoneThatWasAnswered() {
        disagree("low", 0.1f);
        disagree("high", 0.9f);
        disagree("answered", 0.95f);
        correct("answered", TRAIN_SIDE, "Ada", "Other", Selection.REVIEW_SCORE);
        correct("early", TRAIN_SIDE, "Ada", "Other", Selection.REVIEW_SCORE);
        disagree("early", 0.99f);
        disagree("changed", 0.99f);
        state.label("changed", label("changed", "0000000a" + "0".repeat(24), "Other"));

        assertThat(asked(10, "Bob")).containsExactly("high", "low");
        assertThat(state.question("high", TRAIN_SIDE, "Bob")).isPresent();
        assertThat(state.question("high", "another text", "Bob")).isEmpty();
        assertThat(state.question("answered", TRAIN_SIDE, "Bob")).isEmpty();
        assertThat(part().path("open").asInt()).isEqualTo(2);
        assertThat(part().path("answered").asInt()).isEqualTo(2);
    }

    @Test
    void shouldAskAboutAnUncertainLabelUntilThereIsALaterOne() {
        state.disagreement(
                "a",
                disagreement("a", TRAIN_SIDE, 0.5f)
                        .setKind(DisagreementKind.UNCERTAIN)
                        .build());
        assertThat(asked(10, "Ada")).containsExactly("a");

        state.label(
                "a",
                LabelledRole.newBuilder(label("a", TRAIN_SIDE, "Other"))
                        .setLabelledAt(NOW.plusSeconds(1))
                        .build());

        assertThat(asked(10, "Ada")).isEmpty();
    }

    @Test
    void shouldDrawAShareAtRandomFromTheTestSide() {
        assertThat(ExampleSplit.of(TEST_SIDE)).isEqualTo(ExampleSplit.TEST);
        for (int i = 0; i < 500; i++) {
            state.label("drawn-" + i, label("drawn-" + i, TEST_SIDE, "Other"));
            state.label("other-" + i, label("other-" + i, TRAIN_SIDE, "Other"));
            disagree("doubtful-" + i, i / 500f);
        }

        List<OpenQuestion> asked = state.ask(20, "Ada");

        assertThat(asked).hasSize(20);
        assertThat(asked.stream().filter(OpenQuestion::isDrawn))
                .hasSize(4)
                .allMatch(open -> open.resumeId().startsWith("drawn-"));
        assertThat(state.ask(20, "Ada").stream().filter(OpenQuestion::isDrawn))
                .extracting(OpenQuestion::resumeId)
                .as("the same until they are answered")
                .containsExactlyElementsOf(asked.stream()
                        .filter(OpenQuestion::isDrawn)
                        .map(OpenQuestion::resumeId)
                        .toList());
        List<Boolean> kinds = asked.stream().map(OpenQuestion::isDrawn).toList();
        assertThat(kinds).as("mixed").isNotEqualTo(kinds.stream().sorted().toList());
        assertThat(part().path("open").asInt()).isEqualTo(400);
    }

    @Test
    void shouldDrawAgainOnceTheDrawnAreAnswered() {
        for (int i = 0; i < 10_000; i++) {
            state.label("r" + i, labelAt("r" + i, i));
        }
        for (OpenQuestion open : state.ask(1_000, "Ada")) {
            correct(open.resumeId(), TEST_SIDE, "Ada", "Other", Selection.RANDOM);
        }
        for (int i = 0; i < 1_000; i++) {
            state.label("r" + i, labelAt("r" + i, i));
        }
        assertThat(state.ask(1_000, "Ada"))
                .as("a later revision is no other chance to be drawn")
                .isEmpty();

        for (int i = 10_000; i < 11_000; i++) {
            state.label("r" + i, labelAt("r" + i, i));
        }

        assertThat(state.ask(1_000, "Ada")).hasSize(100);
    }

    @Test
    void shouldAskOnceAboutADrawnResumeThatWasAnsweredForItsScore() {
        ReviewState all = new ReviewState(new ReviewState.Shares(0.5, 0.5), true, 1);
        all.disagreement("a", disagreement("a", TEST_SIDE, 0.5f).build());
        OpenQuestion open = all.question("a", TEST_SIDE, "Ada").orElseThrow();
        all.answered(open, open.question().answered("Other", null, "Ada", NOW));
        all.label("a", label("a", TEST_SIDE, "Other"));

        assertThat(all.ask(2, "Bob")).singleElement().matches(OpenQuestion::isDrawn);
    }

    @Test
    void shouldNeverAskAboutADrawnResumeForItsScore() {
        Set<String> drawn = new HashSet<>();
        for (int i = 0; i < 200; i++) {
            String id = "r" + i;
            state.label(id, label(id, TEST_SIDE, "Other"));
            state.disagreement(id, disagreement(id, TEST_SIDE, i / 200f).build());
        }
        for (OpenQuestion open : state.ask(300, "Ada")) {
            if (open.isDrawn()) {
                drawn.add(open.resumeId());
            } else {
                assertThat(drawn).doesNotContain(open.resumeId());
                assertThat(state.question(open.resumeId(), TEST_SIDE, "Ada").map(OpenQuestion::isDrawn))
                        .hasValue(false);
            }
        }
        assertThat(drawn).hasSize(60);
    }

    @Test
    void shouldAskAnotherReviewerAgainButNotTheSame() {
        List<String> ids = new ArrayList<>();
        for (int i = 0; i < 30; i++) {
            ids.add("r" + i);
            disagree("r" + i, 0.5f);
        }
        ids.forEach(id -> answer(id, "Ada", "Other"));

        assertThat(asked(20, "Ada")).isEmpty();
        assertThat(asked(20, "Bob")).hasSize(2);
        answer("r0", "Bob", "Data Engineer");
        answer("r1", "Bob", "Other");

        assertThat(state.question("r0", TRAIN_SIDE, "Eve")).as("two are enough").isEmpty();
        assertThat(state.question("r2", TRAIN_SIDE, "Ada")).isEmpty();
        JsonNode agreement = part().path("agreement");
        assertThat(agreement.path("texts").asInt()).isEqualTo(2);
        assertThat(agreement.path("raw").asDouble()).isEqualTo(0.5);
        assertThat(part().path("reviewers").toString())
                .isEqualTo("[{\"name\":\"Ada\",\"answers\":30},{\"name\":\"Bob\",\"answers\":2}]");
    }

    @Test
    void shouldForgetADeletedResume() {
        disagree("a", 0.5f);
        disagree("b", 0.5f);
        answer("b", "Ada", "Other");
        state.label("c", label("c", TEST_SIDE, "Other"));

        List.of("a", "b", "c").forEach(id -> state.label(id, null));

        assertThat(asked(20, "Bob")).isEmpty();
        assertThat(state.answers()).isEmpty();
        assertThat(part().path("open").asInt()).isZero();
    }

    @Test
    void shouldKeepNeitherTextsNorNamesUnlessTold() throws Exception {
        ReviewState discreet = new ReviewState(new ReviewState.Shares(0.2, 0.1), false, 1);
        discreet.disagreement("a", disagreement("a", TRAIN_SIDE, 0.5f).build());
        discreet.correction("b", correction("b", TRAIN_SIDE, "Ada", "Other", Selection.UNKNOWN));

        assertThat(discreet.ask(1, "Bob").get(0).question().text()).isNull();
        assertThat(JSON.writeValueAsString(discreet.part()))
                .contains("\"open\":1")
                .doesNotContain("Ada");
    }

    @Test
    void shouldStayWithinItsBounds() {
        for (int i = 0; i < 400; i++) {
            state.label("l" + i, label("l" + i, TEST_SIDE, "Other"));
            disagree("d" + i, 0.5f);
        }

        assertThat(state.ask(100_000, "Ada")).hasSize(400);
        assertThat(part().path("open").asInt()).isEqualTo(400);
    }

    private List<String> asked(int count, String reviewer) {
        return state.ask(count, reviewer).stream().map(OpenQuestion::resumeId).toList();
    }

    private JsonNode part() {
        return JSON.valueToTree(state.part().get("review"));
    }

    private void answer(String id, String reviewer, String role) {
        OpenQuestion open = state.question(id, TRAIN_SIDE, reviewer)
                .or(() -> state.question(id, TEST_SIDE, reviewer))
                .orElseThrow();
        state.answered(open, open.question().answered(role, null, reviewer, NOW));
    }

    private void disagree(String id, float score) {
        state.disagreement(id, disagreement(id, TRAIN_SIDE, score).build());
    }

    private void correct(String id, String hash, String reviewer, String role, Selection selection) {
        state.correction(id, correction(id, hash, reviewer, role, selection));
    }

    private static LabelDisagreement.Builder disagreement(String id, String hash, float score) {
        return LabelDisagreement.newBuilder()
                .setResumeId(id)
                .setContentHash(hash)
                .setKind(DisagreementKind.ROLES_DIFFER)
                .setReviewScore(score)
                .setRole("Cloud Engineer")
                .setDecidedBy(Decider.MODEL)
                .setExcerpt("airflow and the secret")
                .setResumePartition(0)
                .setDetectedAt(NOW);
    }

    private static LabelledRole label(String id, String hash, String role) {
        return LabelledRole.newBuilder()
                .setResumeId(id)
                .setContentHash(hash)
                .setRole(role)
                .setDecidedBy(Decider.MODEL)
                .setResumePartition(0)
                .setResumeOffset(7)
                .setLabelledAt(NOW)
                .build();
    }

    private static LabelledRole labelAt(String id, long resumeOffset) {
        return LabelledRole.newBuilder(label(id, TEST_SIDE, "Other"))
                .setResumeOffset(resumeOffset)
                .build();
    }

    private static RoleCorrection correction(
            String id, String hash, String reviewer, String role, Selection selection) {
        return RoleCorrection.newBuilder()
                .setResumeId(id)
                .setContentHash(hash)
                .setRole(role)
                .setReviewer(reviewer)
                .setSelection(selection)
                .setCorrectedAt(NOW)
                .build();
    }
}
