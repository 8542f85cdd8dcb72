package io.rolestream.schemas.documents;

import io.rolestream.schemas.access.AccessCatalogue;
import io.rolestream.schemas.access.ClientAccess;
import io.rolestream.schemas.access.Grant;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.stream.Collectors;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.resource.PatternType;
import org.apache.kafka.common.resource.ResourcePattern;
import org.apache.kafka.common.resource.ResourceType;
import org.apache.kafka.common.utils.SecurityUtils;

/** Prints {@link AccessCatalogue} for people and tools. */
public final class AccessDocuments {
    private AccessDocuments() {}

    /** A paragraph for each client, for people. */
    public static String text(AccessCatalogue catalogue) {
        return catalogue.all().stream()
                .map(AccessDocuments::paragraph)
                .collect(Collectors.joining(System.lineSeparator(), "", ""));
    }

    private static String paragraph(ClientAccess client) {
        String end = System.lineSeparator();
        StringBuilder out = new StringBuilder(client.client())
                .append(": ")
                .append(client.doc())
                .append(end);
        client.grants()
                .forEach(grant -> out.append("  %-16s %-34s %s%s"
                        .formatted(
                                SecurityUtils.resourceTypeName(grant.resource().resourceType()),
                                grant.resource().name() + (isPrefix(grant) ? "*" : ""),
                                grant.sortedOperations().stream()
                                        .map(AclOperation::name)
                                        .collect(Collectors.joining(", ")),
                                end)));
        return out.toString();
    }

    /** A list of clients, each with its ACLs in the form of Strimzi's {@code KafkaUser}, as the Helm chart reads it. */
    public static String yaml(AccessCatalogue catalogue) {
        List<Map<String, Object>> clients = new ArrayList<>();
        for (ClientAccess client : catalogue.all()) {
            Map<String, Object> entry = new LinkedHashMap<>();
            entry.put("client", client.client());
            entry.put("doc", client.doc());
            entry.put(
                    "acls",
                    client.grants().stream().map(AccessDocuments::strimzi).toList());
            clients.add(entry);
        }
        return YamlText.of(clients);
    }

    private static Map<String, Object> strimzi(Grant grant) {
        ResourcePattern pattern = grant.resource();
        Map<String, Object> resource = new LinkedHashMap<>();
        resource.put("type", headless(SecurityUtils.resourceTypeName(pattern.resourceType())));
        resource.put("name", pattern.name());
        resource.put("patternType", isPrefix(grant) ? "prefix" : "literal");
        Map<String, Object> acl = new LinkedHashMap<>();
        acl.put("resource", resource);
        acl.put(
                "operations",
                grant.sortedOperations().stream()
                        .map(SecurityUtils::operationName)
                        .toList());
        return acl;
    }

    /**
     * Commands of Kafka's own tool, one for each grant.
     *
     * @param bootstrapServers of the cluster
     * @param principals prefix of a client's name, such as {@code User:}
     */
    public static String commands(AccessCatalogue catalogue, String bootstrapServers, String principals) {
        StringBuilder out = new StringBuilder();
        for (ClientAccess client : catalogue.all()) {
            for (Grant grant : client.grants()) {
                out.append("kafka-acls.sh --bootstrap-server %s --add --allow-principal '%s%s'%s %s '%s'%s%s"
                        .formatted(
                                bootstrapServers,
                                principals,
                                client.client(),
                                grant.sortedOperations().stream()
                                        .map(operation -> " --operation " + SecurityUtils.operationName(operation))
                                        .collect(Collectors.joining()),
                                option(grant.resource().resourceType()),
                                grant.resource().name(),
                                isPrefix(grant) ? " --resource-pattern-type prefixed" : "",
                                System.lineSeparator()));
            }
        }
        return out.toString();
    }

    private static String option(ResourceType type) {
        return "--" + type.name().toLowerCase(Locale.ROOT).replace('_', '-');
    }

    private static boolean isPrefix(Grant grant) {
        return grant.resource().patternType() == PatternType.PREFIXED;
    }

    private static String headless(String name) {
        return Character.toLowerCase(name.charAt(0)) + name.substring(1);
    }
}
