package io.rolestream.files.write;

import static org.assertj.core.api.Assertions.assertThat;
import static org.assertj.core.api.Assertions.assertThatThrownBy;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.json.JsonMapper;
import com.fasterxml.jackson.databind.node.ObjectNode;
import de.siegmar.fastcsv.reader.CsvReader;
import io.rolestream.files.columns.InputColumns;
import java.io.ByteArrayInputStream;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.LinkedHashMap;
import java.util.List;
import java.util.Map;
import java.util.stream.Collectors;
import net.jqwik.api.Arbitraries;
import net.jqwik.api.Arbitrary;
import net.jqwik.api.ForAll;
import net.jqwik.api.Property;
import net.jqwik.api.Provide;
import net.jqwik.api.constraints.FloatRange;
import org.apache.avro.file.DataFileStream;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.ValueSource;

class LabelFormatsTest {

    private static final LabelLine BOTH = new LabelLine(
            "r1",
            3L,
            "Data Engineer",
            0.87f,
            "MODEL",
            false,
            new LabelLine.RulePart("Database Developer", List.of("sql", "etl")),
            new LabelLine.ModelPart("Data Engineer", 0.93f, "v3"),
            null);
    private static final LabelLine RULES_ALONE = new LabelLine(
            "r,2 \"x\"", null, "Other", 1, "RULE", true, new LabelLine.RulePart(null, List.of()), null, null);
    private static final LabelLine FAILED = LabelLine.failed("=r3", "neither skills\nnor text");

    @Test
    void shouldWriteJson() {
        assertThat(text(OutputFormat.JSON)).isEqualTo("""
                {"resumeId":"r1","row":3,"role":"Data Engineer","confidence":0.87,"decidedBy":"MODEL","degraded":false,\
                "rule":{"role":"Database Developer","keywords":["sql","etl"]},\
                "model":{"role":"Data Engineer","confidence":0.93,"version":"v3"}}
                {"resumeId":"r,2 \\"x\\"","role":"Other","confidence":1.0,"decidedBy":"RULE","degraded":true,\
                "rule":{"role":null,"keywords":[]},"model":null}
                {"resumeId":"=r3","role":null,"confidence":0.0,"decidedBy":null,"degraded":false,\
                "rule":null,"model":null,"error":"neither skills\\nnor text"}
                """);
    }

    @Test
    void shouldWriteCsv() {
        assertThat(text(OutputFormat.CSV)).isEqualTo("""
                resumeId,role,confidence,decidedBy,degraded,ruleRole,ruleKeywords,modelRole,modelConfidence,modelVersion,error,row
                r1,Data Engineer,0.87,MODEL,false,Database Developer,sql; etl,Data Engineer,0.93,v3,,3
                "r,2 ""x""\",Other,1.0,RULE,true,,,,,,,
                =r3,,0.0,,false,,,,,,"neither skills
                nor text",
                """);
    }

    @Test
    void shouldWriteAvro() throws IOException {
        List<GenericRecord> records = new ArrayList<>();
        try (var avro = new DataFileStream<GenericRecord>(
                new ByteArrayInputStream(written(OutputFormat.AVRO)), new GenericDatumReader<>())) {
            assertThat(avro.getMetaString("avro.codec")).isEqualTo("deflate");
            avro.forEach(records::add);
        }

        assertThat(records.toString()).isEqualTo("[" + """
                {"resumeId": "r1", "role": "Data Engineer", "confidence": 0.87, "decidedBy": "MODEL", "degraded": false, \
                "rule": {"role": "Database Developer", "keywords": ["sql", "etl"]}, \
                "model": {"role": "Data Engineer", "confidence": 0.93, "version": "v3"}, "error": null, "row": 3}, \
                {"resumeId": "r,2 \\"x\\"", "role": "Other", "confidence": 1.0, "decidedBy": "RULE", "degraded": true, \
                "rule": {"role": null, "keywords": []}, "model": null, "error": null, "row": null}, \
                {"resumeId": "=r3", "role": null, "confidence": 0.0, "decidedBy": null, "degraded": false, \
                "rule": null, "model": null, "error": "neither skills\\nnor text", "row": null}""" + "]");
    }

    @Test
    void shouldKeepTheInputsColumnsBesideTheLabels() throws IOException {
        KeptColumns kept = KeptColumns.of(List.of("resumeId", "role", "tags", "=a"), true);
        JsonMapper json = new JsonMapper();
        InputColumns columns = new InputColumns(((ObjectNode) json.readTree("""
                {"resumeId":"r1","role":"Boss","tags":["a","b"],"=a":"=1","later":7}"""))
                .properties().stream()
                        .collect(Collectors.toMap(
                                Map.Entry::getKey, Map.Entry::getValue, (one, other) -> one, LinkedHashMap::new)));

        assertThat(kept(OutputFormat.JSON, kept, columns)).isEqualTo("""
                {"resumeId":"r1","row":3,"role":"Data Engineer","confidence":0.87,"decidedBy":"MODEL","degraded":false,\
                "rule":{"role":"Database Developer","keywords":["sql","etl"]},\
                "model":{"role":"Data Engineer","confidence":0.93,"version":"v3"},\
                "input_role":"Boss","tags":["a","b"],"=a":"=1","later":7}
                """);
        assertThat(kept(OutputFormat.CSV, kept, columns).lines())
                .containsExactly(
                        "resumeId,role,confidence,decidedBy,degraded,ruleRole,ruleKeywords,modelRole,modelConfidence,"
                                + "modelVersion,error,row,input_role,tags,'=a",
                        "r1,Data Engineer,0.87,MODEL,false,Database Developer,sql; etl,Data Engineer,0.93,v3,,3,Boss,"
                                + "\"[\"\"a\"\",\"\"b\"\"]\",'=1");
    }

