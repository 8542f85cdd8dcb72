package io.rolestream.rules.yaml;

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

    /** @param problems at least one */
    public InvalidFileException(Problems problems) {
        this(problems.all(), "");
    }

    /** @param advice a last line of the message; may be empty */
    public InvalidFileException(List<Problem> problems, String advice) {
        super(message(problems, advice));
        this.problems = List.copyOf(problems);
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
}
