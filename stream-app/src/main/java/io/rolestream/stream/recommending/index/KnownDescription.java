package io.rolestream.stream.recommending.index;

import io.rolestream.events.ListDescription;
import io.rolestream.events.WrittenDescription;
import io.rolestream.matching.profile.ProfiledDescription;
import io.rolestream.models.artifact.Sha256;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import org.jspecify.annotations.Nullable;

/**
 * What a generator said of a resume.
 *
 * @param named the description, as lists name it
 * @param text with its profile; null if no text was written
 * @param at when it was written, or not
 */
public record KnownDescription(
        ListDescription named, @Nullable ProfiledDescription text, Instant at) {
    private static final int HASH_DIGITS = 32;

    /**
     * A record of a generator.
     *
     * @param text its text with the profile; null if it has none
     */
    public static KnownDescription of(WrittenDescription written, long offset, @Nullable ProfiledDescription text) {
        String description = written.getDescription();
        return new KnownDescription(
                ListDescription.newBuilder()
                        .setGenerator(written.getGenerator())
                        .setGeneratorVersion(written.getGeneratorVersion())
                        .setSeed(written.getSeed())
                        .setContentHash(written.getContentHash())
                        .setTextHash(
                                description == null
                                        ? ""
                                        : Sha256.of(description.getBytes(StandardCharsets.UTF_8))
                                                .substring(0, HASH_DIGITS))
                        .setOffset(offset)
                        .build(),
                text,
                written.getGeneratedAt());
    }

    /** All that tells a description from others; empty if no text was written. */
    public String key() {
        return text == null ? "" : key(named);
    }

    /** All that tells the description of a list from others; empty for none. */
    public static String key(@Nullable ListDescription named) {
        return named == null
                ? ""
                : String.join(
                        "/",
                        named.getGenerator(),
                        named.getGeneratorVersion(),
                        Long.toString(named.getSeed()),
                        named.getTextHash());
    }
}
