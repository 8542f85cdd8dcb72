package io.rolestream.dashboard.health;

import java.util.Locale;

/**
 * The state of the system: a level, a headline of a word or two, and a sentence.
 *
 * @param doing what the system does at present: a clause that can follow "right now,"
 */
public record SystemHealth(Level level, String headline, String detail, String doing) {
    /** Kafka is asked every two seconds; this leaves time for a change of partition leaders. */
    public static final int SILENT_SECONDS = 10;

    private static final int UNMOVED_SECONDS = 30;

    /** Below, a rate is given with a decimal. */
    private static final double WHOLE_RATE = 9.95;

    private static final double LEAST_RATE = 0.05;

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
     * @param labelsPerSecond over the last seconds
     * @param unmovedSeconds for how long the labelling service has read nothing although records were waiting
     */
    public record Signs(
            String notRunning,
            String feedTrouble,
            long silentSeconds,
            boolean modelAwaited,
            String champion,
            boolean served,
            LastMinute lastMinute,
            double labelsPerSecond,
            long unmovedSeconds) {
        private boolean withModel() {
            return modelAwaited && (served || !champion.isEmpty());
        }

        /** What is done with resumes, such as {@code keyword rules label 60 resumes a second}. */
        private String labelling(String who) {
            if (labelsPerSecond < LEAST_RATE) {
                return who + " label each resume that arrives";
            }
            String rate = String.format(Locale.ROOT, labelsPerSecond < WHOLE_RATE ? "%.1f" : "%,.0f", labelsPerSecond);
            return who + " label " + rate + " resumes a second";
        }
    }

    /** @return the most serious state */
    public static SystemHealth of(Signs signs) {
        LastMinute last = signs.lastMinute();
        if (!signs.feedTrouble().isEmpty()) {
            return new SystemHealth(
                    Level.BAD,
                    "can't see",
                    "This page cannot read from Kafka: " + signs.feedTrouble() + ".",
                    "this page cannot see what is being labelled");
        }
        if (signs.silentSeconds() >= SILENT_SECONDS) {
            return new SystemHealth(
                    Level.BAD,
                    "no Kafka",
                    "Kafka has not answered for %,d s. When it does, labelling will continue where it stopped."
                            .formatted(signs.silentSeconds()),
                    "Kafka does not answer, so nothing is labelled");
        }
        if (!signs.notRunning().isEmpty()) {
            return new SystemHealth(
                    Level.WARNING,
                    "not running",
                    "The labelling service behind this page does not run: " + signs.notRunning() + ".",
                    "the service behind this page is not labelling");
        }
        if (last.labels() == 0 && last.resumes() > 0 && signs.unmovedSeconds() >= UNMOVED_SECONDS) {
            return new SystemHealth(
                    Level.BAD,
                    "stuck",
                    ("Resumes arrived during the last minute, but none was labelled, and nothing has been read for %,d"
                                    + " s.")
                            .formatted(signs.unmovedSeconds()),
                    "resumes arrive, but none is labelled");
        }
        if (last.degraded() > 0) {
            return new SystemHealth(
                    Level.WARNING,
                    "model too late",
                    ("In the last minute, the model's vote came too late for %,d of %,d labels; the rules decided them"
                                    + " alone.")
                            .formatted(last.degraded(), last.labels()),
                    signs.labelling("keyword rules") + ", and the model votes too late on some of them");
        }
        if (signs.modelAwaited() && !signs.champion().isEmpty() && !signs.served()) {
            return new SystemHealth(
                    Level.WARNING,
                    "no worker",
                    ("No worker process runs the model, %s: each resume waits for the model's vote until the deadline,"
                                    + " and then follows the rules.")
                            .formatted(signs.champion()),
                    signs.labelling("keyword rules") + ", because no worker runs the model");
        }
        if (last.resumes() == 0 && last.labels() == 0) {
            return new SystemHealth(
                    Level.IDLE, "idle", "No resumes arrived during the last minute.", "it waits for resumes");
        }
        if (last.labels() == 0 && last.resumesBefore() > 0) {
            return new SystemHealth(
                    Level.IDLE,
                    "no new labels",
                    "All resumes of the last minute are duplicates, unreadable, or waiting for votes.",
                    "none of the resumes that arrive gets a new label");
        }
        if (signs.modelAwaited() && !signs.withModel()) {
            return new SystemHealth(
                    Level.GOOD,
                    "labelling",
                    "No model yet: only the rules decide.",
                    signs.labelling("keyword rules") + " until there is a model");
        }
        return new SystemHealth(
                Level.GOOD,
                "labelling",
                signs.modelAwaited()
                        ? "Rules and model%s vote on every resume."
                                .formatted(signs.champion().isEmpty() ? "" : " " + signs.champion())
                        : "Only the rules decide, as configured.",
                signs.labelling(signs.modelAwaited() ? "keyword rules and a trained model" : "keyword rules"));
    }
}
