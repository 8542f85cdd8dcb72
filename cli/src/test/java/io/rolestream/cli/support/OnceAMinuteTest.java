package io.rolestream.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import ch.qos.logback.classic.spi.LoggingEvent;
import ch.qos.logback.core.spi.FilterReply;
import org.junit.jupiter.api.Test;

class OnceAMinuteTest {
    private final OnceAMinute filter = new OnceAMinute("chatty");

    @Test
    void shouldPassOneLineAMinute() {
        assertThat(reply("chatty", 5_000)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(reply("chatty", 5_001)).isEqualTo(FilterReply.DENY);
        assertThat(reply("chatty", 64_999)).isEqualTo(FilterReply.DENY);
        assertThat(reply("chatty", 65_000)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(reply("chatty", 65_001)).isEqualTo(FilterReply.DENY);
    }

    @Test
    void shouldPassAllThatOthersSay() {
        assertThat(reply("chatty", 0)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(reply("other", 1)).isEqualTo(FilterReply.NEUTRAL);
        assertThat(reply("other", 2)).isEqualTo(FilterReply.NEUTRAL);
    }

    private FilterReply reply(String logger, long millis) {
        LoggingEvent event = new LoggingEvent();
        event.setLoggerName(logger);
        event.setTimeStamp(millis);
        return filter.decide(event);
    }
}
