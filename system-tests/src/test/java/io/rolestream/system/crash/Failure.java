package io.rolestream.system.crash;

/** What a crash test does to the processes; the first three to a labelling service. */
enum Failure {
    KILL("kill -9 of"),
    KILL_WHILE_STARTING("kill -9, while starting, of"),
    TERMINATE("SIGTERM to"),
    KILL_WORKER("kill -9 of"),
    TERMINATE_WORKER("SIGTERM to"),
    /** For longer than the worker's group waits for it. */
    STOP_WORKER("SIGSTOP, and later SIGCONT, to"),
    /** No failure, but to go as unnoticed as one. */
    SWAP("another champion,"),
    KILL_BROKER("kill -9 of");

    private final String words;

    Failure(String words) {
        this.words = words;
    }

    /** Whether a worker fails. */
    boolean isOfWorker() {
        return this == KILL_WORKER || this == TERMINATE_WORKER || this == STOP_WORKER;
    }

    @Override
    public String toString() {
        return words;
    }
}
