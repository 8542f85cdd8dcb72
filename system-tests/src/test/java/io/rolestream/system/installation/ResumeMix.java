package io.rolestream.system.installation;

import io.rolestream.events.Resume;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.ResumeGenerator;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.schemas.serde.AvroSerde;
import io.rolestream.schemas.topics.Topics;
import java.nio.charset.StandardCharsets;
import java.util.HashMap;
import java.util.Map;
import java.util.Random;
import org.apache.kafka.clients.producer.ProducerRecord;
import org.apache.kafka.common.serialization.Serializer;

/**
 * Resumes as they come in life: most are new; some come again, unchanged, changed, or changed back; one in a hundred
 * has nothing in it, and a few records are no resumes at all. What came lately comes again most often. The same for the
 * same seed.
 */
public final class ResumeMix {
    private static final double NO_RESUME = 0.006;
    private static final double REPEATED = 0.1;
    private static final double CHANGED = 0.12;
    private static final double BROKEN = 0.01;
    private static final int LATELY = 30;
    private static final long OTHER_CONTENTS = 1_000_000;

    private final Random random;
    private final ResumeGenerator generator;
    private final Serializer<Resume> serializer;
    private final String topic;
    private final Map<Long, Long> contents = new HashMap<>();
    private long newest;

    public ResumeMix(long seed, SchemaRegistry registry, Topics topics) {
        this.random = new Random(seed);
        this.generator = new ResumeGenerator(seed, GeneratorOptions.DEFAULT.withBrokenShare(BROKEN));
        this.serializer = new AvroSerde<>(Resume.class, registry).serializer();
        this.topic = topics.resumes();
    }

    public ProducerRecord<byte[], byte[]> next() {
        double kind = random.nextDouble();
        if (newest == 0 || kind > NO_RESUME + REPEATED + CHANGED) {
            newest++;
            return resume(newest, newest);
        }
        long number = earlier();
        if (kind < NO_RESUME) {
            return noResume(number);
        }
        long content = contents.getOrDefault(number, number);
        if (kind < NO_RESUME + CHANGED) {
            content = random.nextInt(3) == 0 ? number : OTHER_CONTENTS + random.nextInt(100_000);
        }
        return resume(number, content);
    }

    private long earlier() {
        long back = random.nextBoolean() ? LATELY : newest;
        return newest - random.nextInt((int) Math.min(newest, back));
    }

    private ProducerRecord<byte[], byte[]> resume(long number, long content) {
        contents.put(number, content);
        String resumeId = "resume-" + number;
        Resume resume = Resume.newBuilder(generator.resume(content).event())
                .setResumeId(resumeId)
                .build();
        return new ProducerRecord<>(topic, bytes(resumeId), serializer.serialize(topic, resume));
    }

    private ProducerRecord<byte[], byte[]> noResume(long number) {
        Resume resume = generator.resume(number).event();
        byte[] value = serializer.serialize(topic, resume);
        return switch (random.nextInt(3)) {
            case 0 -> new ProducerRecord<>(topic, bytes(resume.getResumeId()), bytes("not Avro"));
            case 1 -> new ProducerRecord<>(topic, bytes("another key"), value);
            default -> new ProducerRecord<>(topic, null, value);
        };
    }

    private static byte[] bytes(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }
}
