package io.rolestream.cli.command;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import io.rolestream.files.sample.GeneratorOptions;
import io.rolestream.files.sample.ResumeGenerator;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.stream.IntStream;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;
import org.apache.avro.file.DataFileReader;
import org.apache.avro.generic.GenericDatumReader;
import org.apache.avro.generic.GenericRecord;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** {@code label} on a cluster, where the labelling service runs with the default rules. */
class LabelCommandTest {
    private static final String DATABASE = "PL/SQL, stored procedures, Oracle, database design, T-SQL";
    private static final String CLOUD = "AWS, Azure, GCP, cloud architecture, VPC, IAM";

    private final Path directory;
    private final Path out;

    LabelCommandTest(@TempDir Path directory) {
        this.directory = directory;
        this.out = directory.resolve("labels.jsonl");
    }

    @Test
    void shouldWriteALineForEachRowInTheOrderOfTheFile() throws IOException {
        ResumeGenerator generator = new ResumeGenerator(7, GeneratorOptions.DEFAULT);
        List<String> ids = IntStream.range(0, 3_000).mapToObj(i -> "order-" + i).toList();
        StringBuilder csv = new StringBuilder("id,skills,resume\n");
        for (int i = 0; i < ids.size(); i++) {
            csv.append(ids.get(i))
                    .append(',')
                    .append(quoted(generator.resume(i + 1).skills()))
                    .append(",text\n");
        }

        assertThat(label(csv.toString()).exitCode()).isEqualTo(ExitCode.DONE);

        assertThat(Labelled.in(out).all("resumeId")).isEqualTo(ids);
    }

    @Test
    void shouldSayWhoDecidedAndWhy() throws IOException {
        label("id,skills\nshape-1,\"" + DATABASE + "\"\n");

        assertThat(out)
                .content()
                .matches(
                        "\\{\"resumeId\":\"shape-1\",\"row\":1,\"role\":\"Database Developer\",\"confidence\":0\\.\\d+,"
                                + "\"decidedBy\":\"RULE\",\"degraded\":false,"
                                + "\"rule\":\\{\"role\":\"Database Developer\",\"keywords\":\\[\"[^]]+\"]},\"model\":null}\n");
    }

    @Test
    @Tag("full")
    void shouldAnswerEachRepeatOfAResume() throws IOException {
        label("id,skills\n" + ("twice-1,\"" + DATABASE + "\"\n").repeat(3));

        assertThat(Files.readAllLines(out)).hasSize(3).allMatch(line -> line.contains("Database Developer"));
    }

    @Test
    void shouldLabelEachContentOfOneResume() throws IOException {
        label("id,skills\n" + row("aba", DATABASE) + row("aba", CLOUD) + row("aba", DATABASE));

        assertThat(Labelled.in(out).all("role"))
                .containsExactly("Database Developer", "Cloud Engineer", "Database Developer");
    }

