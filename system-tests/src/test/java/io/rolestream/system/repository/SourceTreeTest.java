package io.rolestream.system.repository;

import static org.assertj.core.api.Assertions.assertThat;

import java.nio.file.Path;
import java.util.Map;
import java.util.Set;
import java.util.TreeMap;
import java.util.stream.Collectors;
import org.junit.jupiter.api.Test;

/** Files and packages stay small, and names tell classes apart. */
class SourceTreeTest {
    private static final int MOST_LINES = 400;
    private static final int MOST_FILES = 20;
    private static final int MOST_SHARED_NAMES = 5;

    @Test
    void shouldHaveNoFileOf400LinesOrMore() {
        Map<String, Long> lines = new TreeMap<>();
        for (Path source : Repository.sources()) {
            lines.put(Repository.name(source), Repository.read(source).lines().count());
        }

        lines.values().removeIf(count -> count < MOST_LINES);

        assertThat(lines).isEmpty();
    }

    @Test
    void shouldHaveAtMost20FilesInAPackage() {
        Map<String, Long> files = Repository.sources().stream()
                .filter(source -> !source.endsWith("package-info.java"))
                .collect(Collectors.groupingBy(
                        source -> Repository.name(source.getParent()), TreeMap::new, Collectors.counting()));

        files.values().removeIf(count -> count <= MOST_FILES);

        assertThat(files).isEmpty();
    }

    @Test
    void shouldRarelyNameTwoClassesTheSame() {
        Map<String, Set<String>> places = Repository.sources().stream()
                .filter(source -> !source.endsWith("package-info.java"))
                .collect(Collectors.groupingBy(
                        source -> source.getFileName().toString(),
                        TreeMap::new,
                        Collectors.mapping(source -> Repository.name(source.getParent()), Collectors.toSet())));

        places.values().removeIf(directories -> directories.size() == 1);

        assertThat(places).hasSizeLessThanOrEqualTo(MOST_SHARED_NAMES);
    }
}
