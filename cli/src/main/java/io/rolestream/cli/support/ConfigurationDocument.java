package io.rolestream.cli.support;

import io.rolestream.common.clients.ClientSettings;
import io.rolestream.common.config.ConfigReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The reference of all settings: how they are given, and what each does. It is kept as {@code docs/CONFIGURATION.md}. */
public final class ConfigurationDocument {
    private static final String INTRODUCTION = "configuration.md";

    /** Where the introduction wants the table of refused keys. */
    private static final String REFUSED = "${kafka-keys-that-are-refused}\n";

    private ConfigurationDocument() {}

    /** The document, as Markdown. */
    public static String text() {
        try (InputStream introduction = ConfigurationDocument.class.getResourceAsStream(INTRODUCTION)) {
            return new String(Objects.requireNonNull(introduction).readAllBytes(), StandardCharsets.UTF_8)
                            .replace(REFUSED, ClientSettings.refusedKeys())
                    + ConfigReference.markdown(Configuration.definitions());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
