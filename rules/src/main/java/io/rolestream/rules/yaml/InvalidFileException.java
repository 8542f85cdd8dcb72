package io.rolestream.rules.yaml;

import java.util.Comparator;
import java.util.List;
import java.util.stream.Collectors;
import java.util.stream.Stream;

/**
 * A file written by people (a taxonomy, a rule set) is invalid. The message has one line for each of the first
 * {@value Problems#LIMIT} problems, and counts the others.
 */
public final class InvalidFileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final transient List<Problem> problems;
    private final transient List<Problem> skipped;

    /** @param problems at least one */
    public InvalidFileException(Problems problems) {
        this(problems.all(), problems.skipped(), "");
    }

    /** @param advice a last line of the message; may be empty */
    public InvalidFileException(List<Problem> problems, String advice) {
        this(problems, List.of(), advice);
    }

    private InvalidFileException(List<Problem> problems, List<Problem> skipped, String advice) {
        super(message(problems, advice));
        this.problems = List.copyOf(problems);
        this.skipped = List.copyOf(skipped);
    }

    private static String message(List<Problem> problems, String advice) {
        Stream<String> first = problems.stream().limit(Problems.LIMIT).map(Problem::toString);
        int more = problems.size() - Problems.LIMIT;
        Stream<String> rest =
                more > 0 ? Stream.of(problems.get(0).file() + ": and " + more + " more problems") : Stream.of();
        return Stream.of(first, rest, advice.isEmpty() ? Stream.<String>of() : Stream.of(advice))
                .flatMap(lines -> lines)
                .collect(Collectors.joining("\n"));
    }

    /** All problems. */
    public List<Problem> problems() {
        return problems;
    }

    /** Entries of a file read leniently that cannot be used either; the message does not name them. */
    public List<Problem> skipped() {
        return skipped;
    }

    /** The exception of strict reading: skipped entries are problems, too. */
    public InvalidFileException withSkipped() {
        return new InvalidFileException(
                Stream.concat(problems.stream(), skipped.stream())
                        .sorted(Comparator.comparingInt(Problem::line))
                        .toList(),
                "");
    }
}
