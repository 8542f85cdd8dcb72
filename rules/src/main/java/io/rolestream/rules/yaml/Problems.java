package io.rolestream.rules.yaml;

import java.util.ArrayList;
import java.util.Comparator;
import java.util.List;
import org.yaml.snakeyaml.nodes.Node;

/**
 * Collects the errors in a file, so that its author sees all of them together. If it is lenient, those of single
 * entries, such as keywords, do not count as errors: the entry is skipped. Not thread-safe.
 */
public final class Problems {
    /** The most problems that a message lists; a last line counts the others. */
    public static final int LIMIT = 20;

    private static final int WHOLE_FILE = 0;

    private final String file;
    private final List<Problem> found;
    private final List<Problem> skipped;

    private Problems(String file, List<Problem> found, List<Problem> skipped) {
        this.file = file;
        this.found = found;
        this.skipped = skipped;
    }

    /** Counts every problem. */
    public Problems(String file) {
        this.file = file;
        this.found = new ArrayList<>();
        this.skipped = found;
    }

    /** @param lenient whether problems of single entries only skip the entry */
    public static Problems of(String file, boolean lenient) {
        return lenient ? new Problems(file, new ArrayList<>(), new ArrayList<>()) : new Problems(file);
    }

    /** Collects the problems of single entries. */
    public Problems ofEntries() {
        return new Problems(file, skipped, skipped);
    }

    /** Adds a problem of the whole file. */
    public void add(String message) {
        add(WHOLE_FILE, message);
    }

    public void add(Node node, String message) {
        add(line(node), message);
    }

    public void add(int line, String message) {
        found.add(new Problem(file, line, message));
    }

    /** Whether a message would not list more of them, so that hints are not worth their time. */
    public boolean isFull() {
        return found.size() >= LIMIT;
    }

    public boolean isEmpty() {
        return found.isEmpty();
    }

    public int size() {
        return found.size();
    }

    /** All problems in the order of their lines. */
    public List<Problem> all() {
        return sorted(found);
    }

    /** Why entries were skipped, in the order of their lines; empty unless lenient. */
    public List<Problem> skipped() {
        return skipped == found ? List.of() : sorted(skipped);
    }

    private static List<Problem> sorted(List<Problem> problems) {
        return problems.stream().sorted(Comparator.comparingInt(Problem::line)).toList();
    }

    /** The line on which a node starts, counted from 1. */
    public static int line(Node node) {
        return node.getStartMark().getLine() + 1;
    }
}
