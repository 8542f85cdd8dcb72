package io.rolestream.system.chaos;

/** What can go wrong in a campaign. */
enum FaultKind {
    /** SIGKILL. */
    KILL_STREAM,
    /** SIGTERM; the service must end with 0. */
    STOP_STREAM,
    /** SIGSTOP for longer than a session, then SIGCONT: a member that does not know that it was replaced. */
    PAUSE_STREAM,
    /** SIGKILL, and the state directory is gone when it comes back. */
    WIPE_STREAM_STATE,
    KILL_WORKER,
    STOP_WORKER,
    PAUSE_WORKER,
    /** SIGKILL, and the cache of model versions is gone when it comes back. */
    WIPE_MODEL_CACHE,
    KILL_TRAINER,
    STOP_TRAINER,
    PAUSE_TRAINER,
    KILL_BROKER,
    STOP_BROKER,
    PAUSE_BROKER,
    /** A broker's answers come late. */
    DELAY_ANSWERS,
    /** Connections to a broker stay open, and nothing moves. */
    STALL_TRAFFIC,
    /** A broker's connections swallow everything until they are closed. */
    DROP_TRAFFIC,
    /** Connections to a broker are closed, and new ones at once. */
    CUT_TRAFFIC,
    /** The registry answers 500 while a stream starts. */
    REGISTRY_ERROR,
    /** The registry answers with a web page while a stream starts. */
    REGISTRY_PAGE,
    /** The registry does not answer while a worker starts. */
    REGISTRY_HANG,
    /** Every compacted topic is compacted at once, changelogs and Kafka's own included. */
    FORCE_COMPACTION,
    /** A new version becomes champion and is rolled back. */
    ROLL_BACK,
    /** A stream's or worker's clock goes back by an hour, and later ahead again. */
    CLOCK_BACK,
    /** A stream's or worker's clock goes ahead by 100 days, and later back again. */
    CLOCK_AHEAD
}
