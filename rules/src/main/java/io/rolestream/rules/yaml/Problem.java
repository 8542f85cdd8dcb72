package io.rolestream.rules.yaml;

/**
 * An error in a file.
 *
 * @param line from 1; 0 if it concerns the whole file
 */
public record Problem(String file, int line, String message) {
    /** {@code file:line: message}, or {@code file: message} about the whole file. */
    @Override
    public String toString() {
        return file + ":" + (line == 0 ? "" : line + ":") + " " + message;
    }
}
