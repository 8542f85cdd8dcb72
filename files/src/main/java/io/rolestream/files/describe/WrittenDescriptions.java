package io.rolestream.files.describe;

import com.fasterxml.jackson.databind.JsonNode;
import io.rolestream.files.bytes.InputException;
import io.rolestream.matching.profile.GeneratedDescription;
import io.rolestream.matching.profile.Profile;
import io.rolestream.matching.writing.DescriptionSource;
import java.nio.file.Path;
import java.util.LinkedHashMap;
import java.util.Map;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * Descriptions that were generated elsewhere, from a file of JSON lines:
 *
 * <pre>{@code
 * {"resumeId": "r1", "description": "...", "generator": "writer@1", "seed": 7, "finished": true}
 * }</pre>
 *
 * <p>{@code generator} may be missing, and is then the file's name; {@code seed} is then 0, {@code finished} true.
 */
public final class WrittenDescriptions implements DescriptionSource {
    private static final int MAX_CHARACTERS = 100_000;

    private final Map<String, GeneratedDescription> byResume;

    private WrittenDescriptions(Map<String, GeneratedDescription> byResume) {
        this.byResume = byResume;
    }

    /**
     * Reads a file.
     *
     * @return at least one
     * @throws InputException if the file cannot be read, or a line lacks something; the message names the line
     */
    public static WrittenDescriptions read(Path file) {
        Map<String, GeneratedDescription> byResume = new LinkedHashMap<>();
        ObjectLines lines = new ObjectLines(file);
        lines.read(row -> {
            String id = lines.text(row, "resumeId");
            if (id == null) {
                throw lines.problem("has no resumeId");
            }
            if (byResume.putIfAbsent(id, description(lines, row, file)) != null) {
                throw lines.problem("describes a resume for the second time; keep one line for each resumeId");
            }
        });
        if (byResume.isEmpty()) {
            throw new InputException(file + " has no lines; each is a resumeId and a description");
        }
        return new WrittenDescriptions(byResume);
    }

    private static GeneratedDescription description(ObjectLines lines, JsonNode row, Path file) {
        JsonNode text = row.get("description");
        if (text == null || !text.isTextual()) {
            throw lines.problem("has no text \"description\"");
        }
        if (text.textValue().length() > MAX_CHARACTERS) {
            throw lines.problem("has a description of more than " + MAX_CHARACTERS + " characters; shorten it");
        }
        JsonNode seed = row.path("seed");
        if (!seed.isMissingNode() && !(seed.isIntegralNumber() && seed.canConvertToLong())) {
            throw lines.problem("has a seed that is not a whole number");
        }
        String generator = lines.text(row, "generator");
        return new GeneratedDescription(
                text.textValue(),
                generator == null ? String.valueOf(file.getFileName()) : generator,
                seed.asLong(),
                row.path("finished").asBoolean(true));
    }

    @Override
    public @Nullable CompletableFuture<GeneratedDescription> of(Profile resume) {
        GeneratedDescription description = byResume.get(resume.id());
        return description == null ? null : CompletableFuture.completedFuture(description);
    }
}
