package io.rolestream.cli.support;

/**
 * Standard error as a terminal: progress, warnings and summaries go there, so that standard output contains only data.
 */
public final class Terminal {
    /** Set by the start script, which can ask the system; Java cannot tell for standard error alone. */
    private static final boolean INTERACTIVE = Boolean.getBoolean("rolestream.stderr.terminal");

    private Terminal() {}

    /** Whether a person watches standard error, so that a progress bar makes sense. */
    public static boolean isInteractive() {
        return INTERACTIVE;
    }
}
