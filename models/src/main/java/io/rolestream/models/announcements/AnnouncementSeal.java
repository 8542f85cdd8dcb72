package io.rolestream.models.announcements;

import io.rolestream.events.ModelFile;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.artifact.VersionSignature;
import io.rolestream.schemas.serde.GeneratedRecords;
import java.io.ByteArrayOutputStream;
import java.io.DataOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.ByteBuffer;
import java.nio.charset.StandardCharsets;
import java.security.PrivateKey;
import java.security.PublicKey;
import java.util.Map;
import java.util.TreeMap;
import org.apache.kafka.common.header.Header;
import org.apache.kafka.common.header.Headers;
import org.apache.kafka.common.header.internals.RecordHeaders;
import org.jspecify.annotations.Nullable;

/**
 * The sequence number and the signature of an announcement. Without them, whoever may write to the topic could make any
 * signed version champion, and send old announcements again to undo newer ones.
 *
 * <p>The signature covers every field but itself. A removal has no value, so its number and signature are headers.
 */
final class AnnouncementSeal {
    static {
        GeneratedRecords.trust();
    }

    private static final String SEQUENCE = "rolestream.sequence";
    private static final String SIGNATURE = "rolestream.signature";

    private AnnouncementSeal() {}

    /** The announcement with its number, signed if there is a key. */
    static ModelVersion seal(ModelVersion version, long sequence, @Nullable PrivateKey key) {
        var numbered = ModelVersion.newBuilder(version).setSequence(sequence).setAnnouncementSignature(null);
        if (key != null) {
            numbered.setAnnouncementSignature(VersionSignature.sign(statement(numbered.build()), key));
        }
        return numbered.build();
    }

    static boolean isSealed(ModelVersion version, PublicKey key) {
        return VersionSignature.verifies(statement(version), version.getAnnouncementSignature(), key);
    }

    /** The headers of a removal. */
    static Headers removal(VersionKey version, long sequence, @Nullable PrivateKey key) {
        Headers headers = new RecordHeaders()
                .add(SEQUENCE, ByteBuffer.allocate(Long.BYTES).putLong(sequence).array());
        if (key != null) {
            headers.add(
                    SIGNATURE,
                    VersionSignature.sign(removalStatement(version, sequence), key)
                            .getBytes(StandardCharsets.UTF_8));
        }
        return headers;
    }

    /** The number of a removal; 0 if it has none. */
    static long sequence(Headers headers) {
        Header header = headers.lastHeader(SEQUENCE);
        return header == null || header.value() == null || header.value().length != Long.BYTES
                ? 0
                : ByteBuffer.wrap(header.value()).getLong();
    }

    static boolean isSealed(VersionKey removed, Headers headers, PublicKey key) {
        Header header = headers.lastHeader(SIGNATURE);
        return header != null
                && header.value() != null
                && VersionSignature.verifies(
                        removalStatement(removed, sequence(headers)),
                        new String(header.value(), StandardCharsets.UTF_8),
                        key);
    }

    private static byte[] removalStatement(VersionKey version, long sequence) {
        return new Statement("rolestream-removal-1")
                .text(version.name())
                .text(version.version())
                .number(sequence)
                .bytes();
    }

    private static byte[] statement(ModelVersion version) {
        Statement statement = new Statement("rolestream-announcement-1")
                .text(version.getName())
                .text(version.getVersion())
                .text(version.getParent())
                .text(version.getBaseCheckpoint())
                .text(version.getLocation())
                .number(version.getFiles().size());
        for (ModelFile file : version.getFiles()) {
            statement.text(file.getPath()).number(file.getBytes()).text(file.getSha256());
        }
        statement
                .text(version.getSignature())
                .number(version.getTrainedExamples())
                .number(version.getTrainedCorrections())
                .numbers(version.getTrainedOffsets())
                .text(version.getRulesetVersion())
                .number(version.getMetrics().size());
        new TreeMap<>(version.getMetrics())
                .forEach((name, value) -> statement.text(name).number(Double.doubleToLongBits(value)));
        statement
                .number(version.getGatePassed() ? 1 : 0)
                .number(version.getGateReasons().size());
        version.getGateReasons().forEach(statement::text);
        return statement
                .text(version.getStage().name())
                .number(version.getAnnouncedAt().toEpochMilli())
                .number(
                        version.getChampionAt() == null
                                ? -1
                                : version.getChampionAt().toEpochMilli())
                .number(version.getSequence())
                .bytes();
    }

    /** Fields in a fixed order; texts with their length, so that no two announcements give the same bytes. */
    private static final class Statement {
        private final ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        private final DataOutputStream out = new DataOutputStream(bytes);

        Statement(String kind) {
            text(kind);
        }

        Statement text(@Nullable String text) {
            try {
                byte[] encoded = text == null ? new byte[0] : text.getBytes(StandardCharsets.UTF_8);
                out.writeInt(text == null ? -1 : encoded.length);
                out.write(encoded);
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e); // memory does not fail
            }
        }

        Statement number(long number) {
            try {
                out.writeLong(number);
                return this;
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
        }

        Statement numbers(Map<String, Long> byName) {
            number(byName.size());
            new TreeMap<>(byName).forEach((name, value) -> text(name).number(value));
            return this;
        }

        byte[] bytes() {
            return bytes.toByteArray();
        }
    }
}
