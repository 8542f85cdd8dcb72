package io.rolestream.files.write;

import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.Objects;

/**
 * A comma-separated table (RFC 4180, but lines end in LF). Nulls are empty, keywords are joined with {@code "; "}.
 *
 * <p>Values are written unchanged: another program must find the same id, even if it begins with {@code =}. A
 * spreadsheet may take it for a formula; import the columns as text if ids come from strangers.
 */
final class CsvLabelWriter implements LabelWriter {

    private static final String[] HEADER =
            ("resumeId,role,confidence,decidedBy,degraded,ruleRole,ruleKeywords,modelRole,"
                            + "modelConfidence,modelVersion,error")
                    .split(",", -1);

    private final CsvWriter csv;

    CsvLabelWriter(OutputStream stream) {
        this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(stream, StandardCharsets.UTF_8);
        csv.writeRecord(HEADER);
    }

    @Override
    public void write(LabelLine line) {
        LabelLine.RulePart rule = line.rule();
        LabelLine.ModelPart model = line.model();
        csv.writeRecord(
                line.resumeId(),
                Objects.toString(line.role(), ""),
                Decimal.shortest(line.confidence()),
                Objects.toString(line.decidedBy(), ""),
                Boolean.toString(line.degraded()),
                rule == null ? "" : Objects.toString(rule.role(), ""),
                rule == null ? "" : String.join("; ", rule.keywords()),
                model == null ? "" : Objects.toString(model.role(), ""),
                model == null ? "" : Decimal.shortest(model.confidence()),
                model == null ? "" : model.version(),
                Objects.toString(line.error(), ""));
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
