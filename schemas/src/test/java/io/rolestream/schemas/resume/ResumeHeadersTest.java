package io.rolestream.schemas.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;
import org.junit.jupiter.params.provider.ValueSource;

class ResumeHeadersTest {
    private static final String RELABEL = "rolestream.relabel";
    private static final String ORIGINAL = "rolestream.original.offset";

    @ParameterizedTest
    @CsvSource({"'', ALWAYS", "yes, ALWAYS", "unless-changed, UNLESS_CHANGED", "Unless-Changed, ALWAYS"})
    void shouldKnowWhoWantsToBeLabelledAgain(String value, Relabel relabel) {
        var headers = new RecordHeaders().add("rolestream.relabel", value.getBytes(StandardCharsets.UTF_8));

        assertThat(ResumeHeaders.relabel(headers)).isEqualTo(relabel);
    }

    @Test
    void shouldTakeAHeaderWithoutAValueForARequest() {
        assertThat(ResumeHeaders.relabel(new RecordHeaders().add("rolestream.relabel", null)))
                .isEqualTo(Relabel.ALWAYS);
    }

    @Test
    void shouldNotLabelAgainWhatDoesNotAskForIt() {
        assertThat(ResumeHeaders.relabel(new RecordHeaders())).isEqualTo(Relabel.NO);
    }

    @Test
    void shouldNameTheFirstRecordInACopyOfACopy() {
        Headers copy = ResumeHeaders.ofCopy(new RecordHeaders().add("trace", new byte[] {1}), 7);
        Headers copyOfCopy = ResumeHeaders.ofCopy(copy, 9);

        assertThat(copyOfCopy).extracting(Header::key).containsExactly("trace", RELABEL, ORIGINAL);
        assertThat(ResumeHeaders.relabel(copyOfCopy)).isEqualTo(Relabel.UNLESS_CHANGED);
        assertThat(ResumeHeaders.originalOffset(copy, 9)).hasValue(7);
        assertThat(ResumeHeaders.originalOffset(copyOfCopy, 12)).hasValue(7);
    }

    @Test
    void shouldNameTheRecordItselfWhereItWasNotSentAgain() {
        Headers labelledAnyway = new RecordHeaders().add(RELABEL, utf8("")).add(ORIGINAL, utf8("3"));

        assertThat(ResumeHeaders.originalOffset(ResumeHeaders.ofCopy(labelledAnyway, 7), 9))
                .hasValue(7);
    }

    @ParameterizedTest
    @ValueSource(strings = {"", "-1", "seven", "9", "10", "99999999999999999999"})
    void shouldTakeNoOtherTextForTheOffsetOfAnEarlierRecord(String offset) {
        Headers headers =
                new RecordHeaders().add(RELABEL, utf8("unless-changed")).add(ORIGINAL, utf8(offset));

        assertThat(ResumeHeaders.originalOffset(headers, 9)).isEmpty();
    }

    @Test
    void shouldTakeAHeaderWithoutAValueForNoOffset() {
        Headers headers =
                new RecordHeaders().add(RELABEL, utf8("unless-changed")).add(ORIGINAL, null);

        assertThat(ResumeHeaders.originalOffset(headers, 9)).isEmpty();
        assertThat(ResumeHeaders.originalOffset(new RecordHeaders(), 9)).isEmpty();
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
