package io.rolestream.schemas.documents;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.schemas.access.AccessCatalogue;
import io.rolestream.schemas.access.ClientAccess;
import io.rolestream.schemas.reading.DeadLetterHeaders;
import io.rolestream.schemas.reading.UnreadableReason;
import io.rolestream.schemas.registry.PortableSchema;
import io.rolestream.schemas.resume.ResumeHeaders;
import io.rolestream.schemas.resume.VoteHeaders;
import io.rolestream.schemas.serde.WireFormat;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.TopicSpec;
import io.rolestream.schemas.topics.Topics;
import java.util.Arrays;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.TreeMap;
import org.apache.avro.Schema;
import org.apache.avro.specific.SpecificData;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.acl.AclOperation;
import org.apache.kafka.common.config.TopicConfig;
import org.apache.kafka.common.resource.ResourceType;

/**
 * The events as an AsyncAPI 3.0 document: topics from the {@link TopicCatalogue}, payloads from their Avro schemas,
 * senders and receivers from the {@link AccessCatalogue}. {@code docs/asyncapi.yaml} is a copy of it.
 */
public final class AsyncApiDocument {
    /** Version of the contract; the minor version changes when topics or fields are added. */
    private static final String CONTRACT_VERSION = "1.2.0";

    private static final String BINDING_VERSION = "0.5.0";
    private static final String AVRO = "application/vnd.apache.avro;version=1.9.0";
    private static final String NAMED_SCHEMA =
            "If present, the value's schema: a byte of 1 and its GUID, or a byte of 0 and its id in four bytes. The value"
                    + " is then the Avro body alone.";
    private static final String DEAD_LETTER = "DeadLetter";
    private static final String SCHEMA = "AvroSchema";
    private static final List<String> SERVICES = List.of(
            AccessCatalogue.STREAM,
            AccessCatalogue.WORKER,
            AccessCatalogue.TRAINER,
            AccessCatalogue.GENERATOR,
            AccessCatalogue.RECOMMENDER);
    private static final ObjectMapper JSON = new ObjectMapper();

    private final TopicCatalogue catalogue;
    private final AccessCatalogue access;
    private final Topics topics;

    public AsyncApiDocument(TopicCatalogue catalogue, AccessCatalogue access) {
        this.catalogue = catalogue;
        this.access = access;
        this.topics = catalogue.topics();
    }

    /** The document, as YAML. */
    public String text() {
        Map<String, Object> document = new LinkedHashMap<>();
        document.put("asyncapi", "3.0.0");
        document.put("info", info());
        document.put("defaultContentType", "avro/binary");
        document.put("channels", channels());
        document.put("operations", operations());
        document.put("components", Map.of("messages", messages()));
        return YamlText.of(document);
    }

    private static Map<String, Object> info() {
        Map<String, Object> info = new LinkedHashMap<>();
        info.put("title", "Rolestream");
        info.put("version", CONTRACT_VERSION);
        info.put(
                "description",
                "Resumes and jobs in; labels with their votes and evidence, and recommendations with their reasons, out."
                        + " Values are Avro in the Confluent wire format, under the subjects TOPIC-value; keys are UTF-8"
                        + " text. Resumes, jobs and feedback may also be JSON objects with the same fields, times in ISO"
                        + " 8601 or milliseconds since 1970; labels, disagreements and recommendations are, with"
                        + " labels.format=json or without a schema registry. Read under `read_committed`. A null value"
                        + " deletes what was said under its key. New fields have a default; fields are never renamed or"
                        + " removed.");
        info.put("license", Map.of("name", "Apache-2.0"));
        return info;
    }

    private Map<String, Object> channels() {
        Map<String, Object> channels = new LinkedHashMap<>();
        for (TopicSpec topic : catalogue.all()) {
            Map<String, Object> channel = new LinkedHashMap<>();
            channel.put("address", topic.name());
            channel.put("description", topic.doc());
            channel.put("messages", Map.of(message(topic), reference("components/messages/" + message(topic))));
            channel.put("bindings", Map.of("kafka", topicBinding(topic)));
            channels.put(topic.name(), channel);
        }
        return channels;
    }

