package io.rolestream.dashboard.matches;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.events.FeedbackAction;
import io.rolestream.schemas.serde.GeneratedRecords;
import org.junit.jupiter.api.Test;

class FeedbackBookTest {
    static {
        GeneratedRecords.trust();
    }

    private static final long NOW = System.currentTimeMillis();

    private final FeedbackBook book = new FeedbackBook();

    @Test
    void shouldForgetTheEntriesOfADeletedResumeAlone() {
        add("gone", "j-1", FeedbackAction.SHOWN);
        add("gone", "j-2", FeedbackAction.SHOWN);
        add("kept", "j-1", FeedbackAction.SHOWN);

        book.forget("gone");
        book.forget("never seen");
        add("gone", "j-1", FeedbackAction.OPENED);
        add("gone", "j-2", FeedbackAction.OPENED);
        add("kept", "j-1", FeedbackAction.OPENED);

        assertThat(part().path("withoutShown").asInt()).isEqualTo(2);
        assertThat(part().at("/candidates/all/shown").asInt()).isEqualTo(3);
        assertThat(part().at("/candidates/all/opened/count").asInt()).isEqualTo(1);
    }

    @Test
    void shouldKeepTheNewestEntries() {
        add("old", "j-1", FeedbackAction.SHOWN);
        add("old", "j-2", FeedbackAction.SHOWN);
        for (int i = 0; i < FeedbackBook.MOST_ENTRIES - 1; i++) {
            add("r-" + i, "j", FeedbackAction.SHOWN);
        }

        add("old", "j-1", FeedbackAction.OPENED);
        add("old", "j-2", FeedbackAction.OPENED);
        assertThat(part().path("withoutShown").asInt()).isEqualTo(1);
        book.forget("old");
        add("old", "j-2", FeedbackAction.APPLIED);
        assertThat(part().path("withoutShown").asInt()).isEqualTo(2);
        assertThat(part().at("/candidates/all/opened/count").asInt()).isEqualTo(1);
    }

    private void add(String resume, String job, FeedbackAction action) {
        book.add(SampleLists.readable(SampleLists.feedback(resume, job, 1, 1, action)), "v@1", NOW);
    }

    private JsonNode part() {
        return new ObjectMapper().valueToTree(book.part(NOW));
    }
}
