package io.rolestream.benchmarks.recipe;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.events.Resume;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/** Reads files of a JSON object per line, with {@code resumeId}, and {@code skills} or {@code role} or both. */
final class LabelledFile {
    private static final ObjectMapper JSON = new ObjectMapper();

    private LabelledFile() {}

    /**
     * A resume of a file.
     *
     * @param role null where the file names none
     */
    record Item(
            String resumeId,
            String contentHash,
            String text,
            @Nullable String role) {}

    /** The valid resumes. */
    static List<Item> resumes(Path file) throws IOException {
        ResumeReader reader = new ResumeReader(new InMemorySchemaRegistry());
        List<Item> items = new ArrayList<>();
        for (String line : Files.readAllLines(file)) {
            JsonNode row = JSON.readTree(line);
            Resume resume = Resume.newBuilder()
                    .setResumeId(row.path("resumeId").asText())
                    .setSkills(row.path("skills").asText())
                    .build();
            if (reader.read(resume, 0) instanceof Reading.Readable<ReadableResume> readable) {
                items.add(new Item(
                        readable.value().resumeId(),
                        readable.value().contentHash(),
                        readable.value().judgedText(),
                        row.hasNonNull("role") ? row.path("role").asText() : null));
            }
        }
        return items;
    }

    /** Roles by resume, in the order of the file. */
    static Map<String, String> answers(Path file, int most) throws IOException {
        Map<String, String> answers = new HashMap<>();
        for (String line : Files.readAllLines(file)) {
            if (answers.size() < most) {
                JsonNode row = JSON.readTree(line);
                answers.put(row.path("resumeId").asText(), row.path("role").asText());
            }
        }
        return answers;
    }
}
