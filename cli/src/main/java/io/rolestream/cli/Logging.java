package io.rolestream.cli;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import org.slf4j.LoggerFactory;

/** How much is logged, on standard error. The quiet default is in {@code logback.xml}. */
final class Logging {
    private Logging() {}

    /** Shows everything from INFO on, also of Kafka's clients and the embedded broker. */
    static void verbose() {
        if (LoggerFactory.getILoggerFactory() instanceof LoggerContext context) {
            for (Logger logger : context.getLoggerList()) {
                logger.setLevel(logger.getName().equals(Logger.ROOT_LOGGER_NAME) ? Level.INFO : null);
            }
        }
    }
}
