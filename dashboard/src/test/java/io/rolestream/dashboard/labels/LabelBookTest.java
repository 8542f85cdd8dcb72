package io.rolestream.dashboard.labels;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.dashboard.labels.LabelBook.AnsweredTexts;
import io.rolestream.dashboard.labels.LabelBook.Offered;
import io.rolestream.dashboard.records.Place;
import io.rolestream.events.Decider;
import io.rolestream.events.LabelledRole;
import io.rolestream.events.Vote;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.util.List;
import org.junit.jupiter.api.Test;

class LabelBookTest {
    static {
        GeneratedRecords.trust();
    }

    private final LabelBook book = new LabelBook(3);

    @Test
    void shouldKeepTheResumesLabelledLast() {
        note("a", 1, "v1", "A");
        note("b", 1, "v1", "A");
        note("c", 1, "v1", "A");
        note("a", 2, "v1", "A");
        note("d", 1, "v1", "A");

        assertThat(book.newest("", 10)).extracting(Offered::resumeId).containsExactly("d", "a", "c");
        assertThat(book.of("b")).isEmpty();
    }

    @Test
    void shouldOfferIdsThatContainWhatIsTyped() {
        note("CV-17", 1, "v1", "A");
        note("cv-18", 1, "v1", "B");
        note("other", 1, "v1", "B");

        assertThat(book.newest("cv", 1)).containsExactly(new Offered("cv-18", "B"));
    }

    @Test
    void shouldBoundTheRevisionsOfAResume() {
        for (int revision = 1; revision <= 20; revision++) {
            note("a", revision, "v1", "A");
        }

        assertThat(book.of("a")).hasSize(8);
        assertThat(book.of("a").get(0).revision()).isEqualTo(20);
        assertThat(book.of("a").get(0).place()).isEqualTo(new Place(0, 20));
    }

    @Test
    void shouldForgetDeletedResumes() {
        note("a", 1, "v1", "A");

        book.label("a", null, new Place(0, 9));

        assertThat(book.newest("", 10)).isEmpty();
    }

    @Test
    void shouldCompareTheAnswersOfTwoVersionsToTheSameTexts() {
        note("same", 1, "v1", "A");
        note("same", 2, "v2", "A");
        note("differs", 1, "v1", "A");
        note("differs", 2, "v2", "B");
        book.label("changed", label("changed", 1, "first", ofVersion("v1", "A")), new Place(0, 1));
        book.label("changed", label("changed", 2, "second", ofVersion("v2", "B")), new Place(0, 2));

        AnsweredTexts texts = book.compare("v2", "v1", 10);

        assertThat(texts.both()).isEqualTo(2);
        assertThat(texts.differ()).isEqualTo(1);
        assertThat(texts.examples().get(0).resumeId()).isEqualTo("differs");
        assertThat(texts.examples().get(0).of()).isEqualTo("B");
        assertThat(texts.examples().get(0).with()).isEqualTo("A");
    }

    @Test
    void shouldCompareAnObservedVersion() {
        LabelledRole label = LabelledRole.newBuilder(label("a", 1, "text", ofVersion("v1", "A")))
                .setObservedVotes(List.of(ofVersion("v2", "B")))
                .build();

        book.label("a", label, new Place(0, 1));

        assertThat(book.compare("v1", "v2", 10).differ()).isEqualTo(1);
    }

    private void note(String id, int revision, String version, String role) {
        book.label(id, label(id, revision, "text of " + id, ofVersion(version, role)), new Place(0, revision));
    }

    private static Vote ofVersion(String version, String role) {
        return Vote.newBuilder()
                .setLabeller("roberta")
                .setLabellerVersion(version)
                .setRole(role)
                .setConfidence(0.9f)
                .build();
    }

    private static LabelledRole label(String id, int revision, String content, Vote vote) {
        return LabelledRole.newBuilder()
                .setResumeId(id)
                .setRole(String.valueOf(vote.getRole()))
                .setDecidedBy(Decider.MODEL)
                .setRevision(revision)
                .setModelVote(vote)
                .setContentHash(content)
                .build();
    }
}
