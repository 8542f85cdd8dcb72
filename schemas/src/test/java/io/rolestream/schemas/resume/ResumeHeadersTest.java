package io.rolestream.schemas.resume;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.charset.StandardCharsets;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

class ResumeHeadersTest {
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
}
