package io.rolestream.trainer.matching.sources;

import com.fasterxml.jackson.core.JsonProcessingException;
import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.events.FeedbackAction;
import io.rolestream.files.bytes.InputException;
import io.rolestream.matching.profile.Candidate;
import io.rolestream.matching.profile.Posting;
import io.rolestream.models.artifact.Sha256;
import io.rolestream.trainer.matching.GradedMatch;
import io.rolestream.trainer.matching.MatchingData;
import io.rolestream.trainer.matching.feedback.FeedbackMatches;
import io.rolestream.trainer.matching.feedback.Reaction;
import java.io.BufferedReader;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import org.jspecify.annotations.Nullable;

/**
 * A file of JSON lines, each a resume, a job, and how well they suit each other:
 *
 * <pre>{@code
 * {"skills": "java, spring", "text": "...", "title": "Java developer", "jobSkills": "java", "description": "...", "grade": 2}
 * }</pre>
 *
 * <p>{@code resumeId} and {@code jobId} may be given; without them equal texts are one resume or one job. Instead of
 * {@code grade} (0 to 3) a line may have {@code action} (shown, opened, applied, hired, dismissed) and
 * {@code position}.
 */
public final class PairsFile {
    private static final int ID_DIGITS = 16;

    private final ObjectMapper json = new ObjectMapper();
    private final Path file;
    private final Map<String, Candidate> resumes = new LinkedHashMap<>();
    private final Map<String, Posting> jobs = new LinkedHashMap<>();
    private final List<GradedMatch> graded = new ArrayList<>();
    private final List<Reaction> reactions = new ArrayList<>();
    private long line;

    private PairsFile(Path file) {
        this.file = file;
    }

    /** @throws InputException if the file cannot be read, or a line is no such pair; the message names the line */
    public static MatchingData read(Path file) {
        PairsFile reader = new PairsFile(file);
        try (BufferedReader lines = Files.newBufferedReader(file, StandardCharsets.UTF_8)) {
            for (String text = lines.readLine(); text != null; text = lines.readLine()) {
                reader.line++;
                if (!text.isBlank()) {
                    reader.add(reader.parsed(text));
                }
            }
        } catch (IOException e) {
            throw InputException.of(file, e);
        }
        List<GradedMatch> matches = new ArrayList<>(reader.graded);
        matches.addAll(FeedbackMatches.of(reader.reactions).matches());
        return new MatchingData(reader.resumes, reader.jobs, matches, "pairs in " + file.getFileName(), true);
    }

    private JsonNode parsed(String text) {
        try {
            JsonNode row = json.readTree(text);
            if (!row.isObject()) {
                throw problem("is not a JSON object, such as {\"text\": ..., \"description\": ..., \"grade\": 2}");
            }
            return row;
        } catch (JsonProcessingException e) {
            throw problem("is not valid JSON: " + e.getOriginalMessage());
        }
    }

    private void add(JsonNode row) {
        String skills = text(row, "skills");
        String body = text(row, "text");
        String title = text(row, "title");
        String jobSkills = text(row, "jobSkills");
        String description = text(row, "description");
        if (skills == null && body == null) {
            throw problem("has neither skills nor text of a resume");
        }
        if (title == null && jobSkills == null && description == null) {
            throw problem("has neither title, jobSkills nor description of a job");
        }
        String resumeId = id(row, "resumeId", "resume-", skills, body);
        String jobId = id(row, "jobId", "job-", title, jobSkills, description);
        resumes.put(resumeId, new Candidate(resumeId, skills, body, null));
        jobs.put(jobId, new Posting(jobId, title == null ? "" : title, jobSkills, description, null, null, null, null));
        JsonNode grade = row.get("grade");
        String action = text(row, "action");
        boolean isGraded = grade != null && !grade.isNull();
        if (isGraded == (action != null)) {
            throw problem("needs either a grade (0 to " + GradedMatch.HIGHEST
                    + ") or an action (shown, opened, applied, hired, dismissed)");
        }
        if (action != null) {
            reactions.add(new Reaction(resumeId, jobId, action(action), position(row)));
        } else if (grade != null) {
            if (!grade.isIntegralNumber() || grade.intValue() < 0 || grade.intValue() > GradedMatch.HIGHEST) {
                throw problem("has the grade " + grade + "; expected 0 to " + GradedMatch.HIGHEST);
            }
            graded.add(new GradedMatch(resumeId, jobId, grade.intValue(), 1));
        }
    }

    private FeedbackAction action(String name) {
        try {
            FeedbackAction action = FeedbackAction.valueOf(name.strip().toUpperCase(Locale.ROOT));
            if (action != FeedbackAction.UNKNOWN) {
                return action;
            }
        } catch (IllegalArgumentException e) {
            // told below
        }
        throw problem("has the action \"" + name + "\"; expected shown, opened, applied, hired or dismissed");
    }

    private @Nullable Integer position(JsonNode row) {
        JsonNode position = row.get("position");
        if (position == null || position.isNull()) {
            return null;
        }
        if (!position.isIntegralNumber() || !position.canConvertToInt() || position.intValue() < 1) {
            throw problem("has the position " + position + "; expected 1 or more");
        }
        return position.intValue();
    }

    private @Nullable String text(JsonNode row, String field) {
        JsonNode value = row.get(field);
        if (value == null || value.isNull()) {
            return null;
        }
        if (!value.isTextual()) {
            throw problem("has a " + field + " that is not a text");
        }
        return value.textValue().isBlank() ? null : value.textValue();
    }

    private String id(JsonNode row, String field, String prefix, @Nullable String... content) {
        String given = text(row, field);
        if (given != null) {
            return given;
        }
        StringBuilder all = new StringBuilder();
        for (String part : content) {
            all.append(part == null ? "-" : part.length() + ":" + part);
        }
        return prefix
                + Sha256.of(all.toString().getBytes(StandardCharsets.UTF_8)).substring(0, ID_DIGITS);
    }

    private InputException problem(String what) {
        return new InputException(file + ", line " + line + ": " + what);
    }
}
