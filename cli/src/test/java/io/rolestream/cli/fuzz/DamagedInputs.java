package io.rolestream.cli.fuzz;

import io.rolestream.common.files.Replacement;
import io.rolestream.models.testing.TinyModel;
import java.io.ByteArrayOutputStream;
import java.io.IOException;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.sql.Connection;
import java.sql.DriverManager;
import java.sql.SQLException;
import java.sql.Statement;
import java.util.ArrayList;
import java.util.Arrays;
import java.util.List;
import java.util.Random;
import java.util.function.BiFunction;
import java.util.stream.Stream;
import java.util.zip.GZIPOutputStream;

/** Damaged files of all kinds, each with a command that reads it. */
final class DamagedInputs {
    private static final String RESUMES_CSV = """
            id,skills,text,role,submittedAt,yearsOfExperience
            1,"java, spring","I write services",Software Engineer,2026-03-04T12:00:00Z,3
            2,"airflow, spark","Pipelines ""and"" more",Data Engineer,1772625600000,4.5
            3,,"I cook",Other,,
            """;
    private static final String RESUMES_JSON = """
            {"resumeId": "1", "skills": ["java", "spring"], "text": "I write services", "role": "Software Engineer"}
            {"resumeId": "2", "skills": "airflow, spark", "yearsOfExperience": 4.5, "companies": ["A", "B"]}
            {"resumeId": "3", "text": "I cook", "submittedAt": "2026-03-04T12:00:00Z", "role": "Other"}
            """;
    private static final String JOBS = """
            {"jobId": "a", "title": "Java developer", "skills": "java, spring", "description": "services", "remote": true}
            {"jobId": "b", "title": "Data engineer", "skills": "spark", "openUntil": "2027-03-04T12:00:00Z"}
            """;
    private static final String RULES = """
            name: small
            matching: phrases
            minimumScore: 0.5
            aliases:
              k8s: kubernetes
            roles:
              Software Engineer:
                java: 1
                spring boot: 1.5
              Data Engineer:
                spark: 1
            """;
    private static final String SUBSTRING_RULES = """
            name: mine
            matching: substring
            rules:
            - role: Software Engineer
              keywords:
              - 'java '
            - role: Data Engineer
              keywords:
              - spark
            """;
    private static final String TAXONOMY = """
            name: mine
            fallback: Other
            roles:
            - name: Software Engineer
              description: Writes programs
            - name: Data Engineer
            - name: Other
            """;
    private static final String ANSWERS = """
            resumeId,role,reviewer
            1,Software Engineer,jane
            2,Data Engineer,jane
            """;
    private static final String PAIRS = """
            {"resumeId": "1", "jobId": "a", "resume": "java", "job": "Java developer", "grade": 2}
            {"resumeId": "2", "jobId": "b", "resume": "spark", "job": "Data engineer", "grade": 1}
            """;

    /** A file, and the arguments of commands that read it, by its path and that of a directory for output. */
    private record Input(String name, byte[] content, List<BiFunction<Path, Path, List<String>>> commands) {}

    private final Path directory;
    private final Random random;
    private final Damage damage;
    private final List<Input> inputs = new ArrayList<>();
    private final List<Path> model = new ArrayList<>();

