package io.rolestream.schemas.access;

import java.util.EnumSet;
import java.util.List;
import java.util.Set;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AccessControlEntry;
import org.apache.kafka.common.acl.AclBinding;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.acl.AclPermissionType;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The rights to one resource, or to all with a common prefix. Reading and writing include {@code DESCRIBE} in Kafka, so
 * it is not listed with them.
 *
 * @param resource type, name and pattern type
 * @param operations at least one
 */
public record Grant(ResourcePattern resource, Set<AclOperation> operations) {
    private static final String ANY_HOST = "*";

    public Grant {
        if (operations.isEmpty()) {
            throw new IllegalArgumentException("Nothing is granted on " + resource);
        }
        operations = Set.copyOf(operations);
    }

    static Grant topic(String name, AclOperation... operations) {
        return of(ResourceType.TOPIC, name, PatternType.LITERAL, operations);
    }

    static Grant topics(String prefix, AclOperation... operations) {
        return of(ResourceType.TOPIC, prefix, PatternType.PREFIXED, operations);
    }

    static Grant group(String name, AclOperation... operations) {
        return of(ResourceType.GROUP, name, PatternType.LITERAL, operations);
    }

    static Grant groups(String prefix, AclOperation... operations) {
        return of(ResourceType.GROUP, prefix, PatternType.PREFIXED, operations);
    }

    static Grant transactionalId(String name) {
        return of(ResourceType.TRANSACTIONAL_ID, name, PatternType.LITERAL, AclOperation.WRITE);
    }

    static Grant transactionalIds(String prefix) {
        return of(ResourceType.TRANSACTIONAL_ID, prefix, PatternType.PREFIXED, AclOperation.WRITE);
    }

    private static Grant of(ResourceType type, String name, PatternType pattern, AclOperation... operations) {
        return new Grant(new ResourcePattern(type, name, pattern), Set.of(operations));
    }

    /** The operations in the order of Kafka's own list. */
    public List<AclOperation> sortedOperations() {
        return List.copyOf(EnumSet.copyOf(operations));
    }

    /** The entries for a principal, such as {@code User:stream}, from any host. */
    public Stream<AclBinding> bindings(String principal) {
        return sortedOperations().stream()
                .map(operation -> new AclBinding(
                        resource, new AccessControlEntry(principal, ANY_HOST, operation, AclPermissionType.ALLOW)));
    }
}
