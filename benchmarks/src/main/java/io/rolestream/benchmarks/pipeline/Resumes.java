package io.rolestream.benchmarks.pipeline;

import io.rolestream.events.Resume;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.serde.WireFormat;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;

/**
 * The records of {@code resumes}, the same for every run. A few thousand values are encoded beforehand; each record is
 * a copy of one with its own id, so that making it costs next to nothing.
 */
final class Resumes {
    private static final int TEXTS = 4_096;
    private static final String FIRST_ID = "r-000000000";
    /** The id is the schema's first field; its length takes one byte. */
    private static final int ID_START = WireFormat.HEADER_BYTES + 1;

    private final List<byte[]> values = new ArrayList<>(TEXTS);
    private final List<String> judged = new ArrayList<>(TEXTS);

    /** @param topic the topic of the resumes, whose schema id the values carry */
    Resumes(SchemaRegistry registry, String topic, Kind kind) {
        var serializer = new AvroSerde<>(Resume.class, registry).prepare(topic).serializer();
        Random random = new Random(42);
        for (int i = 0; i < TEXTS; i++) {
            Resume resume = kind.resume(FIRST_ID, random);
            judged.add(Kind.judged(resume));
            values.add(serializer.serialize(topic, resume));
        }
    }

    static byte[] key(int number) {
        byte[] key = FIRST_ID.getBytes(StandardCharsets.US_ASCII);
        writeNumber(number, key, key.length);
        return key;
    }

    byte[] value(int number) {
        byte[] value = values.get(number % TEXTS).clone();
        writeNumber(number, value, ID_START + FIRST_ID.length());
        return value;
    }

    private static void writeNumber(int number, byte[] into, int end) {
        int rest = number;
        for (int at = end - 1; rest > 0; at--) {
            into[at] = (byte) ('0' + rest % 10);
            rest /= 10;
        }
    }

    /** The number of the resume with this key. */
    static int number(byte[] key) {
        int number = 0;
        for (int at = FIRST_ID.indexOf('0'); at < key.length; at++) {
            number = number * 10 + key[at] - '0';
        }
        return number;
    }

    /** The different texts that are judged; resume {@code n} has the text {@code n % size}. */
    List<String> judged() {
        return List.copyOf(judged);
    }
}
