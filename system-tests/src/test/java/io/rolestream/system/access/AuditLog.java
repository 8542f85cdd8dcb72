package io.rolestream.system.access;

import ch.qos.logback.classic.Level;
import ch.qos.logback.classic.Logger;
import ch.qos.logback.classic.spi.ILoggingEvent;
import ch.qos.logback.core.AppenderBase;
import java.util.List;
import java.util.Set;
import java.util.concurrent.ConcurrentSkipListSet;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.utils.SecurityUtils;
import org.jspecify.annotations.Nullable;
import org.slf4j.LoggerFactory;

/** What Kafka's authorizer says of each request of this process's broker, while this is open. */
final class AuditLog implements AutoCloseable {
    private static final Pattern ENTRY = Pattern.compile(
            "Principal = User:(\\S+) is (Allowed|Denied) operation = (\\S+) from host = \\S+ on resource = (\\S+) for request = (\\S+) .*");

    private final Logger logger = (Logger) LoggerFactory.getLogger("kafka.authorizer.logger");
    private final @Nullable Level level = logger.getLevel();
    private final Set<String> allowed = new ConcurrentSkipListSet<>();
    private final Set<String> denied = new ConcurrentSkipListSet<>();
    private final AppenderBase<ILoggingEvent> appender = new AppenderBase<>() {
        @Override
        protected void append(ILoggingEvent event) {
            take(event.getFormattedMessage());
        }
    };

    AuditLog() {
        logger.setLevel(Level.DEBUG);
        logger.setAdditive(false);
        appender.start();
        logger.addAppender(appender);
    }

    private void take(String message) {
        Matcher entry = ENTRY.matcher(message);
        if (!entry.matches()) {
            denied.add("not understood: " + message);
            return;
        }
        String what = "%s %s %s".formatted(entry.group(1), entry.group(3), entry.group(4));
        if (entry.group(2).equals("Allowed")) {
            allowed.add(what);
        } else {
            denied.add(what + " for " + entry.group(5));
        }
    }

    /** Whether a user asked to do something with a resource, or with one whose name begins so, and was let. */
    boolean hasAllowed(String user, AclOperation operation, ResourcePattern resource) {
        String what = "%s %s %s:LITERAL:%s"
                .formatted(user, operation, SecurityUtils.resourceTypeName(resource.resourceType()), resource.name());
        return resource.patternType() == PatternType.PREFIXED
                ? allowed.stream().anyMatch(entry -> entry.startsWith(what))
                : allowed.contains(what);
    }

    /** What was refused, with the request for which, each once; and what was said in a form that is not known. */
    List<String> denied() {
        return List.copyOf(denied);
    }

    @Override
    public void close() {
        logger.detachAppender(appender);
        appender.stop();
        logger.setAdditive(true);
        logger.setLevel(level);
    }
}
