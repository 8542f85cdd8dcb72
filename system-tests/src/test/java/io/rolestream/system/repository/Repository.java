package io.rolestream.system.repository;

import java.io.IOException;
import java.io.UncheckedIOException;
import java.nio.file.FileVisitResult;
import java.nio.file.Files;
import java.nio.file.Path;
import java.nio.file.SimpleFileVisitor;
import java.nio.file.attribute.BasicFileAttributes;
import java.util.ArrayList;
import java.util.List;
import java.util.Set;
import java.util.function.Predicate;
import java.util.regex.Pattern;

/** The files that people write. */
final class Repository {
    static final Path ROOT = Path.of("..").toAbsolutePath().normalize();

    private static final Pattern MODULE_ROW = Pattern.compile("^\\| `([a-z-]+)` \\|.*", Pattern.MULTILINE);
    private static final Set<String> GENERATED = Set.of("target", "node_modules");

    private Repository() {}

    /** Every Java file of every module, tests included. */
    static List<Path> sources() {
        return files(
                file -> file.toString().endsWith(".java") && file.toString().contains("/src/"));
    }

    static List<Path> documents() {
        return files(file -> file.toString().endsWith(".md"));
    }

    static List<Path> projects() {
        return files(file -> file.endsWith("pom.xml"));
    }

    static List<Path> schemas() {
        return files(file -> file.toString().endsWith(".avsc"));
    }

    /** The modules in the order that ARCHITECTURE.md gives them: each may use those before it. */
    static List<String> modules() {
        String page = read(ROOT.resolve("ARCHITECTURE.md"));
        int start = page.indexOf("## Modules");
        String section = page.substring(start, page.indexOf("\n## ", start));
        return MODULE_ROW.matcher(section).results().map(row -> row.group(1)).toList();
    }

    static String read(Path file) {
        try {
            return Files.readString(file);
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
    }

    /** As people name it: relative to the root. */
    static String name(Path file) {
        return ROOT.relativize(file).toString();
    }

    private static List<Path> files(Predicate<Path> which) {
        List<Path> found = new ArrayList<>();
        try {
            Files.walkFileTree(ROOT, new SimpleFileVisitor<>() {
                @Override
                public FileVisitResult preVisitDirectory(Path directory, BasicFileAttributes attributes) {
                    String name = directory.getFileName().toString();
                    boolean ignored = GENERATED.contains(name) || name.startsWith(".");
                    return ignored ? FileVisitResult.SKIP_SUBTREE : FileVisitResult.CONTINUE;
                }

                @Override
                public FileVisitResult visitFile(Path file, BasicFileAttributes attributes) {
                    if (which.test(file)) {
                        found.add(file);
                    }
                    return FileVisitResult.CONTINUE;
                }
            });
        } catch (IOException e) {
            throw new UncheckedIOException(e);
        }
        return found;
    }
}
