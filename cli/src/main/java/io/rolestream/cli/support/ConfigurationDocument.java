package io.rolestream.cli.support;

import io.rolestream.common.config.ConfigReference;
import java.io.IOException;
import java.io.InputStream;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/** The reference of all settings. {@code docs/CONFIGURATION.md} is a copy of it. */
public final class ConfigurationDocument {
    private static final String INTRODUCTION = "configuration.md";

    private ConfigurationDocument() {}

    /** The document, as Markdown. */
    public static String text() {
        try (InputStream introduction = ConfigurationDocument.class.getResourceAsStream(INTRODUCTION)) {
            return new String(Objects.requireNonNull(introduction).readAllBytes(), StandardCharsets.UTF_8)
                    + ConfigReference.markdown(Configuration.definitions());
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }
}
