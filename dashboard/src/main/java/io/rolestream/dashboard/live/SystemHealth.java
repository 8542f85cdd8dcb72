package io.rolestream.dashboard.live;

/**
 * The state of the system in one line.
 *
 * @param level for colour and icon
 * @param headline a word or two
 * @param detail a sentence
 */
public record SystemHealth(Level level, String headline, String detail) {
    /** Kafka is asked every two seconds; the rest covers a change of the leading broker. */
    static final int SILENT_SECONDS = 10;

    private static final int UNMOVED_SECONDS = 30;

    /** How bad it is. */
    public enum Level {
        GOOD,
        IDLE,
        WARNING,
        BAD
    }

    /**
     * What the state follows from.
     *
     * @param streamState of the instance that serves the page, in words
     * @param streamRunning whether it labels
     * @param feedTrouble why the dashboard itself can't read; empty where it can
     * @param silentSeconds for how long nothing at all has come from Kafka
     * @param modelAwaited whether the rules are not alone
     * @param champion the version that decides; empty where there is none
     * @param served whether a worker runs a version
     * @param resumes that came in during the last minute
     * @param resumesBefore those of them that came more than half a minute ago
     * @param labels that went out
     * @param degraded those without the vote that was awaited
     * @param unmovedSeconds for how long the labelling service has read nothing, though there was something to read
     */
    record Signs(
            String streamState,
            boolean streamRunning,
            String feedTrouble,
            long silentSeconds,
            boolean modelAwaited,
            String champion,
            boolean served,
            long resumes,
            long resumesBefore,
            long labels,
            long degraded,
            long unmovedSeconds) {}

    static SystemHealth of(Signs signs) {
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
        if (!signs.streamRunning()) {
            return new SystemHealth(Level.WARNING, "not running", "This instance is " + signs.streamState() + ".");
        }
        if (signs.labels() == 0 && signs.resumes() > 0 && signs.unmovedSeconds() >= UNMOVED_SECONDS) {
            return new SystemHealth(
                    Level.BAD,
                    "stuck",
                    ("Resumes arrived during the last minute, but none was labelled, and nothing has been read for %,d"
                                    + " s.")
                            .formatted(signs.unmovedSeconds()));
        }
        if (signs.degraded() > 0) {
            return new SystemHealth(
                    Level.WARNING,
                    "degraded",
                    ("In the last minute, the model's vote came too late for %,d of %,d labels; the rules decided them"
                                    + " alone.")
                            .formatted(signs.degraded(), signs.labels()));
        }
        if (signs.modelAwaited() && !signs.champion().isEmpty() && !signs.served()) {
            return new SystemHealth(
                    Level.WARNING,
                    "no worker",
                    "No worker runs the champion, %s: each label waits for the deadline, then follows the rules."
                            .formatted(signs.champion()));
        }
        if (signs.resumes() == 0 && signs.labels() == 0) {
            return new SystemHealth(Level.IDLE, "idle", "No resumes arrived during the last minute.");
        }
        if (signs.labels() == 0 && signs.resumesBefore() > 0) {
            return new SystemHealth(
                    Level.IDLE,
                    "no new labels",
                    "All records of the last minute are duplicates, unreadable, or waiting for votes.");
        }
        if (signs.modelAwaited() && signs.champion().isEmpty()) {
            return new SystemHealth(Level.GOOD, "labelling", "No model yet: only the rules decide.");
        }
        return new SystemHealth(
                Level.GOOD,
                "labelling",
                signs.modelAwaited()
                        ? "Rules and model %s vote on every resume.".formatted(signs.champion())
                        : "Only the rules decide, as configured.");
    }
}
