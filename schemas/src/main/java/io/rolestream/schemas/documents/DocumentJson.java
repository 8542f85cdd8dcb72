package io.rolestream.schemas.documents;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.node.ArrayNode;
import com.fasterxml.jackson.databind.node.JsonNodeFactory;
import com.fasterxml.jackson.databind.node.ObjectNode;
import io.rolestream.schemas.access.AccessCatalogue;
import io.rolestream.schemas.access.ClientAccess;
import io.rolestream.schemas.access.Grant;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.TopicSpec;
import java.util.List;
import java.util.TreeMap;
import org.apache.kafka.common.acl.AclOperation;

/** The catalogues of topics and access rights as JSON, for programs. */
public final class DocumentJson {
    private DocumentJson() {}

    /**
     * An array with an object for each topic: {@code name}, {@code doc}, {@code key}, {@code value} (the record's full
     * name, or null for bytes), {@code partitions} and {@code config}.
     */
    public static String of(TopicCatalogue catalogue) {
        ArrayNode topics = JsonNodeFactory.instance.arrayNode();
        for (TopicSpec topic : catalogue.all()) {
            ObjectNode entry = topics.addObject()
                    .put("name", topic.name())
                    .put("doc", topic.doc())
                    .put("key", topic.key())
                    .put("value", topic.value().map(Class::getName).orElse(null))
                    .put("partitions", topic.partitions());
            ObjectNode config = entry.putObject("config");
            new TreeMap<>(topic.config()).forEach(config::put);
        }
        return text(topics);
    }

    /**
     * An array with an object for each client: {@code client}, {@code doc} and {@code acls}, of which each has
     * {@code type}, {@code name}, {@code pattern} ({@code LITERAL} or {@code PREFIXED}) and {@code operations}, in the
     * names of Kafka's Java client.
     */
    public static String of(AccessCatalogue catalogue) {
        ArrayNode clients = JsonNodeFactory.instance.arrayNode();
        for (ClientAccess client : catalogue.all()) {
            ArrayNode acls = clients.addObject()
                    .put("client", client.client())
                    .put("doc", client.doc())
                    .putArray("acls");
            for (Grant grant : client.grants()) {
                ArrayNode operations = acls.addObject()
                        .put("type", grant.resource().resourceType().name())
                        .put("name", grant.resource().name())
                        .put("pattern", grant.resource().patternType().name())
                        .putArray("operations");
                grant.sortedOperations().stream().map(AclOperation::name).forEach(operations::add);
            }
        }
        return text(clients);
    }

    /** An object: {@code ok}, and {@code problems}, an array of sentences. */
    public static String ofProblems(List<String> problems) {
        ObjectNode object = JsonNodeFactory.instance.objectNode().put("ok", problems.isEmpty());
        ArrayNode array = object.putArray("problems");
        problems.forEach(array::add);
        return text(object);
    }

    private static String text(JsonNode json) {
        return json.toPrettyString() + System.lineSeparator();
    }
}
