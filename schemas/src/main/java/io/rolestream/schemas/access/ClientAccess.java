package io.rolestream.schemas.access;

import java.util.List;
import java.util.stream.Stream;
import org.apache.kafka.common.acl.AclBinding;

/**
 * The rights of one kind of client.
 *
 * @param client {@code stream}, {@code worker} and so on
 * @param doc description of the client, in a sentence
 * @param grants one per resource
 */
public record ClientAccess(String client, String doc, List<Grant> grants) {
    public ClientAccess {
        grants = List.copyOf(grants);
    }

    /** The entries for a principal, such as {@code User:stream}. */
    public Stream<AclBinding> bindings(String principal) {
        return grants.stream().flatMap(grant -> grant.bindings(principal));
    }
}
