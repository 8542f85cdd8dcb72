package io.rolestream.cli.testing;

import io.rolestream.common.config.Settings;
import io.rolestream.embedded.EmbeddedKafka;
import io.rolestream.local.LocalStack;
import io.rolestream.local.services.Configuration;
import java.util.List;
import org.jspecify.annotations.Nullable;

/** One broker with one labelling service for all tests of this process; it ends with the process. */
public final class SharedStack {
    private static @Nullable LocalStack stack;

    private SharedStack() {}

    public static synchronized LocalStack get() {
        if (stack == null) {
            try {
                stack = LocalStack.start(
                        EmbeddedKafka.builder().build(),
                        broker -> Settings.of(Configuration.definitions(), broker),
                        null,
                        null);
            } catch (InterruptedException e) {
                throw new IllegalStateException(e);
            }
        }
        return stack;
    }

    /** The options that lead a command here. */
    public static List<String> options() {
        EmbeddedKafka kafka = get().kafka();
        return List.of(
                "--bootstrap-servers", kafka.bootstrapServers(), "--schema-registry-url", kafka.schemaRegistryUrl());
    }
}
