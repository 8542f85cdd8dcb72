package io.rolestream.cli.support;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.LoggerContext;
import ch.qos.logback.classic.pattern.ThrowableProxyConverter;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.classic.spi.IThrowableProxy;
import ch.qos.logback.core.CoreConstants;

/**
 * Ends a line of the log, with the exception if there is one: its class, message and cause in the same line. Stack
 * traces follow only with {@code --verbose}, and after errors of this program. Warnings are about faults that recover
 * by themselves, and so are most of Kafka's errors: whoever calls Kafka decides whether the process can continue.
 */
public final class FailureConverter extends ThrowableProxyConverter {
    private static final String KAFKA = "org.apache.kafka.";

    @Override
    public String convert(ILoggingEvent event) {
        IThrowableProxy failure = event.getThrowableProxy();
        if (failure == null) {
            return CoreConstants.LINE_SEPARATOR;
        }
        boolean isError =
                event.getLevel() == Level.ERROR && !event.getLoggerName().startsWith(KAFKA);
        return isError || isVerbose()
                ? CoreConstants.LINE_SEPARATOR + super.convert(event)
                : ": " + inOneLine(failure) + CoreConstants.LINE_SEPARATOR;
    }

    private boolean isVerbose() {
        return getContext() instanceof LoggerContext context
                && context.getLogger(Logger.ROOT_LOGGER_NAME).isInfoEnabled();
    }

    private static String inOneLine(IThrowableProxy failure) {
        IThrowableProxy root = failure;
        while (root.getCause() != null && !root.isCyclic()) {
            root = root.getCause();
        }
        return text(failure) + (root == failure ? "" : ", caused by " + text(root));
    }

    private static String text(IThrowableProxy failure) {
        String name = failure.getClassName().replaceFirst(".*\\.", "");
        String message = failure.getMessage();
        return message == null ? name : name + ": " + message.replaceAll("\\s*\\R\\s*", " ");
    }
}
