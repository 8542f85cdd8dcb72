package io.rolestream.cli;

/** What the process tells its caller. */
public final class ExitCode {
    public static final int DONE = 0;
    public static final int FAILED = 1;
    /** A wrong option, argument, configuration or rule file. */
    public static final int USAGE = 2;
    /** With {@code --strict}: done, but some resumes got no label. */
    public static final int NOT_ALL_LABELLED = 3;

    private ExitCode() {}
}
