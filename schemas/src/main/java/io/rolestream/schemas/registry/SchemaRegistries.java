package io.rolestream.schemas.registry;

import java.net.URI;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** Creates a registry client from configuration, with the keys of Confluent's clients. */
public final class SchemaRegistries {
    /** Base URL of the registry. */
    public static final String URL = "schema.registry.url";
    /** {@code user:password} for basic authentication. */
    public static final String BASIC_AUTH_USER_INFO = "basic.auth.user.info";
    /** Token for bearer authentication. */
    public static final String BEARER_AUTH_TOKEN = "bearer.auth.token";
    /** Whether schemas may be registered; default true. */
    public static final String AUTO_REGISTER_SCHEMAS = "auto.register.schemas";

    /** Subjects whose schemas records may use besides their topic's own, separated by commas; {@code *} for all. */
    public static final String SUBJECTS = "accepted.subjects";

    private SchemaRegistries() {}

    /**
     * A client for the registry at {@code url}.
     *
     * @param properties credentials, {@link #AUTO_REGISTER_SCHEMAS} and {@link #SUBJECTS}; other keys are ignored
     * @throws IllegalArgumentException if a value is invalid
     */
    public static SchemaRegistry of(String url, Map<String, ?> properties) {
        return new HttpSchemaRegistry(config(url, properties));
    }

    static RegistryConfig config(String url, Map<String, ?> properties) {
        RegistryConfig config = RegistryConfig.of(URI.create(url));
        String user = text(properties, BASIC_AUTH_USER_INFO);
        String token = text(properties, BEARER_AUTH_TOKEN);
        if (user != null && token != null) {
            throw new IllegalArgumentException(
                    "%s and %s are mutually exclusive".formatted(BASIC_AUTH_USER_INFO, BEARER_AUTH_TOKEN));
        }
        if (user != null) {
            int colon = user.indexOf(':');
            if (colon < 1) {
                throw new IllegalArgumentException(BASIC_AUTH_USER_INFO + " must read user:password");
            }
            config = config.withBasicAuth(user.substring(0, colon), user.substring(colon + 1));
        }
        if (token != null) {
            config = config.withBearerToken(token);
        }
        return config.withAutoRegister(autoRegister(properties)).withSubjects(list(text(properties, SUBJECTS)));
    }

    /**
     * The schemas in a topic.
     *
     * @param properties {@link #AUTO_REGISTER_SCHEMAS} and {@link #SUBJECTS}; other keys are ignored
     * @param consumers makes a consumer without a group
     * @param producers makes a producer
     * @throws IllegalArgumentException if a value is invalid
     */
    public static SchemaRegistry inTopic(
            String topic,
            Supplier<Consumer<byte[], byte[]>> consumers,
            Supplier<Producer<byte[], byte[]>> producers,
            Map<String, ?> properties) {
        return new TopicSchemaRegistry(
                topic, consumers, producers, autoRegister(properties), list(text(properties, SUBJECTS)));
    }

    private static boolean autoRegister(Map<String, ?> properties) {
        String auto = text(properties, AUTO_REGISTER_SCHEMAS);
        if (auto != null && !auto.equals("true") && !auto.equals("false")) {
            throw new IllegalArgumentException(
                    "%s must be true or false, not %s".formatted(AUTO_REGISTER_SCHEMAS, auto));
        }
        return !"false".equals(auto);
    }

    private static Set<String> list(@Nullable String text) {
        return text == null
                ? Set.of()
                : Stream.of(text.split(","))
                        .map(String::strip)
                        .filter(each -> !each.isEmpty())
                        .collect(Collectors.toSet());
    }

    private static @Nullable String text(Map<String, ?> properties, String name) {
        Object value = properties.get(name);
        return value == null || value.toString().isBlank()
                ? null
                : value.toString().strip();
    }
}
