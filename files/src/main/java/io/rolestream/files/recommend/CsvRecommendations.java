package io.rolestream.files.recommend;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.rolestream.files.write.CsvText;
import io.rolestream.matching.ranking.MatchOrigin;
import io.rolestream.matching.ranking.RankedMatch;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import org.jspecify.annotations.Nullable;

/**
 * A comma-separated table (RFC 4180, but lines end in LF) with a line for each recommendation; a row without any has
 * one line without a rank. Lists are joined with {@code "; "}, reasons with spaces.
 */
final class CsvRecommendations implements RecommendationWriter {
    private final CsvWriter csv;
    private final CsvText text;

    CsvRecommendations(OutputStream stream, CsvText text, Direction direction) {
        this.text = text;
        this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(stream, StandardCharsets.UTF_8);
        boolean jobs = direction == Direction.JOBS;
        csv.writeRecord(
                jobs ? "resumeId" : "jobId",
                "rank",
                jobs ? "jobId" : "resumeId",
                "score",
                "title",
                "role",
                "matchedSkills",
                "missingSkills",
                "wouldHelp",
                "reasons",
                "way",
                "resumeRank",
                "descriptionRank",
                "generator",
                "seed",
                "generatedDescription",
                "error");
    }

    @Override
    public void write(Recommendations row) {
        if (row.matches().isEmpty()) {
            write(List.of(text.of(row.id()), "", "", "", "", "", "", "", "", ""), null, row);
        }
        for (int i = 0; i < row.matches().size(); i++) {
            RankedMatch match = row.matches().get(i);
            List<String> cells = List.of(
                    text.of(row.id()),
                    Integer.toString(i + 1),
                    text.of(match.id()),
                    Float.toString(match.score()),
                    text(row.titles().get(match.id())),
                    text(match.role()),
                    joined(match.matchedSkills(), "; "),
                    joined(match.missingSkills(), "; "),
                    text(match.wouldHelp()),
                    joined(match.reasons(), " "));
            write(cells, match.origin(), row);
        }
    }

    /** Adds where the match comes from, and the description apart from the job's own cells. */
    private void write(List<String> cells, @Nullable MatchOrigin origin, Recommendations row) {
        List<String> all = new ArrayList<>(cells);
        all.addAll(
                origin == null
                        ? List.of("", "", "")
                        : List.of(
                                origin.way().key(),
                                Integer.toString(origin.resumeRank()),
                                Integer.toString(origin.descriptionRank())));
        ShownDescription shown = row.description();
        all.addAll(
                shown == null
                        ? List.of("", "", "")
                        : List.of(
                                text.of(shown.description().generator()),
                                Long.toString(shown.description().seed()),
                                text.of(shown.description().text())));
        all.add(text(row.error()));
        csv.writeRecord(all);
    }

    private String joined(List<String> values, String separator) {
        return text.of(String.join(separator, values));
    }

    private String text(@Nullable String value) {
        return value == null ? "" : text.of(value);
    }

    @Override
    public void flush() throws IOException {
        csv.flush();
    }

    @Override
    public void close() throws IOException {
        csv.close();
    }
}
