package io.rolestream.cli.fuzz;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.support.ExitCode;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.local.services.Configuration;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import org.jspecify.annotations.Nullable;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.condition.EnabledIfSystemProperty;
import org.junit.jupiter.api.io.TempDir;
import org.junit.jupiter.params.ParameterizedTest;
import org.junit.jupiter.params.provider.CsvSource;

/**
 * No mistake of a user ends in an unexpected failure, a stack trace, an undocumented exit code, or not at all: random
 * options, settings and files, a sample of each in every build. {@code -Dfuzz.count} with the profile {@code full}
 * tries as many of each, {@code -Dfuzz.seed} draws others.
 */
class FuzzTest {
    private static final long SEED = Long.getLong("fuzz.seed", 1);
    private static final int SAMPLE = 20;
    private static final int MANY = Integer.getInteger("fuzz.count", 0);

    private final Path directory;
    private final Random random = new Random(SEED);
    private final List<String> faults = new ArrayList<>();

    FuzzTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @ParameterizedTest
    @CsvSource({
        "1, 'rolestream: unexpected failure, please report this: x'",
        "1, '  at io.rolestream.cli.Main.main(Main.java:1)'",
        "1, 'java.lang.OutOfMemoryError: Java heap space'",
        "1, 'rolestream: java.nio.file.NoSuchFileException: x'",
        "2, ''",
        "7, 'rolestream: x'"
    })
    void shouldNoticeFaults(int exitCode, String said) {
        assertThat(Attempt.problem(exitCode, "", said)).isNotNull();
        assertThat(Attempt.problem(ExitCode.USAGE, "", "rolestream: x.csv: no such file"))
                .isNull();
    }

    @Test
    void shouldWriteOnlyInItsDirectory() throws IOException {
        RandomCommand commands = new RandomCommand(random, files());
        List<String> written = new ArrayList<>();
        for (int i = 0; i < 2_000; i++) {
            List<String> arguments = commands.next();
            arguments.stream()
                    .filter(argument ->
                            RandomCommand.MAY_WRITE.stream().anyMatch(name -> argument.startsWith(name + "=")))
                    .map(argument -> argument.substring(argument.indexOf('=') + 1))
                    .forEach(written::add);
            int last = arguments.lastIndexOf("-o");
            written.addAll(last < 0 ? List.of() : arguments.subList(last + 1, last + 2));
        }
        assertThat(written).isNotEmpty().allMatch(file -> Path.of(file).startsWith(directory));
    }

    @Test
    void shouldSurviveOptions() throws Exception {
        options(SAMPLE);
    }

    @Test
    @Tag("full")
    @EnabledIfSystemProperty(named = "fuzz.count", matches = "\\d+")
    void shouldSurviveManyOptions() throws Exception {
        options(MANY);
    }

    @Test
    void shouldSurviveSettings() throws Exception {
        settings(SAMPLE);
    }

    @Test
    @Tag("full")
    @EnabledIfSystemProperty(named = "fuzz.count", matches = "\\d+")
    void shouldSurviveManySettings() throws Exception {
        settings(MANY);
    }

    @Test
    void shouldSurviveDamagedFiles() throws Exception {
        damagedFiles(SAMPLE);
    }

    @Test
    @Tag("full")
    @EnabledIfSystemProperty(named = "fuzz.count", matches = "\\d+")
    void shouldSurviveManyDamagedFiles() throws Exception {
        damagedFiles(MANY);
    }

    private void options(int count) throws IOException, InterruptedException {
        RandomCommand commands = new RandomCommand(random, files());
        for (int i = 0; i < count; i++) {
            List<String> arguments = commands.next();
            note(arguments, "", Attempt.fault(arguments));
        }
        assertThat(faults).isEmpty();
    }

    /** Some that exist, and some that do not; the first is none. */
    private List<String> files() throws IOException {
        Path table = Files.writeString(directory.resolve("resumes.csv"), "id,skills\n1,java\n2,spark\n");
        Path jobs = Files.writeString(directory.resolve("jobs.jsonl"), "{\"jobId\": \"a\", \"title\": \"Java\"}\n");
        Path empty = Files.createFile(directory.resolve("empty.jsonl"));
        Path folder = Files.createDirectory(directory.resolve("folder"));
        return List.of(
                directory.resolve("none").toString(),
                table.toString(),
                jobs.toString(),
                empty.toString(),
                folder.toString(),
                directory.resolve("new").toString(),
                table.resolve("below").toString(),
                directory.resolve("x".repeat(300)).toString(),
                "-",
                "");
    }

    private void settings(int count) throws IOException, InterruptedException {
        Path file = directory.resolve("some.properties");
        for (int i = 0; i < count; i++) {
            String lines = RandomSettings.file(random);
            Files.writeString(file, lines);
            List<String> arguments = List.of("config", "print", "--config", file.toString());
            note(arguments, lines, Attempt.fault(arguments));
            Map<String, String> values = RandomSettings.some(random);
            note(List.of("services with"), values.toString(), faultOfServices(values));
        }
        assertThat(faults).isEmpty();
    }

    /** Turns the settings into what each service takes. */
    private static @Nullable String faultOfServices(Map<String, String> values) {
        Settings settings;
        try {
            settings = Settings.of(Configuration.definitions(), values);
        } catch (ConfigurationException e) {
            return null;
        }
        return TypedSettings.fault(settings);
    }

    private void damagedFiles(int count) throws Exception {
        DamagedInputs inputs = new DamagedInputs(directory, random);
        for (int i = 0; i < count; i++) {
            List<String> arguments = inputs.next();
            note(arguments, "", Attempt.fault(arguments));
        }
        assertThat(faults).isEmpty();
    }

    private void note(List<String> arguments, String input, @Nullable String fault) {
        if (fault != null) {
            faults.add("rolestream " + String.join(" ", arguments) + "\n" + input + "\n" + fault);
        }
    }
}
