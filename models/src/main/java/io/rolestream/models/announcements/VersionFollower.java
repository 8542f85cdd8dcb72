package io.rolestream.models.announcements;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.metrics.Metric;
import io.rolestream.events.ModelStage;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.announcements.VersionTable.Announced;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.Refusal;
import io.rolestream.models.store.LoadingMark;
import java.io.IOException;
import java.time.Duration;
import java.time.Instant;
import java.util.Comparator;
import java.util.HashMap;
import java.util.Map;
import java.util.Objects;
import java.util.Optional;
import java.util.function.Predicate;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Loads the wanted version when it changes: the common rule by which a worker's model, a stream's rules and the
 * dashboard's model follow a champion.
 *
 * <p>The present version stays in use until another one has been loaded. A refused version is not tried again unless it
 * is announced with other files, or the process died while it was loaded ({@link LoadingMark}). A store that does not
 * answer is asked again after a pause. Of several announcements during a load, only the last is loaded.
 *
 * <p>For one thread, the one that calls {@link #look}; it loads as well.
 */
public final class VersionFollower {
    private static final Logger LOG = LoggerFactory.getLogger(VersionFollower.class);

    private final User user;
    private final Duration retryAfter;
    private final Metric refusals;
    private final MeterRegistry meters;
    private final Map<VersionContent, Instant> refusedUntil = new HashMap<>();
    private boolean decided;
    private @Nullable VersionContent current;
    private @Nullable VersionContent awaited;
    private long retryAt = System.nanoTime();

    /** Uses the versions. */
    public interface User {
        /**
         * Loads a version, and uses it from now on.
         *
         * @return false if another version is wanted meanwhile, and this one was given up
         * @throws ModelRefusedException if it must not be used; trying again does not help
         * @throws IOException if it cannot be fetched; trying again may help
         */
        boolean load(ModelVersion version) throws ModelRefusedException, IOException, InterruptedException;

        /** Uses no version from now on. */
        void useNone();

        /** A version is refused, and will not be tried again. */
        default void refused(ModelVersion version, ModelRefusedException why) {}

        /** A version can't be fetched, and will be tried again. */
        default void unavailable(ModelVersion version, IOException why) {}
    }

    /**
     * @param retryAfter pause before a store that did not answer is asked again
     * @param refusals counts refusals, by code
     */
    public VersionFollower(User user, Duration retryAfter, Metric refusals, MeterRegistry meters) {
        this.user = user;
        this.retryAfter = retryAfter;
        this.refusals = refusals;
        this.meters = meters;
        for (Refusal refusal : Refusal.values()) {
            refusals.counter(meters, refusal.code()); // Prometheus has to see it at 0
        }
    }

    /**
     * Switches to a version, unless it is in use, refused, or to be retried later.
     *
     * @param wanted null to use none
     */
    public void look(@Nullable ModelVersion wanted) throws InterruptedException {
        if (wanted == null) {
            if (current != null || !decided) {
                user.useNone();
                current = null;
                decided = true;
            }
        } else if (!uses(wanted) && !isRefused(wanted) && !pauses(VersionContent.of(wanted))) {
            load(wanted, VersionContent.of(wanted));
        }
    }

    private boolean pauses(VersionContent content) {
        return content.equals(awaited) && System.nanoTime() - retryAt < 0;
    }

    private void load(ModelVersion version, VersionContent content) throws InterruptedException {
        String name = version.getName() + "/" + version.getVersion();
        try {
            if (user.load(version)) {
                current = content;
                decided = true;
            }
        } catch (ModelRefusedException e) {
            String code = e.refusal().code();
            LOG.error("version {} is refused ({}): {}", name, code, e.getMessage());
            refusedUntil.put(
                    content,
                    e.refusal() == Refusal.DIED_WHILE_LOADING ? Instant.now().plus(LoadingMark.PAUSE) : Instant.MAX);
            refusals.counter(meters, code).increment();
            user.refused(version, e);
        } catch (IOException e) {
            if (!content.equals(awaited)) {
                LOG.warn(
                        "version {} can't be fetched, trying again every {} s: {}",
                        name,
                        retryAfter.toSeconds(),
                        e.toString());
            }
            awaited = content;
            retryAt = System.nanoTime() + retryAfter.toNanos();
            user.unavailable(version, e);
        }
    }

    /**
     * The version to use: the followed one or, where it is refused, the one in use, or else the most recent former
     * champion that is accepted. Null if there is none.
     *
     * @param following which version to use if it is accepted
     * @param name of the model
     */
    public @Nullable ModelVersion wanted(Following following, VersionTable table, String name) {
        Predicate<ModelVersion> accepted = version -> !isRefused(version);
        Optional<ModelVersion> followed = following.in(table, name);
        if (followed.isEmpty() || accepted.test(followed.get())) {
            return followed.orElse(null);
        }
        boolean followsChampions = following.equals(new Following.Stage(ModelStage.CHAMPION));
        return latest(table, name, accepted.and(version -> uses(version) && version.getStage() != ModelStage.REJECTED))
                .or(() -> latest(
                        table,
                        name,
                        accepted.and(version -> version.getStage() == ModelStage.RETIRED && followsChampions)))
                .orElse(null);
    }

    private static Optional<ModelVersion> latest(VersionTable table, String name, Predicate<ModelVersion> which) {
        return table.versions(name).stream()
                .filter(announced -> which.test(announced.version()))
                .max(Comparator.comparingLong(Announced::offset))
                .map(Announced::version);
    }

    /** Whether a version with the same files is in use. */
    public boolean uses(ModelVersion version) {
        return Objects.equals(VersionContent.of(version), current);
    }

    public boolean isRefused(ModelVersion version) {
        return Instant.now().isBefore(refusedUntil.getOrDefault(VersionContent.of(version), Instant.MIN));
    }

    /** Forgets the version in use, which its user has given up, so that it is loaded again when wanted. */
    public void forget() {
        current = null;
    }
}