    /** @param directory for all files */
    DamagedInputs(Path directory, Random random) throws IOException, SQLException {
        this.directory = directory;
        this.random = random;
        this.damage = new Damage(random);
        String resumes = write("resumes.csv", RESUMES_CSV).toString();
        String jobs = write("jobs.jsonl", JOBS).toString();
        String none = directory.resolve("none").toString();
        List<BiFunction<Path, Path, List<String>>> readers = List.of(
                (file, out) -> List.of("evaluate", file + "", "--labellers", "rules,majority"),
                (file, out) -> List.of("evaluate", file + "", "--labellers", "rules", "--labels", "role"),
                (file, out) -> List.of("evaluate", resumes, "--labellers", "rules,majority", "--train", file + ""),
                (file, out) -> List.of("recommend", "--resumes", file + "", "--jobs", jobs, "-o", out + ""),
                (file, out) ->
                        List.of("recommend", "--resumes", resumes, "--jobs", file + "", "-f", "csv", "-o", out + ""),
                (file, out) -> List.of("recommend", "evaluate", "--resumes", file + "", "--jobs", jobs, "--bridge"),
                (file, out) -> List.of("train", "--once", "--data", file + "", "-o", out + "", "--base", none),
                (file, out) -> List.of("recommend", "judge", file + ""),
                (file, out) -> List.of("pretrain", file + "", "--base", none, "-o", out + ""));
        add("a.csv", utf8(RESUMES_CSV), readers);
        add("a.tsv", utf8(RESUMES_CSV.replace(",", "\t")), readers);
        add("a.jsonl", utf8(RESUMES_JSON), readers);
        add("a.json", utf8("[" + String.join(",", RESUMES_JSON.split("\n")) + "]"), readers);
        add("b.json", utf8("{\"data\": [" + String.join(",", RESUMES_JSON.split("\n")) + "]}"), readers);
        add("a.csv.gz", gzip(utf8(RESUMES_CSV)), readers);
        add("a.parquet", parquet(), readers);
        add("jobs.json", utf8(JOBS), readers);
        add(
                "rules.yml",
                utf8(RULES),
                List.of(
                        (file, out) -> List.of("rules", "check", file + ""),
                        (file, out) -> List.of("rules", "explain", "-r", file + "", "Java"),
                        (file, out) -> List.of("evaluate", resumes, "--labellers", "rules:" + file)));
        add("sub.yml", utf8(SUBSTRING_RULES), List.of((file, out) -> List.of("rules", "check", file + "")));
        add(
                "roles.yml",
                utf8(TAXONOMY),
                List.of((file, out) -> List.of("rules", "explain", "--taxonomy", file + "", "-r", "notebook", "Java")));
        add(
                "answers.csv",
                utf8(ANSWERS),
                List.of((file, out) -> List.of(
                        "train", "--once", "--data", resumes, "--answers", file + "", "-o", out + "", "--base", none)));
        add(
                "pairs.jsonl",
                utf8(PAIRS),
                List.of((file, out) ->
                        List.of("train", "matcher", "--pairs", file + "", "--base", none, "-o", out + "")));
        Path qrels = write("qrels.txt", "1 0 a 2\n2 0 b 1\n");
        add(
                "qrels",
                utf8("1 0 a 2\n2 0 b 1\n"),
                List.of((file, out) ->
                        List.of("recommend", "evaluate", "--resumes", resumes, "--jobs", jobs, "--qrels", file + "")));
        add(
                "run",
                utf8("1 Q0 a 1 3.5 mine\n1 Q0 b 2 2.5 mine\n2 Q0 b 1 1.5 mine\n"),
                List.of((file, out) -> List.of("recommend", "evaluate", "--qrels", qrels + "", "--runs", file + "")));
        add(
                "grades.csv",
                utf8("resumeId,jobId,grade\n1,a,2\n2,b,1\n"),
                List.of((file, out) ->
                        List.of("recommend", "evaluate", "--resumes", resumes, "--jobs", jobs, "--grades", file + "")));
        Path whole = directory.resolve("model");
        TinyModel.write(whole, 1);
        try (Stream<Path> files = Files.list(whole)) {
            files.filter(Files::isRegularFile).sorted().forEach(model::add);
        }
    }

    private void add(String name, byte[] content, List<BiFunction<Path, Path, List<String>>> commands) {
        inputs.add(new Input(name, content, commands));
    }

    /** Writes the next damaged file and returns the command that reads it. */
    List<String> next() throws IOException {
        if (random.nextInt(3) == 0) {
            return List.of("model", "show", damagedModel().toString());
        }
        Input input = inputs.get(random.nextInt(inputs.size()));
        Path file = directory.resolve("damaged-" + input.name());
        Files.write(file, damage.of(input.content()));
        Path out = directory.resolve("out");
        Replacement.delete(out);
        return input.commands().get(random.nextInt(input.commands().size())).apply(file, out);
    }

    /** A copy of the checkpoint of which one file is damaged. */
    private Path damagedModel() throws IOException {
        Path copy = directory.resolve("damaged-model");
        Replacement.delete(copy);
        Files.createDirectories(copy);
        Path chosen = model.get(random.nextInt(model.size()));
        for (Path file : model) {
            byte[] content = Files.readAllBytes(file);
            Files.write(
                    copy.resolve(String.valueOf(file.getFileName())), file.equals(chosen) ? damaged(content) : content);
        }
        return copy;
    }

    /** Weights are damaged in their header, where there is something to get wrong. */
    private byte[] damaged(byte[] content) {
        int most = 4096;
        if (content.length <= most) {
            return damage.of(content);
        }
        byte[] head = damage.of(Arrays.copyOf(content, most));
        byte[] whole = Arrays.copyOf(head, head.length + content.length - most);
        System.arraycopy(content, most, whole, head.length, content.length - most);
        return whole;
    }

    private Path write(String name, String content) throws IOException {
        return Files.writeString(directory.resolve(name), content);
    }

    private static byte[] utf8(String text) {
        return text.getBytes(StandardCharsets.UTF_8);
    }

    private static byte[] gzip(byte[] bytes) throws IOException {
        ByteArrayOutputStream packed = new ByteArrayOutputStream();
        try (GZIPOutputStream out = new GZIPOutputStream(packed)) {
            out.write(bytes);
        }
        return packed.toByteArray();
    }

    private byte[] parquet() throws IOException, SQLException {
        Path file = directory.resolve("whole.parquet");
        try (Connection duckDb = DriverManager.getConnection("jdbc:duckdb:");
                Statement statement = duckDb.createStatement()) {
            statement.execute("COPY (SELECT '1' AS id, 'java, spring' AS skills, 'Other' AS role) TO '" + file
                    + "' (FORMAT parquet)");
        }
        return Files.readAllBytes(file);
    }
}
