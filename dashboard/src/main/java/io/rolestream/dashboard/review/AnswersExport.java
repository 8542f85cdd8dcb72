package io.rolestream.dashboard.review;

import com.fasterxml.jackson.databind.ObjectMapper;
import com.fasterxml.jackson.databind.SequenceWriter;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import io.rolestream.files.write.CsvText;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.charset.StandardCharsets;
import java.time.Instant;
import java.util.List;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * Answers as a file, one on each line, with the columns that {@code rolestream review --answers} reads, and the hash of
 * the text and the time.
 */
enum AnswersExport {
    JSONL("application/x-ndjson") {
        @Override
        byte[] write(List<GivenAnswer> answers) {
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (SequenceWriter lines =
                    JSON.writer().withRootValueSeparator("\n").writeValues(out)) {
                for (GivenAnswer answer : answers) {
                    lines.write(Line.of(answer));
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            if (!answers.isEmpty()) {
                out.write('\n');
            }
            return out.toByteArray();
        }
    },

    /**
     * A spreadsheet takes no text of it for a formula ({@link CsvText}), so ids and notes that look like one change.
     */
    CSV("text/csv; charset=utf-8") {
        @Override
        byte[] write(List<GivenAnswer> answers) {
            CsvText text = new CsvText(true);
            ByteArrayOutputStream out = new ByteArrayOutputStream();
            try (CsvWriter csv =
                    CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(out, StandardCharsets.UTF_8)) {
                csv.writeRecord("resumeId", "role", "reviewer", "note", "selection", "contentHash", "answeredAt");
                for (GivenAnswer answer : answers) {
                    Line line = Line.of(answer);
                    csv.writeRecord(
                            text.of(line.resumeId()),
                            text.of(line.role()),
                            text.of(line.reviewer()),
                            text.of(Objects.toString(line.note(), "")),
                            line.selection(),
                            Objects.toString(line.contentHash(), ""),
                            line.answeredAt());
                }
            } catch (IOException e) {
                throw new UncheckedIOException(e);
            }
            return out.toByteArray();
        }
    };

    private static final ObjectMapper JSON = new ObjectMapper();

    private final String type;

    AnswersExport(String type) {
        this.type = type;
    }

    /** The content type. */
    String type() {
        return type;
    }

    abstract byte[] write(List<GivenAnswer> answers);

    /** A line; the time is in ISO 8601. */
    private record Line(
            String resumeId,
            String role,
            String reviewer,
            @Nullable String note,
            String selection,
            @Nullable String contentHash,
            String answeredAt) {
        static Line of(GivenAnswer answer) {
            return new Line(
                    answer.resumeId(),
                    answer.role(),
                    answer.reviewer(),
                    answer.note(),
                    answer.selection().name(),
                    answer.contentHash(),
                    Instant.ofEpochMilli(answer.at()).toString());
        }
    }
}
