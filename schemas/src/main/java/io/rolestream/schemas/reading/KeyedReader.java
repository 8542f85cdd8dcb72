package io.rolestream.schemas.reading;

import io.rolestream.schemas.reading.Reading.Forget;
import io.rolestream.schemas.reading.Reading.Unreadable;
import io.rolestream.schemas.registry.SchemaRegistryUnavailableException;
import io.rolestream.schemas.serde.NotJsonException;
import java.nio.charset.StandardCharsets;
import java.util.Arrays;
import java.util.function.BiFunction;
import java.util.function.Function;
import org.apache.avro.specific.SpecificRecord;
import org.apache.kafka.common.errors.SerializationException;
import org.apache.kafka.common.header.Headers;
import org.jspecify.annotations.Nullable;

/**
 * What the readers of all topics have in common: a record's key is the id in its value, and a null value deletes. The
 * result depends only on the record, never on the clock. Thread-safe.
 *
 * @param <E> the event
 * @param <T> what a valid record holds
 */
public final class KeyedReader<E extends SpecificRecord, T> {
    /** Longest id, in UTF-16 code units. */
    public static final int MAX_ID_CHARS = 256;

    private final EventDecoder<E> decoder;
    private final String noun;
    private final Function<E, String> idOf;

    /**
     * @param noun what an id identifies, for messages: {@code resume}, {@code job}
     * @param idOf the id in an event, empty for none
     */
    public KeyedReader(EventDecoder<E> decoder, String noun, Function<E, String> idOf) {
        this.decoder = decoder;
        this.noun = noun;
        this.idOf = idOf;
    }

    /**
     * Reads a record. JSON without an id gets the key's.
     *
     * @param headers of the record; one may name the schema of its value
     * @param judge gets the event and its id, which is valid and equal to the key
     * @throws SchemaRegistryUnavailableException if the value's schema is unknown and the registry does not answer; the
     *     record may be valid, so try again
     */
    public Reading<T> read(
            String topic,
            byte @Nullable [] key,
            byte @Nullable [] value,
            Headers headers,
            BiFunction<E, String, Reading<T>> judge) {
        if (key == null || key.length == 0) {
            return new Unreadable<>(
                    UnreadableReason.KEY_MISSING, "The record has no key; it must be the %s's id".formatted(noun));
        }
        if (value == null) {
            return forget(key);
        }
        E event;
        try {
            event = decoder.decode(topic, headers, value);
        } catch (NotJsonException e) {
            return new Unreadable<>(UnreadableReason.NOT_JSON, String.valueOf(e.getMessage()));
        } catch (SerializationException e) {
            return new Unreadable<>(UnreadableReason.NOT_AVRO, String.valueOf(e.getMessage()));
        }
        String id = idOf.apply(event).isEmpty() && EventDecoder.isJson(headers, value)
                ? new String(key, StandardCharsets.UTF_8)
                : idOf.apply(event);
        Unreadable<T> wrong = checkKey(id, key);
        return wrong == null ? judge.apply(event, id) : wrong;
    }

    /** Reads an event that did not come from a record. */
    public Reading<T> read(E event, BiFunction<E, String, Reading<T>> judge) {
        String id = idOf.apply(event);
        Unreadable<T> wrong = checkId(id, noun);
        return wrong == null ? judge.apply(event, id) : wrong;
    }

    private Reading<T> forget(byte[] key) {
        String id = new String(key, StandardCharsets.UTF_8);
        if (!Arrays.equals(id.getBytes(StandardCharsets.UTF_8), key)) {
            return new Unreadable<>(UnreadableReason.KEY_MALFORMED, "The key of a record to forget is not UTF-8 text");
        }
        Unreadable<T> wrong = checkId(id, noun);
        return wrong == null ? new Forget<>(id) : wrong;
    }

    private @Nullable Unreadable<T> checkKey(String id, byte[] key) {
        Unreadable<T> wrong = checkId(id, noun);
        if (wrong == null && !Arrays.equals(id.getBytes(StandardCharsets.UTF_8), key)) {
            return new Unreadable<>(
                    UnreadableReason.KEY_MISMATCH,
                    "The record's key (%d bytes) is not the %s's id in UTF-8: %s".formatted(key.length, noun, id));
        }
        return wrong;
    }

    /**
     * What is wrong with an id; null for nothing.
     *
     * @param noun what it identifies, for the message
     */
    public static <T> @Nullable Unreadable<T> checkId(String id, String noun) {
        if (id.isBlank()) {
            return new Unreadable<>(UnreadableReason.ID_BLANK, "The %s's id is blank".formatted(noun));
        }
        return id.length() <= MAX_ID_CHARS
                ? null
                : new Unreadable<>(
                        UnreadableReason.ID_TOO_LONG,
                        "The %s's id has %d characters, more than %d".formatted(noun, id.length(), MAX_ID_CHARS));
    }

    /**
     * What is wrong with a text; null for nothing.
     *
     * @param name of the field, for the message
     * @param maxChars longest text, in UTF-16 code units
     */
    public static <T> @Nullable Unreadable<T> checkLength(@Nullable String text, String name, int maxChars) {
        return text == null || text.length() <= maxChars
                ? null
                : new Unreadable<>(
                        UnreadableReason.TEXT_TOO_LONG,
                        "The %s has %d characters, more than %d".formatted(name, text.length(), maxChars));
    }
}
