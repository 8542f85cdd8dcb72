package io.rolestream.files.write;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;
import org.jspecify.annotations.Nullable;

/**
 * A comma-separated table (RFC 4180, but lines end in LF). Nulls are empty, keywords are joined with {@code "; "}.
 *
 * <p>Texts are written as {@link CsvText} says: safe for spreadsheets, or unchanged, so that another program finds the
 * same id.
 */
final class CsvLabelWriter implements LabelWriter {

    private static final String[] HEADER =
            ("resumeId,role,confidence,decidedBy,degraded,ruleRole,ruleKeywords,modelRole,"
                            + "modelConfidence,modelVersion,error")
                    .split(",", -1);

    private final CsvWriter csv;
    private final CsvText text;

    CsvLabelWriter(OutputStream stream, CsvText text) {
        this.text = text;
        this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(stream, StandardCharsets.UTF_8);
        csv.writeRecord(HEADER);
    }

    @Override
    public void write(LabelLine line) {
        LabelLine.RulePart rule = line.rule();
        LabelLine.ModelPart model = line.model();
        csv.writeRecord(
                text.of(line.resumeId()),
                text(line.role()),
                Decimal.shortest(line.confidence()),
                Objects.toString(line.decidedBy(), ""),
                Boolean.toString(line.degraded()),
                rule == null ? "" : text(rule.role()),
                rule == null ? "" : text.of(String.join("; ", rule.keywords())),
                model == null ? "" : text(model.role()),
                model == null ? "" : Decimal.shortest(model.confidence()),
                model == null ? "" : text.of(model.version()),
                text(line.error()));
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
