package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import com.fasterxml.jackson.databind.JsonNode;
import com.fasterxml.jackson.databind.ObjectMapper;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.evaluation.split.ExampleSplit;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.examples.Change;
import io.rolestream.trainer.examples.Example;
import io.rolestream.trainer.examples.ExampleStore;
import io.rolestream.trainer.examples.SourceRecord;
import io.rolestream.trainer.examples.StoredRuleVote;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.DriverManager;
import java.time.Instant;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.stream.Stream;
import org.apache.kafka.common.TopicPartition;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** On a store that a trainer holds open. */
class ExamplesCommandTest {
    private static final TopicPartition PARTITION = new TopicPartition("training-examples", 0);
    private static final Instant NOON = Instant.parse("2026-03-04T12:00:00Z");
    private static final String TRAIN = "00000000000000000000000000000001";
    private static final String VALIDATION = "00000055000000000000000000000002";
    private static final String TEST = "0000005f000000000000000000000003";

    @TempDir
    @SuppressWarnings("NullAway.Init") // injected
    Path directory;

    @SuppressWarnings("NullAway.Init")
    private ExampleStore store;

    @BeforeEach
    void fill() {
        store = ExampleStore.open(directory.resolve("trainer"));
        apply(
                judged("a", TRAIN, "Spark, \"Airflow\"\nSQL", "Data Engineer"),
                judged("b", TRAIN, "Spark, \"Airflow\"\nSQL", "Data Engineer"),
                judged("c", VALIDATION, "Java", "Software Engineer"),
                judged("d", TEST, "Tea", null),
                corrected("a", TRAIN, "Data Engineer"),
                corrected("c", null, "Cloud Engineer"),
                corrected("e", null, "Cloud Engineer"));
    }

    @AfterEach
    void close() {
        store.close();
    }

    @Test
    void shouldCount() {
        Result result = run("stats");

        assertThat(result.err()).isEmpty();
        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(result.out().lines().filter(line -> !line.contains(" MB in ")))
                .containsExactly(
                        "3 distinct texts of 4 resumes",
                        "submitted from 2026-03-04T12:00:00Z to 2026-03-04T12:00:00Z",
                        "",
                        "split",
                        "  train       1 (33.3 %)",
                        "  validation  1 (33.3 %)",
                        "  test        1 (33.3 %)",
                        "",
                        "role by the rules",
                        "  Data Engineer      1 (33.3 %)",
                        "  Software Engineer  1 (33.3 %)",
                        "  (abstained)        1 (33.3 %)",
                        "",
                        "rule set",
                        "  default@1  3 (100.0 %)",
                        "",
                        "corrections",
                        "  2 texts, 0 of them with several answers, of which the latest counts",
                        "  1 wait for their text, or refer to an earlier one",
                        "  1 of 2 agree with the rules (50.0 %)");
    }

    @Test
    void shouldCountForPrograms() throws Exception {
        JsonNode json = new ObjectMapper().readTree(run("stats", "--json").out());

        assertThat(json.path("texts").asInt()).isEqualTo(3);
        assertThat(json.path("bySplit").path("validation").asInt()).isEqualTo(1);
        assertThat(json.path("corrections").path("agreement").asDouble()).isEqualTo(0.5);
    }

    @Test
    void shouldExportLinesOfJson() throws Exception {
        List<String> lines = Files.readAllLines(export("out.jsonl"));

        assertThat(lines)
                .hasSize(3)
                .first()
                .isEqualTo(
                        "{\"contentHash\":\"" + TRAIN
                                + "\",\"split\":\"train\",\"text\":\"Spark, \\\"Airflow\\\"\\nSQL\",\"rule\":{\"role\":\"Data Engineer\",\"confidence\":0.75,\"scores\":{\"Data Engineer\":3.0,\"Other\":0.5},\"keywords\":[\"spark\",\"sql\"],\"version\":\"default@1\"},\"correction\":{\"role\":\"Data Engineer\",\"reviewer\":\"ann\",\"correctedAt\":\"2026-03-04T12:00:00Z\",\"disputed\":false,\"drawnAtRandom\":false},\"resumes\":2,\"submittedAt\":\"2026-03-04T12:00:00Z\"}");
        assertThat(lines.get(2)).contains("\"role\":null", "\"correction\":null");
    }

    @Test
    void shouldExportATable() throws Exception {
        assertThat(Files.readString(export("out.csv")))
                .startsWith("contentHash,split,text,ruleRole,")
                .contains(
                        TRAIN
                                + ",train,\"Spark, \"\"Airflow\"\"\nSQL\",Data Engineer,0.75,Data Engineer=3.0; Other=0.5,spark; sql,default@1,Data Engineer,ann,2026-03-04T12:00:00Z,false,false,2,2026-03-04T12:00:00Z\n");
    }

    @Test
    void shouldExportParquet() throws Exception {
        Path file = export("out.parquet");

        assertThat(query("SELECT text, \"ruleScores\"['Other'], \"ruleKeywords\"[2], \"correctedRole\","
                        + " epoch_ms(\"correctedAt\"), resumes FROM '" + file + "' WHERE \"contentHash\" = '" + TRAIN
                        + "'"))
                .containsExactly(
                        "Spark, \"Airflow\"\nSQL", "0.5", "sql", "Data Engineer", "" + NOON.toEpochMilli(), "2");
        assertThat(query("SELECT count(*), count(\"ruleRole\"), count(\"correctedAt\") FROM '" + file + "'"))
                .containsExactly("3", "2", "2");
    }

