package io.rolestream.common.config;

import io.rolestream.schemas.registry.SchemaRegistries;
import io.rolestream.schemas.resume.JudgedPart;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.serde.EventFormat;
import io.rolestream.schemas.topics.TopicCatalogue;
import org.apache.kafka.common.config.ConfigDef;

/**
 * The keys that every process needs: connection to Kafka and the schema registry, topic names and creation, which texts
 * are read, tracing.
 */
public final class ConnectionConfig {
    public static final String BOOTSTRAP_SERVERS = "bootstrap.servers";
    public static final String SCHEMA_REGISTRY_URL = SchemaRegistries.URL;
    public static final String SCHEMA_REGISTRY_BASIC_AUTH = SchemaRegistries.BASIC_AUTH;
    public static final String SCHEMA_REGISTRY_BEARER_TOKEN = SchemaRegistries.BEARER_TOKEN;
    public static final String SCHEMA_AUTO_REGISTER = SchemaRegistries.AUTO_REGISTER;
    public static final String SCHEMA_SUBJECTS = SchemaRegistries.SUBJECTS;
    public static final String RESUMES_FORMAT = "resumes.format";
    public static final String RESUMES_JUDGED = "resumes.judged";
    public static final String LABELS_FORMAT = "labels.format";
    public static final String TOPIC_PREFIX = "topic.prefix";
    public static final String TOPIC_PARTITIONS = "topic.partitions";
    public static final String RESUME_MAX_BYTES = "resume.max.bytes";
    public static final String RESUME_MAX_CHARS = "resume.max.chars";
    public static final String TOPIC_REPLICATION_FACTOR = "topic.replication.factor";

    /** Value of {@link #SCHEMA_REGISTRY_URL} for a topic in place of a registry. */
    private static final String KAFKA = "kafka";

    private static final ConfigDef.Validator FORMAT = Keys.checked(EventFormat::parse, EventFormat.ACCEPTED);

    private ConnectionConfig() {}

    /** Whether there is a schema registry; if not, a topic keeps the schemas. */
    public static boolean hasRegistry(Settings settings) {
        return !settings.string(SCHEMA_REGISTRY_URL).strip().equals(KAFKA);
    }

    /** Adds the keys to a definition and returns it. */
    public static ConfigDef define(ConfigDef definitions) {
        TracingConfig.define(definitions);
        Keys keys = new Keys(definitions);
        keys.text(BOOTSTRAP_SERVERS, "localhost:9092")
                .doc("Kafka brokers to connect to first, as host:port, separated by commas.");
        keys.nonEmpty(SCHEMA_REGISTRY_URL, KAFKA)
                .doc(
                        "URLs of a schema registry with Confluent's API, separated by commas; they may have a path, such as"
                                + " /apis/ccompat/v7. If one does not answer, the next is asked. One without a scheme has that of"
                                + " the others, or http. Credentials may be part of them, as http://USER:PASSWORD@HOST, with"
                                + " special characters percent-encoded. `kafka` needs no registry: the topic `schemas` keeps the"
                                + " schemas, applications send resumes as JSON, and labels are JSON. Choose before the first"
                                + " record is written: what one of them has written, the other cannot read.");
        keys.secret(SCHEMA_REGISTRY_BASIC_AUTH)
                .doc("Credentials for the registry, as user:password; empty for none, or if the URL has them.");
        keys.secret(SCHEMA_REGISTRY_BEARER_TOKEN).doc("Bearer token for the registry; empty for none.");
        keys.flag(SCHEMA_AUTO_REGISTER, true)
                .doc(
                        "Whether services register missing schemas when they start. If false, `topics create` must register"
                                + " them before; it registers in any case.");
        keys.text(SCHEMA_SUBJECTS, "")
                .doc("Further subjects, separated by commas, whose schemas records may use. By default a record whose"
                        + " schema is not registered under TOPIC-value is unreadable. Name the subjects of producers"
                        + " that register elsewhere, such as the record's name; `*` accepts every schema of the"
                        + " registry.");
        keys.text(RESUMES_FORMAT, EventFormat.AUTO.toString(), FORMAT)
                .doc("What resumes may be: `avro` in the Confluent wire format, `json` (an object with the schema's"
                        + " fields, with or without a schema id before it), or `auto` for both; each record's first byte"
                        + " tells which it is. All other records become dead letters.");
        keys.text(RESUMES_JUDGED, JudgedPart.SKILLS.toString(), Keys.checked(JudgedPart::parse, JudgedPart.ACCEPTED))
                .doc("Which part of a resume is judged: `skills`, `text`, or `both`; where the part is blank, it is the"
                        + " other. Commands judge the same part of the resumes in files. Must be the same for all services of"
                        + " a stream. A resume that is sent again after a change is judged again.");
        keys.text(LABELS_FORMAT, EventFormat.AUTO.toString(), FORMAT)
                .doc("How labels, disagreements and recommendations are written: `avro`, `json`, or `auto`: Avro with a"
                        + " schema registry, and JSON without one. Rolestream reads both, so it can be changed at any"
                        + " time; your consumers have to follow.");
        keys.text(TOPIC_PREFIX, "", Keys.matching("[A-Za-z0-9._-]{0,100}", "letters, digits, '.', '_' and '-'"))
                .doc("Prefix of every topic name, and of the default names of consumer groups and directories, so that"
                        + " several installations can share a cluster.");
        keys.integer(TOPIC_PARTITIONS, 4, 1, 10_000)
                .doc("Number of partitions of the topics that `topics create` creates; it limits parallelism.");
        keys.integer(TOPIC_REPLICATION_FACTOR, -1, -1, 100)
                .doc("Replication factor of the topics that `topics create` creates; -1 for the broker's default.");
        keys.integer(
                        RESUME_MAX_BYTES,
                        TopicCatalogue.TEXT_MESSAGE_BYTES,
                        TopicCatalogue.MIN_RESUME_BYTES,
                        TopicCatalogue.MAX_RESUME_BYTES)
                .doc("Largest batch of `resumes`, uncompressed, in bytes: the `max.message.bytes` that `topics create`"
                        + " sets. The broker refuses larger ones. The default holds the longest text that"
                        + " `resume.max.chars` allows.");
        keys.integer(RESUME_MAX_CHARS, ResumeReader.DEFAULT_MAX_TEXT_CHARS, 100, 500_000)
                .doc(
                        "Maximum length of a text in characters; longer texts become dead letters. Must be the same for all"
                                + " services of a stream.");
        return definitions;
    }
}
