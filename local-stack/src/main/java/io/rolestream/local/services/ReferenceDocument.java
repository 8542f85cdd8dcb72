package io.rolestream.local.services;

import io.rolestream.common.clients.ClientSettings;
import io.rolestream.common.config.ConfigReference;
import io.rolestream.common.metrics.MetricReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** References as Markdown: an introduction, and tables made from the code. */
public final class ReferenceDocument {
    /** Replaced by the table of refused keys. */
    private static final String REFUSED_KEYS = "${kafka-keys-that-are-refused}\n";

    private ReferenceDocument() {}

    /** All settings, as in {@code docs/CONFIGURATION.md}. */
    public static String configuration() {
        return introduction("configuration.md").replace(REFUSED_KEYS, ClientSettings.refusedKeys())
                + ConfigReference.markdown(Configuration.definitions());
    }

    /** All metrics, as in {@code docs/METRICS.md}. */
    public static String metrics() {
        return introduction("metrics.md") + MetricReference.metrics() + "\n" + MetricReference.tags();
    }

    private static String introduction(String resource) {
        try (InputStream introduction = ReferenceDocument.class.getResourceAsStream(resource)) {
            return new String(Objects.requireNonNull(introduction).readAllBytes(), StandardCharsets.UTF_8);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
