package io.rolestream.cli.fuzz;

import io.rolestream.cli.Rolestream;
import java.nio.charset.Charset;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Random;
import java.util.Set;
import picocli.CommandLine;
import picocli.CommandLine.Model.ArgSpec;
import picocli.CommandLine.Model.OptionSpec;
import picocli.CommandLine.Model.PositionalParamSpec;

/**
 * Commands with options and values at random, right and wrong. None reaches a cluster, loads a model or runs until it
 * is stopped: such commands get an option that ends them, behind the others.
 */
final class RandomCommand {
    private static final List<String> UNKNOWN_SETTING = List.of("-s", "no.such.key=1");
    private static final Set<String> RUN_UNTIL_STOPPED =
            Set.of("stream", "worker", "generator", "recommender", "serve", "train", "label");
    private static final Set<String> START_A_BROKER = Set.of("demo", "kafka");
    /** What a command would otherwise compute for long; the option is not drawn. */
    private static final Map<String, String> WITHOUT_MODEL = Map.of(
            "pretrain",
            "--base",
            "train matcher",
            "--base",
            "train reward",
            "--base",
            "train generator",
            "--base",
            "train align",
            "--generator",
            "study",
            "--base",
            "study girl",
            "--resumes");
    /** Options with files or directories that may be written, which must not be relative. */
    static final Set<String> MAY_WRITE = Set.of("--out", "--data", "--state", "--metrics", "--rollouts");
    /** They change the logging of the process. */
    private static final Set<String> NOT_DRAWN = Set.of("--verbose", "--bootstrap-servers");

    private static final List<String> BROKERS = List.of("127.0.0.1", "nowhere.invalid:1", ":", "", ",", "x:y", "a b:1");
    private static final List<String> NUMBERS = List.of(
            "0",
            "1",
            "2",
            "-1",
            "3.5",
            "x",
            "",
            "2147483647",
            "-2147483648",
            "99999999999999999999",
            "1e400",
            "NaN",
            "Infinity",
            "0.5",
            "1,5",
            " 1");
    private static final List<String> TEXTS = List.of(
            "",
            " ",
            "x",
            "=",
            ",",
            ",,",
            "a,b",
            ":",
            "rules",
            "rules:default",
            "rules:",
            "linear:none",
            "1d",
            "-1d",
            "999999999999d",
            "2026-03-04",
            "2026-13-41",
            "\u00e9\u4e2d",
            "*",
            "../..",
            "%s",
            "${x}",
            "[",
            "a\tb\nc",
            "x".repeat(300),
            "json",
            "NaN",
            "@none");

    private final Random random;
    private final List<String> files;
    private final List<String> inside;
    private final List<CommandLine> commands = new ArrayList<>();

    /** @param files that may be named, existing and not; only those with absolute paths may be written */
    RandomCommand(Random random, List<String> files) {
        this.random = random;
        this.files = files;
        this.inside = files.stream().filter(file -> Path.of(file).isAbsolute()).toList();
        collect(Rolestream.commandLine());
    }

    private void collect(CommandLine command) {
        commands.add(command);
        command.getSubcommands().values().forEach(this::collect);
    }

    List<String> next() {
        CommandLine command = commands.get(random.nextInt(commands.size()));
        String name = command.getCommandSpec().qualifiedName(" ").replaceFirst("^rolestream ?", "");
        List<String> arguments = new ArrayList<>(name.isEmpty() ? List.of() : List.of(name.split(" ")));
        String kept = WITHOUT_MODEL.get(name);
        List<OptionSpec> options = command.getCommandSpec().options();
        int count = options.isEmpty() ? 0 : random.nextInt(5);
        for (int i = 0; i < count; i++) {
            OptionSpec option = options.get(random.nextInt(options.size()));
            if (!NOT_DRAWN.contains(option.longestName())
                    && !option.longestName().equals(kept)) {
                add(option, arguments);
            }
        }
        for (PositionalParamSpec parameter : command.getCommandSpec().positionalParameters()) {
            if (random.nextInt(8) > 0) {
                arguments.add(value(parameter));
            }
        }
        if (random.nextInt(25) == 0) {
            arguments.add(random.nextBoolean() ? "--no-such-option" : pick(TEXTS));
        }
        if (kept != null) {
            arguments.add(kept + "=" + files.get(0));
        }
        if (options.stream().anyMatch(option -> option.longestName().equals("--bootstrap-servers"))) {
            arguments.add("--bootstrap-servers=" + pick(BROKERS));
        }
        if (START_A_BROKER.contains(name)) {
            arguments.add("--port=-1");
        }
        if (RUN_UNTIL_STOPPED.contains(name)) {
            arguments.addAll(UNKNOWN_SETTING);
        }
        return arguments;
    }

    private void add(OptionSpec option, List<String> arguments) {
        String name = option.names()[random.nextInt(option.names().length)];
        if (option.arity().max() == 0) {
            arguments.add(name);
        } else if (name.startsWith("--")) {
            arguments.add(name + "=" + value(option));
        } else {
            arguments.addAll(List.of(name, value(option)));
        }
    }

    private String value(ArgSpec argument) {
        Class<?> type = argument.auxiliaryTypes().length > 0 ? argument.auxiliaryTypes()[0] : argument.type();
        if (type == Path.class) {
            return pick(
                    argument instanceof OptionSpec option && MAY_WRITE.contains(option.longestName()) ? inside : files);
        }
        if (random.nextInt(12) == 0) {
            return pick(TEXTS);
        }
        if (argument.isMultiValue() && Map.class.isAssignableFrom(argument.type())) {
            return RandomSettings.entry(random).toString();
        }
        if (type == Charset.class) {
            return pick(List.of("UTF-8", "GB18030", "UTF-16", "IBM037", "none", ""));
        }
        if (type.isEnum()) {
            return String.valueOf(pick(List.of(type.getEnumConstants())));
        }
        return type.isPrimitive() || Number.class.isAssignableFrom(type) ? pick(NUMBERS) : pick(TEXTS);
    }

    private <T> T pick(List<T> all) {
        return all.get(random.nextInt(all.size()));
    }
}
