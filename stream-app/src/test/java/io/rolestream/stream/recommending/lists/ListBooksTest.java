package io.rolestream.stream.recommending.lists;

import static org.assertj.core.api.Assertions.assertThat;

import io.opentelemetry.sdk.trace.export.SimpleSpanProcessor;
import io.opentelemetry.sdk.trace.export.SpanExporter;
import io.rolestream.common.reading.OwnGroup;
import io.rolestream.common.tracing.Tracing;
import io.rolestream.events.MatchCause;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.Side;
import io.rolestream.stream.recommending.WordMatcher;
import io.rolestream.stream.recommending.book.BookSettings;
import io.rolestream.stream.recommending.book.DueList;
import io.rolestream.stream.recommending.book.ListKey;
import io.rolestream.stream.recommending.book.StandingList;
import io.rolestream.stream.recommending.index.IndexChange;
import io.rolestream.stream.recommending.index.IndexChange.Trigger;
import io.rolestream.stream.recommending.index.IndexedTexts;
import io.rolestream.stream.recommending.index.Origin;
import java.nio.charset.StandardCharsets;
import java.time.Duration;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;

/** Which records the traces of lists continue from. */
class ListBooksTest {
    private static final Instant NOW = Instant.parse("2026-01-01T00:00:00Z");
    private static final ListKey LIST = new ListKey(0, "r1");
    private static final String TRACE = "0af7651916cd43dd8448eb211c80319c";

    private final Tracing tracing =
            Tracing.to(SimpleSpanProcessor.create(SpanExporter.composite()), "rolestream-recommender", 1);
    private final ListTraces traces = new ListTraces(tracing);
    private final WordMatcher matcher = new WordMatcher("1");
    private final IndexedTexts index = new IndexedTexts(matcher);
    private final ListBooks books = new ListBooks(
            new ListSettings(
                    new OwnGroup("g", "s", "g", null),
                    null,
                    "t",
                    3,
                    2,
                    1,
                    1_000,
                    false,
                    new BookSettings(Duration.ZERO, Duration.ofSeconds(1), Duration.ofHours(1))),
            index,
            traces);

    @BeforeEach
    void open() {
        books.assign(Side.RESUME, 0, Map.of(), NOW);
    }

    @AfterEach
    void close() {
        index.close();
        tracing.close();
    }

    @Test
    void shouldContinueTheTraceOfTheRecordThatMadeAListDue() throws Exception {
        submit("spark");

        assertThat(traceOfTheNextList()).isEqualTo(TRACE);
        assertThat(traceOfTheNextList()).isNotEqualTo(TRACE);
    }

    @Test
    void shouldNotContinueTheTraceOfARecordThatMadeNoListDue() throws Exception {
        submit("spark");
        DueList due = books.take(Side.RESUME, NOW, 1).get(0);
        String hash = Objects.requireNonNull(index.subject(Side.RESUME, "r1")).contentHash();
        books.book(Side.RESUME).settle(due, new StandingList(0, hash, 0, "", List.of(), ""), NOW);
        traces.settled(Side.RESUME, LIST);

        submit("spark");

        assertThat(traceOfTheNextList()).isNotEqualTo(TRACE);
    }

    @Test
    void shouldForgetTheTraceOfATextThatWasDeletedBeforeItHadAList() throws Exception {
        submit("spark");
        List<IndexChange> changes = new ArrayList<>();
        index.remove(Side.RESUME, "r1", 0, changes);

        books.apply(changes, NOW);

        assertThat(traceOfTheNextList()).isNotEqualTo(TRACE);
    }

    private void submit(String skills) throws InterruptedException {
        var profile = matcher.profile(new Candidate("r1", skills, null, null), RoleBelief.unknown())
                .join();
        List<IndexChange> changes = new ArrayList<>();
        index.text(Side.RESUME, "r1", new Origin(0, 0, NOW), skills, profile, changes);
        Headers headers = new RecordHeaders()
                .add("traceparent", ("00-" + TRACE + "-b7ad6b7169203331-01").getBytes(StandardCharsets.US_ASCII));
        books.apply(
                changes.stream()
                        .map(change -> new IndexChange(
                                change.side(), change.id(), change.partition(), change.kind(), new Trigger(headers, 0)))
                        .toList(),
                NOW);
    }

    private String traceOfTheNextList() {
        byte[] parent = traces.written(Side.RESUME, LIST, MatchCause.OTHER_CHANGED)
                .lastHeader("traceparent")
                .value();
        return new String(parent, StandardCharsets.US_ASCII).split("-")[1];
    }
}
