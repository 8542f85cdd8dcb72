package io.rolestream.schemas.serde;

import java.util.Arrays;
import java.util.Locale;
import java.util.stream.Collectors;

/** How the values of a topic are written. */
public enum EventFormat {
    /** What fits: each value says itself what it is, or the installation does. */
    AUTO,
    /** Avro in the Confluent wire format. */
    AVRO,
    /** One JSON object; see {@link JsonRecordReader}. */
    JSON;

    /** The formats' names in settings. */
    public static final String ACCEPTED =
            Arrays.stream(values()).map(EventFormat::toString).collect(Collectors.joining(", "));

    /**
     * The format with a name.
     *
     * @throws IllegalArgumentException if there is none
     */
    public static EventFormat parse(String name) {
        return Arrays.stream(values())
                .filter(format -> format.toString().equals(name))
                .findFirst()
                .orElseThrow(() -> new IllegalArgumentException("expected one of " + ACCEPTED));
    }

    /** The name in settings. */
    @Override
    public String toString() {
        return name().toLowerCase(Locale.ROOT);
    }
}
