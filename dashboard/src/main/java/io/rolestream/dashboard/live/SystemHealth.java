package io.rolestream.dashboard.live;

import io.rolestream.dashboard.live.LiveState.LastMinute;

/** The state of the system: a level, a headline of a word or two, and a sentence. */
public record SystemHealth(Level level, String headline, String detail) {
    /** Kafka is asked every two seconds; this leaves time for a change of partition leaders. */
    static final int SILENT_SECONDS = 10;

    private static final int UNMOVED_SECONDS = 30;

    public enum Level {
        GOOD,
        IDLE,
        WARNING,
        BAD
    }

    /**
     * What the state is derived from.
     *
     * @param notRunning the state of this instance's labelling service; empty if it is running
     * @param feedTrouble why the dashboard cannot read; empty if it can
     * @param silentSeconds since the last record or answer from Kafka
     * @param champion the version that decides; empty if there is none
     * @param served whether a worker runs a version
     * @param unmovedSeconds for how long the labelling service has read nothing although records were waiting
     */
    record Signs(
            String notRunning,
            String feedTrouble,
            long silentSeconds,
            boolean modelAwaited,
            String champion,
            boolean served,
            LastMinute lastMinute,
            long unmovedSeconds) {}

    static SystemHealth of(Signs signs) {
        LastMinute last = signs.lastMinute();
        if (!signs.feedTrouble().isEmpty()) {
            return new SystemHealth(
                    Level.BAD, "can't see", "The dashboard cannot read from Kafka: " + signs.feedTrouble() + ".");
        }
        if (signs.silentSeconds() >= SILENT_SECONDS) {
            return new SystemHealth(
                    Level.BAD,
                    "no Kafka",
                    "Kafka has not answered for %,d s. When it does, labelling will continue where it stopped."
                            .formatted(signs.silentSeconds()));
        }
        if (!signs.notRunning().isEmpty()) {
            return new SystemHealth(Level.WARNING, "not running", "This instance is " + signs.notRunning() + ".");
        }
        if (last.labels() == 0 && last.resumes() > 0 && signs.unmovedSeconds() >= UNMOVED_SECONDS) {
            return new SystemHealth(
                    Level.BAD,
                    "stuck",
                    ("Resumes arrived during the last minute, but none was labelled, and nothing has been read for %,d"
                                    + " s.")
                            .formatted(signs.unmovedSeconds()));
        }
        if (last.degraded() > 0) {
            return new SystemHealth(
                    Level.WARNING,
                    "degraded",
                    ("In the last minute, the model's vote came too late for %,d of %,d labels; the rules decided them"
                                    + " alone.")
                            .formatted(last.degraded(), last.labels()));
        }
        if (signs.modelAwaited() && !signs.champion().isEmpty() && !signs.served()) {
            return new SystemHealth(
                    Level.WARNING,
                    "no worker",
                    "No worker runs the champion, %s: each label waits for the deadline, then follows the rules."
                            .formatted(signs.champion()));
        }
        if (last.resumes() == 0 && last.labels() == 0) {
            return new SystemHealth(Level.IDLE, "idle", "No resumes arrived during the last minute.");
        }
        if (last.labels() == 0 && last.resumesBefore() > 0) {
            return new SystemHealth(
                    Level.IDLE,
                    "no new labels",
                    "All records of the last minute are duplicates, unreadable, or waiting for votes.");
        }
        if (signs.modelAwaited() && signs.champion().isEmpty() && !signs.served()) {
            return new SystemHealth(Level.GOOD, "labelling", "No model yet: only the rules decide.");
        }
        return new SystemHealth(
                Level.GOOD,
                "labelling",
                signs.modelAwaited()
                        ? "Rules and model%s vote on every resume."
                                .formatted(signs.champion().isEmpty() ? "" : " " + signs.champion())
                        : "Only the rules decide, as configured.");
    }
}
