package io.rolestream.schemas.registry;

import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Supplier;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.apache.kafka.clients.consumer.Consumer;
import org.apache.kafka.clients.producer.Producer;
import org.jspecify.annotations.Nullable;

/** Creates a registry client from settings. Messages about it name these settings, too. */
public final class SchemaRegistries {
    /** URLs of the registry, separated by commas. */
    public static final String URL = "schema.registry.url";
    /** {@code user:password} for basic authentication. */
    public static final String BASIC_AUTH = "schema.registry.basic.auth";
    /** Token for bearer authentication. */
    public static final String BEARER_TOKEN = "schema.registry.bearer.token";
    /** Whether schemas may be registered; default true. */
    public static final String AUTO_REGISTER = "schema.auto.register";
    /** Subjects whose schemas records may use besides their topic's own, separated by commas; {@code *} for all. */
    public static final String SUBJECTS = "schema.subjects";

    private SchemaRegistries() {}

    /**
     * A client for the registry at these URLs.
     *
     * @param urls separated by commas; if one does not answer, the next is asked. A URL may contain credentials
     * @param properties credentials, {@link #AUTO_REGISTER} and {@link #SUBJECTS}; other keys are ignored
     * @throws IllegalArgumentException if a value is invalid
     */
    public static SchemaRegistry of(String urls, Map<String, ?> properties) {
        return new HttpSchemaRegistry(config(urls, properties));
    }

    static RegistryConfig config(String urls, Map<String, ?> properties) {
        List<RegistryAddress> addresses = RegistryAddress.list(urls);
        RegistryConfig config = RegistryConfig.of(addresses);
        String user = text(properties, BASIC_AUTH);
        String token = text(properties, BEARER_TOKEN);
        boolean inUrl = addresses.stream().anyMatch(address -> address.credentials() != null);
        if ((user != null && token != null) || (inUrl && (user != null || token != null))) {
            throw new IllegalArgumentException(
                    "Set only one of %s, %s and credentials in %s".formatted(BASIC_AUTH, BEARER_TOKEN, URL));
        }
        if (user != null) {
            if (user.indexOf(':') < 1) {
                throw new IllegalArgumentException(BASIC_AUTH + " must read user:password");
            }
            config = config.withBasicAuth(user);
        }
        if (token != null) {
            config = config.withBearerToken(token);
        }
        return config.withAutoRegister(autoRegister(properties)).withSubjects(list(text(properties, SUBJECTS)));
    }

    /**
     * The schemas in a topic.
     *
     * @param properties {@link #AUTO_REGISTER} and {@link #SUBJECTS}; other keys are ignored
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
        String auto = text(properties, AUTO_REGISTER);
        if (auto != null && !auto.equals("true") && !auto.equals("false")) {
            throw new IllegalArgumentException("%s must be true or false, not %s".formatted(AUTO_REGISTER, auto));
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
