package io.rolestream.dashboard.review;

import static org.assertj.core.api.Assertions.assertThat;

import io.javalin.http.ServiceUnavailableResponse;
import io.rolestream.dashboard.review.ShownQuestions.Asked;
import io.rolestream.events.Decider;
import io.rolestream.events.LabelDisagreement;
import io.rolestream.events.LabelledRole;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.util.ArrayList;
import java.util.List;
import java.util.Optional;
import org.junit.jupiter.api.Test;

class ShownQuestionsTest {
    static {
        GeneratedRecords.trust();
    }

    private final List<String> gone = new ArrayList<>();

    @Test
    void shouldShowNoMoreOfADrawnTextThanOfADisagreement() throws Exception {
        ShownQuestions shown = new ShownQuestions(open -> Optional.of("secret \ud83d\ude00 text"), 8);

        assertThat(shown.of(List.of(drawn("a"), doubtful("b")), gone::add))
                .extracting(Asked::excerpt)
                .containsExactly("secret ", "quoted");
    }

    @Test
    void shouldReadNoTextWhereNoneIsShown() throws Exception {
        ShownQuestions shown = new ShownQuestions(
                open -> {
                    throw new AssertionError();
                },
                0);

        assertThat(shown.of(List.of(drawn("a")), gone::add))
                .singleElement()
                .extracting(Asked::excerpt)
                .isNull();
    }

    @Test
    void shouldLeaveOutTheDrawnOnceATextCannotBeRead() throws Exception {
        List<String> read = new ArrayList<>();
        ShownQuestions shown = new ShownQuestions(
                open -> {
                    read.add(open.resumeId());
                    throw new ServiceUnavailableResponse();
                },
                280);

        assertThat(shown.of(List.of(drawn("a"), doubtful("b"), drawn("c")), gone::add))
                .extracting(Asked::resumeId)
                .containsExactly("b");
        assertThat(read).as("each would wait for Kafka").containsExactly("a");
        assertThat(gone).isEmpty();
    }

    @Test
    void shouldTellWhichTextsAreGone() throws Exception {
        assertThat(new ShownQuestions(open -> Optional.empty(), 280).of(List.of(drawn("a")), gone::add))
                .isEmpty();
        assertThat(gone).containsExactly("a");
    }

    private static OpenQuestion drawn(String id) {
        return OpenQuestion.of(LabelledRole.newBuilder()
                .setResumeId(id)
                .setContentHash("0".repeat(32))
                .setRole("Other")
                .setDecidedBy(Decider.RULE)
                .setResumePartition(0)
                .setResumeOffset(1)
                .build());
    }

    private static OpenQuestion doubtful(String id) {
        return OpenQuestion.of(LabelDisagreement.newBuilder()
                .setResumeId(id)
                .setContentHash("0".repeat(32))
                .setRole("Other")
                .setDecidedBy(Decider.RULE)
                .setExcerpt("quoted")
                .setResumePartition(0)
                .build());
    }
}