    private static Map<String, Object> topicBinding(TopicSpec topic) {
        Map<String, Object> configuration = new LinkedHashMap<>();
        new TreeMap<>(topic.config())
                .forEach((key, value) -> configuration.put(
                        key,
                        switch (key) {
                            case TopicConfig.CLEANUP_POLICY_CONFIG -> Arrays.asList(value.split(",", -1));
                            case TopicConfig.COMPRESSION_TYPE_CONFIG, TopicConfig.MESSAGE_TIMESTAMP_TYPE_CONFIG ->
                                value;
                            default -> Long.valueOf(value);
                        }));
        Map<String, Object> binding = new LinkedHashMap<>();
        binding.put("topic", topic.name());
        binding.put("partitions", topic.partitions());
        binding.put("topicConfiguration", configuration);
        binding.put("bindingVersion", BINDING_VERSION);
        return binding;
    }

    private Map<String, Object> operations() {
        Map<String, Object> operations = new LinkedHashMap<>();
        for (ClientAccess client : access.all()) {
            if (SERVICES.contains(client.client())) {
                client.grants().stream()
                        .filter(grant -> grant.resource().resourceType() == ResourceType.TOPIC)
                        .filter(grant -> isCatalogued(grant.resource().name()))
                        .forEach(grant -> {
                            String topic = grant.resource().name();
                            if (grant.operations().contains(AclOperation.READ)) {
                                put(operations, client.client(), "receive", topic);
                            }
                            if (grant.operations().contains(AclOperation.WRITE)) {
                                put(operations, client.client(), "send", topic);
                            }
                        });
            }
        }
        return operations;
    }

    private boolean isCatalogued(String topic) {
        return catalogue.all().stream().anyMatch(spec -> spec.name().equals(topic));
    }

    private static void put(Map<String, Object> operations, String client, String action, String topic) {
        Map<String, Object> operation = new LinkedHashMap<>();
        operation.put("action", action);
        operation.put("channel", reference("channels/" + topic));
        operation.put("tags", List.of(Map.of("name", client)));
        operations.put("%s-%ss-%s".formatted(client, action, topic), operation);
    }

    private Map<String, Object> messages() {
        Map<String, Object> messages = new LinkedHashMap<>();
        for (TopicSpec topic : catalogue.all()) {
            messages.put(
                    message(topic),
                    topic.value().map(value -> avroMessage(topic, value)).orElseGet(() -> rawMessage(topic)));
        }
        return messages;
    }

    private Map<String, Object> rawMessage(TopicSpec topic) {
        return isSchemas(topic) ? schemaMessage(topic) : deadLetter(topic);
    }

    private boolean isSchemas(TopicSpec topic) {
        return topic.name().equals(topics.schemas());
    }

    private static Map<String, Object> schemaMessage(TopicSpec topic) {
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("name", SCHEMA);
        message.put(
                "summary",
                "An Avro schema. Its id, in the wire format too, is the first 31 bits of its text's SHA-256.");
        message.put("contentType", "application/json");
        message.put("payload", Map.of("type", "object"));
        message.put("bindings", Map.of("kafka", messageBinding(topic, false)));
        return message;
    }

    private Map<String, Object> avroMessage(TopicSpec topic, Class<? extends SpecificRecord> value) {
        Schema schema = PortableSchema.of(SpecificData.get().getSchema(value));
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("name", value.getSimpleName());
        message.put("summary", schema.getDoc());
        message.put("contentType", "avro/binary");
        if (topic.name().equals(topics.resumes())) {
            message.put(
                    "headers",
                    headers(new TreeMap<>(Map.of(
                            ResumeHeaders.RELABEL,
                            "If present, the resume is relabelled although unchanged; with `%s`, only if this is its content or a copy of its newest record."
                                    .formatted(ResumeHeaders.UNLESS_CHANGED),
                            ResumeHeaders.ORIGINAL_OFFSET,
                            "With `%s`: offset of the record that this is a copy of, in the same partition, in decimal."
                                    .formatted(ResumeHeaders.UNLESS_CHANGED),
                            WireFormat.VALUE_SCHEMA_ID,
                            NAMED_SCHEMA))));
        } else if (topic.name().equals(topics.jobs()) || topic.name().equals(topics.jobFeedback())) {
            message.put("headers", headers(Map.of(WireFormat.VALUE_SCHEMA_ID, NAMED_SCHEMA)));
        } else if (topic.name().equals(topics.labelVotes())) {
            message.put(
                    "headers",
                    headers(Map.of(
                            VoteHeaders.RESUME_TIMESTAMP,
                            "Timestamp of the judged record, in decimal. Votes are joined in this order.")));
        }
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("schemaFormat", AVRO);
        payload.put("schema", tree(schema));
        message.put("payload", payload);
        message.put("bindings", Map.of("kafka", messageBinding(topic, true)));
        return message;
    }

