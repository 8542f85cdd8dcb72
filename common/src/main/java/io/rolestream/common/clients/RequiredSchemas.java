package io.rolestream.common.clients;

import io.rolestream.common.config.ConfigurationException;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.registry.SchemaRegistryException;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.topics.Subject;
import java.time.Duration;
import java.util.ArrayList;
import java.util.List;

/**
 * Prepares the schemas of everything that a service writes, before it reads its first record: afterwards no write needs
 * the registry. Without that, a refused schema would stop a record half-way.
 */
public final class RequiredSchemas {
    private static final Duration PAUSE = Duration.ofSeconds(1);

    private RequiredSchemas() {}

    /**
     * Registers the schemas, or looks them up, as configured. Waits while the registry is unavailable: it may be
     * started later, or be behind a proxy that answers in its place.
     *
     * @throws ConfigurationException if the registry lacks or refuses schemas; the message names all of them
     */
    public static void await(Cluster cluster, List<Subject> subjects) throws InterruptedException {
        if (cluster.formats().keepsSchemas()) {
            RequiredTopics.check(cluster); // nothing but a person creates the topic with the schemas
        }
        while (true) {
            try {
                check(cluster.registry(), subjects);
                return;
            } catch (SchemaRegistryUnavailableException e) {
                Thread.sleep(PAUSE.toMillis()); // the registry says in the log and at /ready what is waited for
            }
        }
    }

    /**
     * As {@link #await}, without waiting.
     *
     * @throws SchemaRegistryUnavailableException if the registry is unavailable
     */
    public static void check(SchemaRegistry registry, List<Subject> subjects) {
        List<String> problems = problems(registry, subjects);
        if (!problems.isEmpty()) {
            throw new ConfigurationException(String.join("\n", problems));
        }
    }

    /** What the registry refuses, a sentence for each subject. */
    public static List<String> problems(SchemaRegistry registry, List<Subject> subjects) {
        List<String> problems = new ArrayList<>();
        for (Subject subject : subjects) {
            try {
                registry.register(subject.name(), subject.schema());
            } catch (SchemaRegistryUnavailableException e) {
                throw e;
            } catch (SchemaRegistryException e) {
                problems.add(String.valueOf(e.getMessage()));
            }
        }
        return problems;
    }
}
