package io.rolestream.local.demo;

import io.rolestream.common.text.DurationText;
import io.rolestream.events.TrainerState;
import io.rolestream.events.TrainerStatus;
import java.time.Duration;
import java.util.Locale;
import java.util.Objects;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;

/**
 * Prints a trainer's reports on one model: why it trains, each stage, its progress every few seconds, and the outcome.
 */
final class TrainerLines {
    private static final int PROGRESS_EVERY = 4;

    private final String who;
    private final Consumer<String> lines;
    private @Nullable String version;
    private @Nullable String stage;
    private @Nullable String lastVersion;
    private String waitsFor = "";
    private int reports;

    /** @param who trains, such as {@code trainer} */
    TrainerLines(String who, Consumer<String> lines) {
        this.who = who;
        this.lines = lines;
    }

    /** Takes a trainer's report, once a second. */
    void show(TrainerStatus status) {
        if (status.getVersion() != null && !status.getVersion().equals(version)) {
            tell("begins version " + status.getVersion());
            lines.accept("  " + status.getTrigger());
        }
        boolean otherStage = !Objects.equals(status.getStage(), stage);
        reports = otherStage ? 0 : reports + 1;
        if (status.getVersion() != null && (otherStage || reports % PROGRESS_EVERY == 0)) {
            progress(status);
        }
        if (status.getLastVersion() != null && !status.getLastVersion().equals(lastVersion) && version != null) {
            tell("version " + status.getLastVersion() + " is " + status.getLastOutcome());
            status.getLastReasons().forEach(reason -> lines.accept("  " + reason));
        }
        version = status.getVersion();
        stage = status.getStage();
        lastVersion = status.getLastVersion();
        waitsFor = status.getWaitsFor();
    }

    private void progress(TrainerStatus status) {
        if (status.getState() == TrainerState.PUBLISHING) {
            tell("publishing");
        } else if (status.getEpoch() != null && status.getLoss() != null && status.getSecondsLeft() != null) {
            tell(String.format(
                    Locale.ROOT,
                    "%s, epoch %.1f, loss %.2f, %s left",
                    status.getStage(),
                    status.getEpoch(),
                    status.getLoss(),
                    DurationText.of(Duration.ofSeconds(status.getSecondsLeft()))));
        } else if (status.getStage() != null) {
            tell(status.getStage());
        }
    }

    private void tell(String what) {
        lines.accept(who + ": " + what);
    }

    /** What the trainer does, in a sentence. */
    String waiting() {
        return version != null
                ? "the %s trains version %s".formatted(who, version)
                : waitsFor.isEmpty()
                        ? "the %s has not reported".formatted(who)
                        : "the %s waits for %s".formatted(who, waitsFor);
    }
}
