package io.rolestream.rules.yaml;

import java.util.List;

/** A file written by people (a taxonomy, a rule set) is invalid. The message has one line for each problem. */
public class InvalidFileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    private final List<String> problems;

    /** @param problems one line each, {@code file:line: what is wrong}, at least one */
    public InvalidFileException(List<String> problems) {
        super(String.join("\n", problems));
        this.problems = List.copyOf(problems);
    }

    /**
     * The lines of the message: {@code file:line: what is wrong}, or {@code file: ...} where it concerns the whole
     * file.
     */
    public List<String> problems() {
        return problems;
    }
}
