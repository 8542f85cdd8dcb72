package io.rolestream.common.clients;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.events.Job;
import io.rolestream.events.Resume;
import io.rolestream.schemas.job.FeedbackReader;
import io.rolestream.schemas.job.JobReader;
import io.rolestream.schemas.reading.EventDecoder;
import io.rolestream.schemas.registry.SchemaRegistries;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.registry.TopicSchemaRegistry;
import io.rolestream.schemas.resume.JudgedPart;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.serde.EventFormat;
import io.rolestream.schemas.serde.JsonSerializer;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import java.util.Map;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.serialization.Serializer;
import org.jspecify.annotations.Nullable;

/**
 * The cluster that a service works on.
 *
 * @param topics the names of its topics
 * @param registry the schemas of their events
 * @param formats how events are written
 * @param clients how to reach it
 */
public record Cluster(Topics topics, SchemaRegistry registry, Formats formats, Clients clients) {
    /**
     * How events are written.
     *
     * <p>{@link EventFormat#AUTO} reads both formats, and writes JSON where there is no schema registry.
     *
     * @param resumes read, and written by our own commands
     * @param labels written, also disagreements and recommendations
     * @param keepsSchemas whether a topic of this cluster keeps the schemas, in place of a registry
     * @param judged the part of a resume that is judged
     */
    public record Formats(EventFormat resumes, EventFormat labels, boolean keepsSchemas, JudgedPart judged) {
        /** Those of the default settings with a schema registry. */
        public static final Formats STANDARD =
                new Formats(EventFormat.AUTO, EventFormat.AUTO, false, JudgedPart.SKILLS);
    }

    public Cluster {
        registry = registry instanceof WatchedRegistry ? registry : new WatchedRegistry(registry);
    }

    /**
     * The cluster and the schema registry that the settings name. Connects to nothing.
     *
     * @throws ConfigurationException if a key under {@code kafka.} can't be set, or the registry's settings are invalid
     */
    public static Cluster of(Settings settings) {
        return of(settings, registry(settings));
    }

    /** As {@link #of(Settings)}, with another schema registry, such as one in this process. */
    public static Cluster of(Settings settings, SchemaRegistry registry) {
        return new Cluster(
                topics(settings),
                registry,
                new Formats(
                        EventFormat.parse(settings.string(ConnectionConfig.RESUMES_FORMAT)),
                        EventFormat.parse(settings.string(ConnectionConfig.LABELS_FORMAT)),
                        isInTopic(registry),
                        JudgedPart.parse(settings.string(ConnectionConfig.RESUMES_JUDGED))),
                Clients.of(settings));
    }

    private static Topics topics(Settings settings) {
        return new Topics(settings.string(ConnectionConfig.TOPIC_PREFIX));
    }

    private static SchemaRegistry registry(Settings settings) {
        Map<String, String> properties = Map.of(
                SchemaRegistries.BASIC_AUTH,
                settings.string(ConnectionConfig.SCHEMA_REGISTRY_BASIC_AUTH),
                SchemaRegistries.BEARER_TOKEN,
                settings.string(ConnectionConfig.SCHEMA_REGISTRY_BEARER_TOKEN),
                SchemaRegistries.AUTO_REGISTER,
                Boolean.toString(settings.flag(ConnectionConfig.SCHEMA_AUTO_REGISTER)),
                SchemaRegistries.SUBJECTS,
                settings.string(ConnectionConfig.SCHEMA_SUBJECTS));
        try {
            if (ConnectionConfig.hasRegistry(settings)) {
                return SchemaRegistries.of(settings.string(ConnectionConfig.SCHEMA_REGISTRY_URL), properties);
            }
            Clients clients = Clients.of(settings);
            return SchemaRegistries.inTopic(
                    topics(settings).schemas(),
                    () -> clients.reader(Map.of()),
                    () -> clients.producer(Map.of()),
                    properties);
        } catch (IllegalArgumentException e) {
            throw new ConfigurationException(String.valueOf(e.getMessage()), e);
        }
    }

    private static boolean isInTopic(SchemaRegistry registry) {
        return registry instanceof TopicSchemaRegistry
                || (registry instanceof WatchedRegistry watched && isInTopic(watched.registry()));
    }

    /** What the schema registry does not answer at the moment, in words; null if nothing waits for it. */
    public @Nullable String waitsForRegistry() {
        return registry instanceof WatchedRegistry watched ? watched.waitsFor() : null;
    }

    /** The topics that it needs, with their usual number of partitions. */
    TopicCatalogue catalogue() {
        TopicCatalogue catalogue = new TopicCatalogue(topics, TopicCatalogue.DEFAULT_PARTITIONS);
        return formats.keepsSchemas() ? catalogue.withSchemas() : catalogue;
    }

    /** The decoder of resumes in the accepted format. */
    public EventDecoder<Resume> resumeDecoder() {
        return new EventDecoder<>(Resume.class, registry, formats.resumes());
    }

    /**
     * The reader of resumes, for one thread.
     *
     * @param maxTextChars longest judged text, in UTF-16 code units; positive
     */
    public ResumeReader resumeReader(int maxTextChars) {
        return new ResumeReader(resumeDecoder(), maxTextChars, formats.judged());
    }

    /**
     * The reader of jobs, for one thread. Both formats are read, whatever that of resumes.
     *
     * @param maxTextChars longest description, and longest skills, in UTF-16 code units; positive
     */
    public JobReader jobReader(int maxTextChars) {
        return new JobReader(new EventDecoder<>(Job.class, registry), maxTextChars);
    }

    /** The reader of feedback. Both formats are read, whatever that of resumes. */
    public FeedbackReader feedbackReader() {
        return new FeedbackReader(registry);
    }

    /**
     * Writes resumes so that all services accept them.
     *
     * @throws SchemaRegistryException if their schema cannot be registered
     */
    public Serializer<Resume> resumeSerializer() {
        return serializer(Resume.class, topics.resumes());
    }

    /**
     * Writes jobs, or feedback, in the format of resumes.
     *
     * @param topic that it is for
     * @throws SchemaRegistryException if their schema cannot be registered
     */
    public <T extends SpecificRecord> Serializer<T> serializer(Class<T> type, String topic) {
        return isJson(formats.resumes())
                ? new JsonSerializer<>()
                : new AvroSerde<>(type, registry).prepare(topic).serializer();
    }

    /** Writes labels, disagreements or recommendations in the configured format. */
    public <T extends SpecificRecord> Serializer<T> labelSerializer(Class<T> type) {
        return isJson(formats.labels()) ? new JsonSerializer<>() : new AvroSerde<>(type, registry).serializer();
    }

    private boolean isJson(EventFormat format) {
        return format == EventFormat.JSON || (format == EventFormat.AUTO && formats.keepsSchemas());
    }
}
