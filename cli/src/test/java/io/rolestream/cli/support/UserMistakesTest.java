package io.rolestream.cli.support;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.Rolestream;
import io.rolestream.cli.testing.Cli;
import io.rolestream.local.services.Configuration;
import java.io.ByteArrayInputStream;
import java.io.IOException;
import java.io.InputStream;
import java.nio.charset.StandardCharsets;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Random;
import org.junit.jupiter.api.AfterEach;
import org.junit.jupiter.api.BeforeEach;
import org.junit.jupiter.api.Tag;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;
import picocli.CommandLine;
import picocli.CommandLine.Model.CommandSpec;
import picocli.CommandLine.Model.OptionSpec;

/** No random option, setting or file of a command that needs no cluster ends in an unexpected failure or a stack trace. */
class UserMistakesTest {
    private static final int FEW = 60;
    private static final int MANY = 1000;
    /** Commands that end by themselves, without a broker, and compute for seconds at most. */
    private static final List<String> COMMANDS = List.of(
            "rules explain",
            "rules check",
            "config print",
            "config reference",
            "topics list",
            "topics acls",
            "topics asyncapi",
            "generate",
            "evaluate",
            "model show",
            "model predict");

    private static final List<String> WORDS = List.of(
            "", " ", "x", "-1", "0", "3", "1e400", "NaN", "99999999999", "null", "caf\u00e9", "\u0000", "a=b", "=", ",", "*",
            "true", "1.5", "PT1H", "http://[", "${HOME}", "--", "default", "notebook", "\uD800", "both");
    private static final List<String> CONTENTS = List.of(
            "",
            " \n",
            "id,skills\n1,Java\n",
            "id,skills,role\n1,Java,Software Engineer\n2,\"open\n",
            "id,id,skills\n1,2,3\n",
            "{\"id\":1,\"skills\":\"Java\",\"role\":\"Other\"}\n",
            "{\"id\":1,\"skills\":{\"a\":[1]}}\n[]\n",
            "[{\"skills\":\"Java\"},",
            "{\"data\":[{\"skills\":1}]}",
            "{\"data\":[]}",
            "name: x\nmatching: phrases\nroles:\n  Nobody: {java: 1}\n",
            "a: [1, 2\nb: *c\n",
            "sep=;\n",
            "sep=\n\n",
            "key=value\n\\u12\n",
            "%PDF-1.7\n",
            "PAR1xxxxPAR1",
            "\u001f\u008b\b",
            "\u00ff\u00fe\u0041",
            "\u0000\u0001\u0002");

    private final Path directory;
    private final List<String> unforeseen = new ArrayList<>();
    private final InputStream standardInput = System.in;

    UserMistakesTest(@TempDir Path directory) {
        this.directory = directory;
    }

    @BeforeEach
    void giveNoInput() {
        System.setIn(new ByteArrayInputStream(new byte[0]));
    }

    @AfterEach
    void giveInputBack() {
        System.setIn(standardInput);
    }

    @Test
    void shouldForeseeAFewMistakes() throws IOException {
        mistakeOptions(FEW, new Random(1));
        mistakeSettings(FEW, new Random(2));
        mistakeFiles(FEW, new Random(3));

        assertThat(unforeseen).isEmpty();
    }

    @Test
    @Tag("full")
    void shouldForeseeThousandsOfMistakes() throws IOException {
        mistakeOptions(MANY, new Random(4));
        mistakeSettings(MANY, new Random(5));
        mistakeFiles(MANY, new Random(6));

        assertThat(unforeseen).isEmpty();
    }

    private void mistakeOptions(int count, Random random) throws IOException {
        for (int i = 0; i < count; i++) {
            List<String> arguments = new ArrayList<>(List.of(pick(COMMANDS, random).split(" ")));
            CommandSpec spec = spec(arguments);
            List<OptionSpec> options = spec.options();
            for (int n = random.nextInt(4); n > 0 && !options.isEmpty(); n--) {
                OptionSpec option = pick(options, random);
                arguments.add(pick(List.of(option.names()), random));
                if (option.arity().max() > 0 && random.nextInt(8) > 0) {
                    arguments.add(isPath(option) ? file(random).toString() : pick(WORDS, random));
                }
            }
            for (int n = random.nextInt(3); n > 0; n--) {
                arguments.add(random.nextBoolean() ? file(random).toString() : pick(WORDS, random));
            }
            run(arguments);
        }
    }

    private void mistakeSettings(int count, Random random) throws IOException {
        List<String> keys =
                Configuration.definitions().names().stream().sorted().toList();
        for (int i = 0; i < count; i++) {
            StringBuilder settings = new StringBuilder();
            for (int n = 1 + random.nextInt(4); n > 0; n--) {
                String key = random.nextInt(5) == 0 ? pick(WORDS, random) : pick(keys, random);
                settings.append(key).append('=').append(pick(WORDS, random).replace("\uD800", "")).append('\n');
            }
            Path file = Files.writeString(directory.resolve("settings.properties"), settings);
            run(List.of("config", "print", "--config", file.toString()));
        }
    }

    private void mistakeFiles(int count, Random random) throws IOException {
        for (int i = 0; i < count; i++) {
            String file = file(random).toString();
            run(
                    switch (random.nextInt(4)) {
                        case 0 -> List.of("evaluate", file, "--labels", pick(List.of("role", "id", "x"), random));
                        case 1 -> List.of("rules", "explain", "Java", "--rules", file);
                        case 2 -> List.of("config", "print", "--config", file);
                        default -> List.of("evaluate", file, "--labels", "role", "--encoding", pick(WORDS, random));
                    });
        }
    }

    private void run(List<String> arguments) {
        Cli.Result result = Cli.run(arguments.toArray(String[]::new));
        boolean foreseen = result.exitCode() <= 3
                && !result.err().contains("unexpected failure")
                && !result.err().contains("\tat ");
        if (!foreseen) {
            unforeseen.add(arguments + " ended with " + result.exitCode() + ": " + result.err());
        }
    }

    private static CommandSpec spec(List<String> names) {
        CommandLine command = Rolestream.commandLine();
        for (String name : names) {
            CommandLine sub = command.getSubcommands().get(name);
            assertThat(sub).as("the command %s", names).isNotNull();
            command = sub;
        }
        return command.getCommandSpec();
    }

    private static boolean isPath(OptionSpec option) {
        return option.type() == Path.class || option.typeInfo().getActualGenericTypeArguments().contains(Path.class.getName());
    }

    /** A file, maybe damaged or missing, or a directory. */
    private Path file(Random random) throws IOException {
        if (random.nextInt(8) == 0) {
            return random.nextBoolean() ? directory : directory.resolve("missing");
        }
        byte[] content = pick(CONTENTS, random).getBytes(random.nextBoolean() ? StandardCharsets.UTF_8 : StandardCharsets.ISO_8859_1);
        for (int n = random.nextInt(3); n > 0 && content.length > 0; n--) {
            content[random.nextInt(content.length)] = (byte) random.nextInt(256);
        }
        return Files.write(directory.resolve("input"), content);
    }

    private static <T> T pick(List<T> choices, Random random) {
        return choices.get(random.nextInt(choices.size()));
    }
}