    @Test
    void shouldFindNamesForColumnsThatLabelsHaveToo() {
        KeptColumns kept = KeptColumns.of(List.of("row", "input_row", "resumeId", "skills"), false);

        assertThat(kept.outputNames()).containsExactly("input_input_row", "input_row", "input_resumeId", "skills");
    }

    private static String kept(OutputFormat format, KeptColumns kept, InputColumns columns) throws IOException {
        Path file = Files.createTempFile("labels", null);
        try {
            try (LabelOutput output = LabelOutput.open(format, new CsvText(true), kept, file)) {
                output.write(BOTH, columns);
                output.finish();
            }
            return Files.readString(file);
        } finally {
            Files.delete(file);
        }
    }

    @Test
    void shouldWriteSmallNumbersWithoutExponents() {
        assertThat(Decimal.shortest(1e-5f)).isEqualTo("0.00001");
        assertThat(Decimal.shortest(0.1f + 0.2f)).isEqualTo("0.3");
        assertThat(Decimal.shortest(1 / 3f)).isEqualTo("0.33333334");
    }

    @Property(tries = 300)
    void shouldWriteNumbersThatReadBackAsTheSame(@ForAll @FloatRange(min = 0, max = 1) float value) {
        assertThat(Float.parseFloat(Decimal.shortest(value))).isEqualTo(value);
    }

    @ParameterizedTest
    @ValueSource(strings = {"=1+1", "+1", "-1", "@SUM(A1)", "\t=1", "\r=1", "\n=1", "\uff1d1"})
    void shouldWriteNoFormulaUnlessToldTo(String id) throws IOException {
        LabelLine line = new LabelLine(id, null, id, 0.25f, null, false, null, null, id);
        for (boolean safe : List.of(true, false)) {
            try (var csv = CsvReader.builder()
                    .ofNamedCsvRecord(
                            new ByteArrayInputStream(written(OutputFormat.CSV, new CsvText(safe), List.of(line))))) {
                var row = csv.iterator().next();
                for (String column : List.of("resumeId", "role", "error")) {
                    assertThat(row.getField(column)).isEqualTo(safe ? "'" + id : id);
                }
                assertThat(row.getField("confidence")).isEqualTo("0.25");
            }
        }
    }

    @Property(tries = 300)
    void shouldWriteAnyTextSoThatItReadsBackAsTheSame(@ForAll("wellFormed") String id) throws IOException {
        LabelLine line = LabelLine.failed(id, "none");

        JsonNode json = new JsonMapper().readTree(written(OutputFormat.JSON, List.of(line)));
        assertThat(json.get("resumeId").textValue()).isEqualTo(id);
        try (var csv = CsvReader.builder()
                .ofNamedCsvRecord(new ByteArrayInputStream(written(OutputFormat.CSV, List.of(line))))) {
            assertThat(csv.iterator().next().getField("resumeId")).isEqualTo(id);
        }
    }

    @Provide
    Arbitrary<String> wellFormed() {
        return Arbitraries.strings()
                .all()
                .ofMaxLength(20)
                .filter(text -> StandardCharsets.UTF_8.newEncoder().canEncode(text));
    }

    @Test
    void shouldRefuseAConfidenceOutOfRange() {
        assertThatThrownBy(() -> new LabelLine("r", null, "Other", Float.NaN, null, false, null, null, null))
                .isInstanceOf(IllegalArgumentException.class)
                .hasMessage("confidence NaN is not from 0 to 1");
    }

    private static String text(OutputFormat format) {
        return new String(written(format), StandardCharsets.UTF_8);
    }

    private static byte[] written(OutputFormat format) {
        return written(format, List.of(BOTH, RULES_ALONE, FAILED));
    }

    private static byte[] written(OutputFormat format, List<LabelLine> lines) {
        return written(format, new CsvText(false), lines);
    }

    private static byte[] written(OutputFormat format, CsvText csv, List<LabelLine> lines) {
        ByteArrayOutputStream bytes = new ByteArrayOutputStream();
        try (LabelOutput output = LabelOutput.open(format, csv, bytes, "test")) {
            lines.forEach(output::write);
            output.finish();
        }
        return bytes.toByteArray();
    }
}
