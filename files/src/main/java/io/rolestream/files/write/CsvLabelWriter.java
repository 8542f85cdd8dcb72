package io.rolestream.files.write;

import com.fasterxml.jackson.databind.JsonNode;
import de.siegmar.fastcsv.writer.CsvWriter;
import de.siegmar.fastcsv.writer.LineDelimiter;
import java.io.IOException;
import java.io.OutputStream;
import java.nio.charset.StandardCharsets;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
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
                            + "modelConfidence,modelVersion,error,row")
                    .split(",", -1);

    private final CsvWriter csv;
    private final CsvText text;
    private final KeptColumns kept;

    CsvLabelWriter(OutputStream stream, CsvText text, KeptColumns kept) {
        this.text = text;
        this.kept = kept;
        this.csv = CsvWriter.builder().lineDelimiter(LineDelimiter.LF).build(stream, StandardCharsets.UTF_8);
        List<String> header = new ArrayList<>(List.of(HEADER));
        kept.outputNames().forEach(name -> header.add(text.of(name)));
        csv.writeRecord(header);
    }

    @Override
    public void write(LabelLine line, Map<String, JsonNode> columns) {
        LabelLine.RulePart rule = line.rule();
        LabelLine.ModelPart model = line.model();
        List<String> cells = new ArrayList<>(List.of(
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
                text(line.error()),
                Objects.toString(line.row(), "")));
        for (String name : kept.inputNames()) {
            cells.add(cell(columns.get(name)));
        }
        csv.writeRecord(cells);
    }

    /** Lists and objects are JSON. */
    private String cell(@Nullable JsonNode value) {
        if (value == null || value.isNull()) {
            return "";
        }
        return value.isNumber() || value.isBoolean()
                ? value.asText()
                : text.of(value.isTextual() ? value.textValue() : value.toString());
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