    @Test
    void shouldLabelTheSameFileAgain() throws IOException {
        String file = "id,skills\n" + row("again-1", DATABASE) + row("again-2", CLOUD);
        label(file);
        String first = Files.readString(out);

        Result second = label(file);

        assertThat(second.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(out).hasContent(first);
    }

    @Test
    void shouldNameRowsWithoutIdByTheirContent() throws IOException {
        String file = "skills\n\"" + DATABASE + "\"\n\"" + CLOUD + "\"\n";
        label(file);
        List<String> ids = Labelled.in(out).all("resumeId");

        label(file);

        assertThat(ids).doesNotHaveDuplicates().noneMatch(String::isBlank);
        assertThat(Labelled.in(out).all("resumeId")).isEqualTo(ids);
    }

    @Test
    void shouldSayInItsPlaceWhyAResumeIsDeadLettered() throws IOException {
        Result result = label("id,skills\n" + row("dead-1", DATABASE) + "dead-2,\n" + row("dead-3", CLOUD));

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(Labelled.in(out).all("role")).containsExactly("Database Developer", "null", "Cloud Engineer");
        assertThat(Labelled.in(out).all("error").get(1))
                .isEqualTo("dead-lettered: The resume has neither skills nor text");
        assertThat(result.err()).contains("2 labelled", "1 dead letter,");
    }

    @Test
    @Tag("full")
    void shouldExitWithThreeWhenADeadLetterIsStrictlyForbidden() {
        assertThat(label("id,skills\nstrict-1,\n", "--strict").exitCode()).isEqualTo(ExitCode.NOT_ALL_LABELLED);
    }

    @Test
    void shouldExitWithZeroWhenStrictFindsNothing() {
        assertThat(label("id,skills\n" + row("strict-2", CLOUD), "--strict").exitCode())
                .isEqualTo(ExitCode.DONE);
    }

    @Test
    void shouldDeadLetterAnIdThatIsTooLong() throws IOException {
        String id = "x".repeat(100_000);

        label("id,skills\n" + row(id, CLOUD));

        assertThat(Labelled.in(out).all("resumeId")).containsExactly(id);
        assertThat(Labelled.in(out).all("error").get(0)).startsWith("dead-lettered: The resume's id has 100000");
    }

    @Test
    void shouldGoOnAfterARowThatCannotBeRead() throws IOException {
        Result result = label("{\"id\":\"bad-1\",\"skills\":\"" + CLOUD
                + "\"}\n{nonsense\n{\"id\":\"bad-3\",\"skills\":\"" + DATABASE + "\"}\n");

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(Labelled.in(out).all("resumeId")).containsExactly("bad-1", "row-2", "bad-3");
        assertThat(result.err()).contains("line 2: ", "1 unreadable row;");
    }

    @Test
    void shouldFailWhereNothingCouldBeLabelled() throws IOException {
        Result result = label("{\"id\":\"bad-4\",\"skills\":7}\n{nonsense\n");

        assertThat(result.exitCode()).isEqualTo(ExitCode.NOT_ALL_LABELLED);
        assertThat(Labelled.in(out).all("row")).containsExactly("1", "2");
    }

    @Test
    void shouldKeepTheColumnsOfATable() throws IOException {
        label("resumeId,role,skills,Paid\nkept-1,Boss,\"" + CLOUD + "\",=1+1\n", "--keep-columns", "--format", "csv");

        assertThat(Files.readAllLines(out))
                .satisfiesExactly(
                        header -> assertThat(header).endsWith(",error,row,input_role,skills,Paid"),
                        row -> assertThat(row)
                                .startsWith("kept-1,Cloud Engineer,")
                                .endsWith(",1,Boss,\"" + CLOUD + "\",'=1+1"));
    }

    @Test
    void shouldKeepTheMembersOfObjects() throws IOException {
        label(
                "{\"n\":1,\"skills\":[\"AWS\",\"Azure\",\"GCP\"],\"who\":{\"age\":7}}\n{\"n\":2,\"skills\":3}\n",
                "--keep-columns",
                "--id-column",
                "n");

        assertThat(Files.readAllLines(out))
                .satisfiesExactly(
                        first -> assertThat(first)
                                .startsWith("{\"resumeId\":\"1\",\"row\":1,\"role\":\"Cloud Engineer\"")
                                .endsWith(",\"n\":1,\"skills\":[\"AWS\",\"Azure\",\"GCP\"],\"who\":{\"age\":7}}"),
                        second -> assertThat(second).endsWith(",\"n\":2,\"skills\":3}"));
    }

    @Test
    void shouldCountTheRolesAtTheEnd() {
        Result result = label("id,skills\n" + row("sum-1", CLOUD) + row("sum-2", CLOUD) + row("sum-3", DATABASE));

        assertThat(result.err().lines())
                .anyMatch(line -> line.matches(" +2 +66\\.7 %  Cloud Engineer"))
                .anyMatch(line -> line.matches(" +1 +33\\.3 %  Database Developer"))
                .last()
                .asString()
                .matches("3 labelled, 0 disagreements, 0 degraded, 0 dead letters, 0 unreadable rows; .* resumes/s");
    }

    @Test
    void shouldWriteNoLabelsForAFileWithoutRows() {
        Result result = label("id,skills\n");

        assertThat(result.exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(out).isEmptyFile();
    }

    @Test
    void shouldWriteCsv() throws IOException {
        label("id,skills\n" + row("csv-1", CLOUD), "--format", "csv");

        assertThat(Files.readAllLines(out)).hasSize(2).last().asString().startsWith("csv-1,Cloud Engineer,0.");
    }

    @Test
    void shouldWriteAvro() throws IOException {
        label("id,skills\n" + row("avro-1", CLOUD) + row("avro-2", DATABASE), "--format", "avro");

        List<String> roles = new ArrayList<>();
        try (var reader = new DataFileReader<GenericRecord>(out.toFile(), new GenericDatumReader<>())) {
            reader.forEach(label -> roles.add(String.valueOf(label.get("role"))));
        }
        assertThat(roles).containsExactly("Cloud Engineer", "Database Developer");
    }

    @Test
    void shouldLeaveAnEarlierResultAloneWhenItFails() throws IOException {
        Files.writeString(out, "earlier\n");
        ByteArrayOutputStream zipped = new ByteArrayOutputStream();
        try (GZIPOutputStream gzip = new GZIPOutputStream(zipped)) {
            for (int i = 0; i < 2_000; i++) {
                gzip.write(("{\"id\":\"cut-" + i + "\",\"skills\":\"" + CLOUD + i * 7919 + "\"}\n")
                        .getBytes(StandardCharsets.UTF_8));
            }
        }
        byte[] cut = Arrays.copyOf(zipped.toByteArray(), zipped.size() - 20);

        Result result = labelFile(Files.write(directory.resolve("cut.gz"), cut));

        assertThat(result.exitCode()).isEqualTo(ExitCode.FAILED);
        assertThat(result.err()).contains("cut short");
        assertThat(out).hasContent("earlier\n");
        assertThat(directory).isDirectoryNotContaining("glob:**.tmp");
    }

    @Test
    void shouldFindColumnsByTheNamesGiven() throws IOException {
        Path file = Files.writeString(directory.resolve("odd.tsv"), "no\tcan do\nn-1\t" + CLOUD + "\n");

        labelFile(file, "--id-column", "no", "--skills-column", "can do");

        assertThat(Labelled.in(out).all("resumeId")).containsExactly("n-1");
    }

    @Test
    void shouldReadAFileWhoseNameBeginsWithADashOrHoldsSpaces() throws IOException {
        Path file = Files.writeString(
                Files.createDirectory(directory.resolve("a b")).resolve("-c d.csv"),
                "id,skills\n" + row("dash", CLOUD));

        assertThat(labelFile(file).exitCode()).isEqualTo(ExitCode.DONE);
        assertThat(Labelled.in(out).all("resumeId")).containsExactly("dash");
    }

    @Test
    void shouldRefuseToChooseTheRulesOfAServiceElsewhere() {
        Result result = label("id,skills\nx,y\n", "--rules", "notebook");

        assertThat(result.exitCode()).isEqualTo(ExitCode.USAGE);
        assertThat(result.err()).contains("--rules", "rolestream stream");
    }

    private Result label(String content, String... more) {
        try {
            return labelFile(Files.writeString(directory.resolve("resumes"), content), more);
        } catch (IOException e) {
            throw new AssertionError(e);
        }
    }

    private Result labelFile(Path file, String... more) {
        return Cli.onCluster(
                Stream.concat(Stream.of("label", file.toString(), "--out", out.toString()), Arrays.stream(more))
                        .toArray(String[]::new));
    }

    private static String row(String id, String skills) {
        return id + "," + quoted(skills) + "\n";
    }

    private static String quoted(@Nullable String text) {
        return text == null ? "" : "\"" + text.replace("\"", "\"\"") + "\"";
    }
}
