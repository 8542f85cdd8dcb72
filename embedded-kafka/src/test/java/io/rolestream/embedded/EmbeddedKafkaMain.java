package io.rolestream.embedded;

import io.rolestream.common.files.NativeLibraries;
import io.rolestream.common.files.NativeLibraryException;
import io.rolestream.common.service.ServiceRunner;
import java.nio.file.Path;
import java.util.Map;
import java.util.TreeMap;

/**
 * An embedded broker as a separate process: {@code --data DIR [--port N] [--registry-port N]}. Prints {@code ready
 * <bootstrap servers> <registry URL>} once clients can connect, and runs until stopped.
 */
public final class EmbeddedKafkaMain {
    private static final String DATA = "--data";
    private static final String PORT = "--port";
    private static final String REGISTRY_PORT = "--registry-port";

    private EmbeddedKafkaMain() {}

    public static void main(String[] arguments) throws InterruptedException {
        ServiceRunner.takeSignals();
        int exitCode;
        try {
            NativeLibraries.prepare();
            EmbeddedKafka kafka = configured(options(arguments));
            exitCode = ServiceRunner.run(
                    kafka,
                    () -> System.out.println("ready " + kafka.bootstrapServers() + " " + kafka.schemaRegistryUrl()));
        } catch (EmbeddedKafkaException | NativeLibraryException | IllegalArgumentException e) {
            System.err.println(e.getMessage());
            exitCode = 1;
        }
        System.exit(exitCode);
    }

    private static EmbeddedKafka configured(Map<String, String> options) {
        var builder = EmbeddedKafka.builder().portOptions(PORT, REGISTRY_PORT);
        options.forEach((name, value) -> {
            switch (name) {
                case DATA -> builder.directory(Path.of(value));
                case PORT -> builder.port(Integer.parseInt(value));
                case REGISTRY_PORT -> builder.registryPort(Integer.parseInt(value));
                default ->
                    throw new IllegalArgumentException("Unknown option %s; the options are %s, %s and %s"
                            .formatted(name, DATA, PORT, REGISTRY_PORT));
            }
        });
        return builder.build();
    }

    private static Map<String, String> options(String[] arguments) {
        if (arguments.length % 2 != 0) {
            throw new IllegalArgumentException("Every option needs a value");
        }
        var options = new TreeMap<String, String>();
        for (int i = 0; i < arguments.length; i += 2) {
            options.put(arguments[i], arguments[i + 1]);
        }
        return options;
    }
}
