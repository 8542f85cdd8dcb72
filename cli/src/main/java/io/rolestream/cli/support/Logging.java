package io.rolestream.cli.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.apache.kafka.clients.NetworkClient;
import org.slf4j.LoggerFactory;

/** Log levels on standard error. The quiet default is in {@code logback.xml}. */
public final class Logging {
    private static final String APPENDER = "stderr";

    private Logging() {}

    /** Logs from INFO on, including Kafka's clients and the embedded broker. */
    public static void verbose() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            for (Logger logger : context.getLoggerList()) {
                logger.setLevel(logger.getName().equals(Logger.ROOT_LOGGER_NAME) ? Level.INFO : null);
            }
        }
    }

    /** Logs once a minute that a broker cannot be reached, for services, which would otherwise wait silently. */
    public static void lostBrokers() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            Logger connections = context.getLogger(NetworkClient.class);
            var appender = context.getLogger(Logger.ROOT_LOGGER_NAME).getAppender(APPENDER);
            if (!connections.isWarnEnabled() && appender != null) {
                connections.setLevel(Level.WARN);
                appender.addFilter(new OnceAMinute(connections.getName()));
            }
        }
    }
}