    private static Map<String, Object> deadLetter(TopicSpec topic) {
        Map<String, String> headers = new LinkedHashMap<>();
        headers.put(
                DeadLetterHeaders.REASON,
                "Reason, one of "
                        + String.join(
                                ", ",
                                Arrays.stream(UnreadableReason.values())
                                        .map(UnreadableReason::code)
                                        .toList())
                        + ".");
        headers.put(DeadLetterHeaders.EXCEPTION, "Name of the exception that represents the failure.");
        headers.put(DeadLetterHeaders.MESSAGE, "Description of the error, for people.");
        headers.put(DeadLetterHeaders.TOPIC, "Topic of the original record.");
        headers.put(DeadLetterHeaders.PARTITION, "Partition of the original record, in decimal.");
        headers.put(DeadLetterHeaders.OFFSET, "Offset of the original record, in decimal.");
        headers.put(
                DeadLetterHeaders.TRUNCATED,
                "If present, what was cut because the letter would not fit: key, value, headers; separated by commas.");
        headers.put(DeadLetterHeaders.ORIGINAL_BYTES, "Size of a value that was cut, in bytes.");
        headers.put(DeadLetterHeaders.ORIGINAL_SHA256, "SHA-256 of a value that was cut, in hexadecimal.");
        Map<String, Object> message = new LinkedHashMap<>();
        message.put("name", DEAD_LETTER);
        message.put("summary", "A record that could not be read or is invalid, byte for byte unless it was cut.");
        message.put("contentType", "application/octet-stream");
        message.put("headers", headers(headers));
        Map<String, Object> payload = new LinkedHashMap<>();
        payload.put("type", "string");
        payload.put("format", "binary");
        message.put("payload", payload);
        message.put("bindings", Map.of("kafka", messageBinding(topic, false)));
        return message;
    }

    private static Map<String, Object> headers(Map<String, String> documented) {
        Map<String, Object> properties = new LinkedHashMap<>();
        documented.forEach((name, doc) -> {
            Map<String, Object> header = new LinkedHashMap<>();
            header.put("type", "string");
            header.put("description", doc);
            properties.put(name, header);
        });
        Map<String, Object> headers = new LinkedHashMap<>();
        headers.put("type", "object");
        headers.put("properties", properties);
        return headers;
    }

    private static Map<String, Object> messageBinding(TopicSpec topic, boolean registered) {
        Map<String, Object> key = new LinkedHashMap<>();
        key.put("type", "string");
        key.put("description", topic.key());
        Map<String, Object> binding = new LinkedHashMap<>();
        binding.put("key", key);
        if (registered) {
            binding.put("schemaIdLocation", "payload");
            binding.put("schemaIdPayloadEncoding", "confluent");
            binding.put("schemaLookupStrategy", "TopicNameStrategy");
        }
        binding.put("bindingVersion", BINDING_VERSION);
        return binding;
    }

    private String message(TopicSpec topic) {
        return topic.value().map(Class::getSimpleName).orElse(isSchemas(topic) ? SCHEMA : DEAD_LETTER);
    }

    private static Map<String, String> reference(String path) {
        return Map.of("$ref", "#/" + path);
    }

    /** A schema as maps and lists. */
    private static Object tree(Schema schema) {
        try {
            return JSON.readValue(schema.toString(), Object.class);
        } catch (JsonProcessingException e) {
            throw new IllegalStateException("Avro printed a schema that is not JSON: " + schema, e);
        }
    }
}
