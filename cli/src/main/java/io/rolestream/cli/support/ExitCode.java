package io.rolestream.cli.support;

/** Exit codes of the process. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    /** An invalid option, argument, setting or rule file. */
    public static final int USAGE = 2;
    /** No resume of the input could be labelled; with {@code --strict}, some could not. */
    public static final int NOT_ALL_LABELLED = 3;

    /** The model's native engine is broken and needs a new process. */
    public static final int ENGINE_BROKEN = 4;

    /** Ended by Ctrl-C, as shells know it. */
    public static final int INTERRUPTED = 130;

    private ExitCode() {}
}
