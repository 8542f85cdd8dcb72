package io.rolestream.files.recommend;

import com.fasterxml.jackson.core.JsonGenerator;
import io.rolestream.matching.profile.Side;
import io.rolestream.matching.ranking.MatchOrigin;
import io.rolestream.matching.ranking.Passage;
import io.rolestream.matching.ranking.RankedMatch;
import io.rolestream.matching.ranking.ScorePart;
import java.io.IOException;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * Recommendations as a JSON object, always with the same keys, except for {@code error}, and for {@code origin} and
 * {@code generatedDescription} of a resume with a generated description.
 */
public final class RecommendationJson {
    private final JsonGenerator json;
    private final Direction direction;

    /** Writes with a generator, which the caller closes. */
    public RecommendationJson(JsonGenerator json, Direction direction) {
        this.json = json;
        this.direction = direction;
    }

    /** Writes one object. */
    public void write(Recommendations row) throws IOException {
        boolean jobs = direction == Direction.JOBS;
        json.writeStartObject();
        json.writeStringField(jobs ? "resumeId" : "jobId", row.id());
        json.writeArrayFieldStart(jobs ? "jobs" : "resumes");
        for (RankedMatch match : row.matches()) {
            json.writeStartObject();
            json.writeStringField(jobs ? "jobId" : "resumeId", match.id());
            write(match, jobs ? row.titles().get(match.id()) : null, jobs);
            json.writeEndObject();
        }
        json.writeEndArray();
        if (row.description() != null) {
            write(row.description());
        }
        if (row.error() != null) {
            json.writeStringField("error", row.error());
        }
        json.writeEndObject();
    }

    /** Apart from the jobs, and marked: nothing in it is of a real posting. */
    private void write(ShownDescription shown) throws IOException {
        json.writeObjectFieldStart("generatedDescription");
        json.writeStringField("mark", shown.mark());
        json.writeStringField("generator", shown.description().generator());
        json.writeNumberField("seed", shown.description().seed());
        json.writeBooleanField("finished", shown.description().finished());
        json.writeBooleanField("used", shown.used());
        if (shown.reward() != null) {
            json.writeNumberField("reward", shown.reward());
        }
        json.writeStringField("text", shown.description().text());
        json.writeEndObject();
    }

    private void write(MatchOrigin origin) throws IOException {
        json.writeObjectFieldStart("origin");
        json.writeStringField("way", origin.way().key());
        json.writeNumberField("resumeRank", origin.resumeRank());
        json.writeNumberField("descriptionRank", origin.descriptionRank());
        json.writeEndObject();
    }

    private void write(RankedMatch match, @Nullable String title, boolean jobs) throws IOException {
        json.writeNumberField("score", match.score());
        if (jobs) {
            json.writeStringField("title", title == null ? "" : title);
        }
        json.writeStringField("role", match.role());
        if (match.origin() != null) {
            write(match.origin());
        }
        json.writeArrayFieldStart("parts");
        for (ScorePart part : match.parts()) {
            json.writeStartObject();
            json.writeStringField("name", part.name());
            json.writeNumberField("value", part.value());
            if (part.rank() > 0) {
                json.writeNumberField("rank", part.rank());
            }
            json.writeNumberField("contribution", part.contribution());
            json.writeEndObject();
        }
        json.writeEndArray();
        write("matchedSkills", match.matchedSkills());
        write("missingSkills", match.missingSkills());
        json.writeStringField("wouldHelp", match.wouldHelp());
        write("reasons", match.reasons());
        json.writeArrayFieldStart("passages");
        for (Passage passage : match.passages()) {
            json.writeStartObject();
            json.writeStringField("of", passage.side() == Side.JOB ? "job" : "resume");
            json.writeStringField("field", passage.field());
            json.writeNumberField("start", passage.start());
            json.writeNumberField("end", passage.end());
            json.writeEndObject();
        }
        json.writeEndArray();
    }

    private void write(String name, List<String> values) throws IOException {
        json.writeArrayFieldStart(name);
        for (String value : values) {
            json.writeString(value);
        }
        json.writeEndArray();
    }
}