    @Test
    void shouldShowWhichKeywordsAreContradicted() throws Exception {
        String version = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard()).version();
        for (int i = 0; i < 4; i++) {
            String hash = "1%031d".formatted(i);
            var vote = new StoredRuleVote("Data Engineer", 1, List.of(), List.of("spark", "java"), version);
            apply(
                    new Change.Judged("resume-with-a-long-id-" + i, Example.of(hash, "Spark, Java " + i, vote, NOON)),
                    corrected("resume-with-a-long-id-" + i, hash, "Other"));
        }

        Result table = run("keywords");
        JsonNode json = new ObjectMapper().readTree(run("keywords", "--json").out());

        assertThat(table.err()).isEmpty();
        assertThat(table.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(table.out().lines().toList())
                .allSatisfy(line -> assertThat(line).hasSizeLessThanOrEqualTo(100))
                .anySatisfy(line -> assertThat(line)
                        .startsWith(
                                "4 texts with a vote of " + version + "; 3 with votes of other rule sets are left out"))
                .anySatisfy(line -> assertThat(line).matches("spark +4  Data Engineer.* 4/4  resume-with-a-long-id-0"))
                .anySatisfy(line -> assertThat(line).matches("java +4  .* 0/0  resume-with-a-long-id-0"))
                .noneSatisfy(line -> assertThat(line).contains("MODEL"))
                .anySatisfy(line -> assertThat(line)
                        .startsWith("\"spark\" causes the most errors: people contradict 4 of 4 votes"));
        assertThat(json.at("/keywords/0/keyword").asText()).isEqualTo("spark");
        assertThat(json.at("/keywords/0/contradictedByModel").isNull()).isTrue();
        assertThat(json.at("/keywords/0/commonestError/right").asText()).isEqualTo("Other");
        assertThat(json.at("/keywords/0/resumes")).hasSize(3);
    }

    @Test
    void shouldExportOneSideOfTheSplit() throws Exception {
        for (ExampleSplit split : ExampleSplit.values()) {
            assertThat(Files.readAllLines(export("out.jsonl", "--split", split.key())))
                    .singleElement()
                    .asString()
                    .contains("\"split\":\"" + split.key() + "\"");
        }
    }

    @Test
    void shouldLeaveNothingButTheFile() throws Exception {
        export("out.parquet");
        try (Stream<Path> files = Files.list(directory)) {
            assertThat(files.map(file -> file.getFileName().toString()))
                    .containsExactlyInAnyOrder("trainer", "out.parquet");
        }
    }

    @Test
    void shouldSayWhatIsWrong() {
        assertThat(Cli.run("examples", "stats", "-s", "trainer.data.directory=" + directory.resolve("none")))
                .extracting(Result::exitCode, result -> result.err().strip())
                .containsExactly(
                        ExitCode.FAILED,
                        "rolestream: There are no examples in " + directory.resolve("none")
                                + ": a trainer accumulates them in the directory that trainer.data.directory names");
        assertThat(run("export", "out.xls"))
                .satisfies(result -> assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE))
                .extracting(Result::err)
                .asString()
                .contains("must end in .parquet, .jsonl or .csv; got out.xls");
        assertThat(run("export", "out.csv", "--split", "half").err())
                .contains("expected one of train, validation, test, not half");
        assertThat(export("former.csv", "--split", "hold-out"))
                .hasSameTextualContentAs(export("current.csv", "--split", "validation"));
        assertThat(run("export", directory.resolve("none/out.csv").toString()))
                .satisfies(result -> assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED))
                .extracting(Result::err)
                .asString()
                .contains("out.csv can't be written");
    }

    private Path export(String name, String... options) {
        Path file = directory.resolve(name);
        Result result = run(Stream.concat(Stream.of("export", file.toString()), Stream.of(options))
                .toArray(String[]::new));
        assertThat(result.exitCode()).as(result.err()).isEqualTo(ExitCode.DONE);
        return file;
    }

    private Result run(String... arguments) {
        List<String> all = new ArrayList<>(List.of("examples"));
        all.addAll(List.of(arguments));
        all.addAll(List.of("-s", "trainer.data.directory=" + directory.resolve("trainer")));
        return Cli.run(all.toArray(String[]::new));
    }

    private static List<String> query(String sql) throws Exception {
        try (var database = DriverManager.getConnection("jdbc:duckdb:");
                var statement = database.createStatement();
                var row = statement.executeQuery(sql)) {
            assertThat(row.next()).isTrue();
            List<String> values = new ArrayList<>();
            for (int i = 1; i <= row.getMetaData().getColumnCount(); i++) {
                values.add(String.valueOf(row.getObject(i)));
            }
            return values;
        }
    }

    private void apply(Change... changes) {
        long first = store.positions().getOrDefault(PARTITION, 0L);
        List<SourceRecord> records = new ArrayList<>();
        for (Change change : changes) {
            records.add(new SourceRecord(PARTITION, first + records.size(), change));
        }
        store.apply(records, Map.of(PARTITION, first + records.size()));
    }

    private static Change.Judged judged(String id, String hash, String text, @Nullable String role) {
        StoredRuleVote vote = role == null
                ? new StoredRuleVote(null, 0, List.of(), List.of(), "default@1")
                : new StoredRuleVote(
                        role,
                        0.75f,
                        List.of(new StoredRuleVote.Score(role, 3), new StoredRuleVote.Score("Other", 0.5f)),
                        List.of("spark", "sql"),
                        "default@1");
        return new Change.Judged(id, Example.of(hash, text, vote, NOON));
    }

    private static Change.Corrected corrected(String id, @Nullable String hash, String role) {
        return new Change.Corrected(id, hash, Example.Correction.of(role, "ann", NOON, false));
    }
}
