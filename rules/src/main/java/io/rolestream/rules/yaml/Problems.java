package io.rolestream.rules.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/** Collects the errors in a file, so that its author sees all of them together. Not thread-safe. */
public final class Problems {
    /** The most problems reported; a last line counts the others. */
    public static final int LIMIT = 20;

    private static final int WHOLE_FILE = 0;

    private final String file;
    private final List<Problem> found = new ArrayList<>();

    private record Problem(int line, String message) {}

    public Problems(String file) {
        this.file = file;
    }

    /** Adds a problem of the whole file. */
    public void add(String message) {
        add(WHOLE_FILE, message);
    }

    public void add(Node node, String message) {
        add(line(node), message);
    }

    public void add(int line, String message) {
        found.add(new Problem(line, message));
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    /** At most {@link #LIMIT} problems in the order of their lines, and the number of others. */
    public List<String> lines() {
        List<String> lines = new ArrayList<>();
        found.stream()
                .sorted(Comparator.comparingInt(Problem::line))
                .limit(LIMIT)
                .forEach(p ->
                        lines.add(file + ":" + (p.line() == WHOLE_FILE ? "" : p.line() + ":") + " " + p.message()));
        if (found.size() > LIMIT) {
            lines.add(file + ": and " + (found.size() - LIMIT) + " more problems");
        }
        return lines;
    }

    /** The line on which a node starts, counted from 1. */
    public static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
