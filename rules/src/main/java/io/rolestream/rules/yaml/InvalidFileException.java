package io.rolestream.rules.yaml;

import java.util.List;

/** A file written by people (a taxonomy, a rule set) is invalid. The message has one line for each problem. */
public final class InvalidFileException extends IllegalArgumentException {
    private static final long serialVersionUID = 1L;

    /** @param problems at least one line, {@code file:line: message}, or {@code file: message} about the whole file */
    public InvalidFileException(List<String> problems) {
        super(String.join("\n", problems));
    }
}
