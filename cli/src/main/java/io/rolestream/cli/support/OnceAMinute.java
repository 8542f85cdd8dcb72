package io.rolestream.cli.support;

import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.filter.Filter;
import ch.qos.logback.core.spi.FilterReply;

/** Limits a logger to one line a minute: Kafka clients log several times a second that a broker is unavailable. */
final class OnceAMinute extends Filter<ILoggingEvent> {
    private static final long MINUTE_MILLIS = 60_000;

    private final String logger;
    private long passedAt = -MINUTE_MILLIS;

    OnceAMinute(String logger) {
        this.logger = logger;
    }

    @Override
    public synchronized FilterReply decide(ILoggingEvent event) {
        if (!event.getLoggerName().equals(logger)) {
            return FilterReply.NEUTRAL;
        }
        if (event.getTimeStamp() - passedAt < MINUTE_MILLIS) {
            return FilterReply.DENY;
        }
        passedAt = event.getTimeStamp();
        return FilterReply.NEUTRAL;
    }
}
