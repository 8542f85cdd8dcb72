package io.rolestream.cli.crash;

/** What a crash test does to the processes. */
enum Failure {
    KILL("kill -9 of"),
    KILL_WHILE_STARTING("kill -9, while starting, of"),
    TERMINATE("SIGTERM to"),
    KILL_BROKER("kill -9 of");

    private final String words;

    Failure(String words) {
        this.words = words;
    }

    @Override
    public String toString() {
        return words;
    }
}
