package io.rolestream.cli.roles;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.testing.Cli;
import io.rolestream.cli.testing.Cli.Result;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.regex.MatchResult;
import java.util.regex.Matcher;
import java.util.regex.Pattern;
import java.util.stream.Stream;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

/** Runs the commands of docs/roles.md, on the files that it shows. */
class RolesGuideTest {
    private static final Path GUIDE = Path.of("..", "docs", "roles.md");
    private static final Pattern FILE = Pattern.compile("`(\\S+\\.yml)`:\n\n```yaml\n(.*?)```", Pattern.DOTALL);
    private static final Pattern COMMANDS = Pattern.compile("```sh\n(.*?)```", Pattern.DOTALL);
    private static final Pattern WORD = Pattern.compile("\"([^\"]*)\"|(\\S+)");
    private static final Pattern NAME = Pattern.compile("(?:[a-z-]+\\.(?:yml|jsonl)|my-model)");

    private final Path directory;
    private final String guide;

    RolesGuideTest(@TempDir Path directory) throws IOException {
        this.directory = directory;
        this.guide = Files.readString(GUIDE);
    }

    @BeforeEach
    void writeFiles() throws IOException {
        for (MatchResult file : FILE.matcher(guide).results().toList()) {
            Files.writeString(directory.resolve(file.group(1)), file.group(2));
        }
    }

    @Test
    void shouldRunWhatIsQuick() throws IOException {
        List<String> outputs = new ArrayList<>();
        for (String command : commands()
                .filter(line -> !line.matches(".*(my-model| label ).*"))
                .toList()) {
            outputs.add(run(command));
        }
        assertThat(outputs).hasSize(7);
        assertThat(outputs.get(0)).contains("6 roles, fallback \"Other\"", "valid, 0 doubts");
        assertThat(outputs.get(1)).contains("Nurse  (confidence 0.");
        assertThat(outputs.get(4)).contains("rules:");
        assertThat(outputs.get(5)).contains("valid, 0 doubts");
        assertThat(outputs.get(6))
                .contains(
                        "removed \"Hospital Porter\"",
                        "renamed \"Laboratory Technician\" to \"Biomedical Scientist\"",
                        "added \"Paramedic\"",
                        "of 400 texts otherwise");
    }

    @Test
    @Tag("full")
    void shouldRunEverything() throws IOException {
        for (String command : commands().toList()) {
            run(command);
        }
        assertThat(Files.readAllLines(directory.resolve("labels.jsonl"))).hasSize(400);
        assertThat(Files.readString(directory.resolve("with-model.jsonl"))).contains("\"version\":\"my-model\"");
    }

    private Stream<String> commands() {
        return COMMANDS.matcher(guide)
                .results()
                .flatMap(block -> block.group(1).lines())
                .filter(line -> !line.isBlank());
    }

    /** Runs a line, with files in the temporary directory, and {@code > FILE} as a shell would. */
    private String run(String line) throws IOException {
        List<String> words = new ArrayList<>();
        for (Matcher word = WORD.matcher(line); word.find(); ) {
            words.add(word.group(1) == null ? inDirectory(word.group(2)) : word.group(1));
        }
        int into = words.indexOf(">");
        boolean isLabel = words.get(1).equals("label"); // it writes to the process's standard output
        if (isLabel) {
            words.set(into, "--out");
        }
        List<String> arguments = words.subList(1, into < 0 || isLabel ? words.size() : into);
        Result result = Cli.run(arguments.toArray(String[]::new));
        assertThat(result.exitCode()).as(line + "\n" + result.err()).isEqualTo(ExitCode.DONE);
        if (into >= 0 && !isLabel) {
            Files.writeString(Path.of(words.get(into + 1)), result.out());
        }
        return result.out();
    }

    private String inDirectory(String word) {
        return NAME.matcher(word)
                .replaceAll(name ->
                        Matcher.quoteReplacement(directory.resolve(name.group()).toString()));
    }
}
