package io.rolestream.trainer.examples;

import io.rolestream.evaluation.split.ExampleSplit;
import java.nio.charset.StandardCharsets;
import java.security.MessageDigest;
import java.security.NoSuchAlgorithmException;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HexFormat;
import java.util.Iterator;
import java.util.List;
import java.util.Map;
import java.util.Objects;
import java.util.stream.LongStream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;

/** Examples for tests, and how they get into a store. */
public final class Samples {
    static final TopicPartition EXAMPLES = new TopicPartition("training-examples", 0);
    public static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");

    private Samples() {}

    public static String hash(String text) {
        try {
            byte[] digest = MessageDigest.getInstance("SHA-256").digest(text.getBytes(StandardCharsets.UTF_8));
            return HexFormat.of().formatHex(digest, 0, 16);
        } catch (NoSuchAlgorithmException e) {
            throw new IllegalStateException(e);
        }
    }

    static StoredRuleVote vote(@Nullable String role, String rulesetVersion) {
        return role == null
                ? new StoredRuleVote(null, 0, List.of(), List.of(), rulesetVersion)
                : new StoredRuleVote(
                        role, 0.75f, List.of(new StoredRuleVote.Score(role, 3)), List.of("java", "c#"), rulesetVersion);
    }

    static Change.Judged judged(String resumeId, String text, @Nullable String role) {
        return judged(resumeId, text, role, NOON);
    }

    static Change.Judged judged(String resumeId, String text, @Nullable String role, Instant submittedAt) {
        return new Change.Judged(resumeId, Example.of(hash(text), text, vote(role, "default@1"), submittedAt));
    }

    static Change.Corrected corrected(String resumeId, @Nullable String text, String role, int minutesAfterNoon) {
        return new Change.Corrected(
                resumeId,
                text == null ? null : hash(text),
                Example.Correction.of(role, "ann", NOON.plusSeconds(60L * minutesAfterNoon), false));
    }

    /** The same, by somebody who was asked because the resume was drawn at random. */
    static Change.Corrected drawn(Change.Corrected corrected) {
        Example.Correction correction = corrected.correction();
        return new Change.Corrected(
                corrected.resumeId(),
                corrected.contentHash(),
                Example.Correction.of(correction.role(), correction.reviewer(), correction.correctedAt(), true));
    }

    /** Takes changes in as the next records of one partition. */
    static void apply(ExampleStore store, Change... changes) {
        long first = store.positions().getOrDefault(EXAMPLES, 0L);
        store.apply(
                LongStream.range(0, changes.length)
                        .mapToObj(i -> new SourceRecord(EXAMPLES, first + i, changes[(int) i]))
                        .toList(),
                Map.of(EXAMPLES, first + changes.length));
    }

    public static List<Example> read(ExampleStore store, @Nullable ExampleSplit split) {
        try (ExampleReader reader = store.reader()) {
            List<Example> examples = new ArrayList<>();
            for (Iterator<Example> rows = reader.examples(split); rows.hasNext(); ) {
                examples.add(rows.next());
            }
            return examples;
        }
    }

    /** The correction of an example that has one. */
    public static Example.Correction correction(Example example) {
        return Objects.requireNonNull(example.correction());
    }

    public static List<Example> read(ExampleStore store) {
        return read(store, null);
    }
}
