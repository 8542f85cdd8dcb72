package io.rolestream.system.repository;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.cli.Rolestream;
import io.rolestream.common.config.Settings;
import io.rolestream.local.services.Configuration;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.TreeSet;
import java.util.regex.Pattern;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.junit.jupiter.api.Test;
import picocli.CommandLine;

/** Commands, links, profiles and classes that documents name exist. */
class DocumentsTest {
    private static final Pattern LINK = Pattern.compile("\\[[^\\]]*\\]\\(([^)\\s]+)\\)");
    private static final Pattern PROFILE_USE = Pattern.compile("mvn [^`\\n]*-P *([a-z]+)");
    private static final Pattern PROFILE = Pattern.compile("<profile>\\s*<id>([a-z-]+)</id>");
    private static final Pattern CLASS_SPAN = Pattern.compile("`([A-Z][A-Za-z0-9]*[a-z][A-Za-z0-9]*)(?:[.(][^`]*)?`");
    private static final Pattern IMPORT = Pattern.compile("(?m)^import [\\w.]*\\.([A-Z]\\w*)");
    private static final Pattern DECLARATION = Pattern.compile("\\b(?:class|record|interface|enum) ([A-Z]\\w*)");
    private static final Pattern EVENT = Pattern.compile("\"name\": *\"([A-Z]\\w*)\"");

    private static final CommandLine ROLESTREAM = Rolestream.commandLine();

    /** HTTP's headers and Kubernetes' kinds look like classes. */
    private static final Set<String> NO_CLASSES = Set.of("Host", "Origin", "KafkaTopic", "KafkaUser");

    @Test
    void shouldShowCommandsThatParse() {
        List<String> wrong = new ArrayList<>();
        for (Path document : Repository.documents()) {
            for (List<String> arguments : CommandLines.inBlocks(Repository.read(document))) {
                wrong.addAll(problems(document, arguments, false));
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void shouldMentionCommandsThatExist() {
        List<String> wrong = new ArrayList<>();
        for (Path document : Repository.documents()) {
            for (List<String> arguments : CommandLines.inText(Repository.read(document))) {
                wrong.addAll(problems(document, arguments, true));
            }
        }

        assertThat(wrong).isEmpty();
    }

    @Test
    void shouldFindWhatAReaderWouldRun() {
        String page = """
                Run `./rolestream models
                list`, or `rolestream label FILE > out`.

                ```
                ./rolestream topics create -s topic.partitions=8   # once
                ./rolestream consume labels | jq .
                ```
                """;

        assertThat(CommandLines.inBlocks(page))
                .containsExactly(List.of("topics", "create", "-s", "topic.partitions=8"), List.of("consume", "labels"));
        assertThat(CommandLines.inText(page)).containsExactly(List.of("models", "list"), List.of("label", "FILE"));
    }

    @Test
    void shouldLinkToFilesThatExist() {
        List<String> broken = new ArrayList<>();
        for (Path document : Repository.documents()) {
            LINK.matcher(Repository.read(document))
                    .results()
                    .map(link -> link.group(1).replaceFirst("#.*", ""))
                    .filter(target -> !target.isEmpty() && !target.contains(":"))
                    .filter(target -> !Files.exists(document.resolveSibling(target)))
                    .forEach(target -> broken.add(Repository.name(document) + ": " + target));
        }

        assertThat(broken).isEmpty();
    }

    @Test
    void shouldNameProfilesThatExist() {
        Set<String> known = names(PROFILE, Repository.projects()).collect(Collectors.toSet());

        assertThat(names(PROFILE_USE, Repository.documents())).isNotEmpty().isSubsetOf(known);
    }

    @Test
    void shouldNameClassesThatExist() {
        Set<String> known = Stream.of(
                        names(DECLARATION, Repository.sources()),
                        names(IMPORT, Repository.sources()),
                        names(EVENT, Repository.schemas()),
                        NO_CLASSES.stream())
                .flatMap(each -> each)
                .collect(Collectors.toSet());
        Set<String> unknown = new TreeSet<>();
        for (Path document : Repository.documents()) {
            String name = Repository.name(document);
            if (name.equals("ARCHITECTURE.md") || name.equals("CONTRIBUTING.md") || name.startsWith("docs/design/")) {
                names(CLASS_SPAN, List.of(document))
                        .filter(each -> !known.contains(each) && !isOfJava(each))
                        .forEach(each -> unknown.add(each + " in " + name));
            }
        }

        assertThat(unknown).isEmpty();
    }

    @Test
    void shouldListEverySubjectOfTheRegistry() {
        String operations = Repository.read(Repository.ROOT.resolve("docs/OPERATIONS.md"));

        assertThat(Configuration.subjects(Settings.of(Configuration.definitions(), Map.of())))
                .allSatisfy(subject -> assertThat(operations)
                        .contains("| `%s` | `%s` |"
                                .formatted(subject.name(), subject.schema().getFullName())));
    }

    private static boolean isOfJava(String name) {
        try {
            Class.forName("java.lang." + name);
            return true;
        } catch (ClassNotFoundException e) {
            return false;
        }
    }

    private static Stream<String> names(Pattern pattern, List<Path> files) {
        return files.stream()
                .flatMap(file -> pattern.matcher(Repository.read(file)).results())
                .map(found -> found.group(1));
    }

    private static List<String> problems(Path document, List<String> arguments, boolean mayLackSome) {
        try {
            ROLESTREAM.parseArgs(arguments.toArray(String[]::new));
            return List.of();
        } catch (CommandLine.MissingParameterException e) {
            return mayLackSome ? List.of() : List.of(problem(document, arguments, e));
        } catch (CommandLine.ParameterException e) {
            return List.of(problem(document, arguments, e));
        }
    }

    private static String problem(Path document, List<String> arguments, Exception reason) {
        return Repository.name(document) + ": rolestream " + String.join(" ", arguments) + ": " + reason.getMessage();
    }
}
