package io.rolestream.stream.rules;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.metrics.InfoGauge;
import io.rolestream.common.metrics.Metric;
import io.rolestream.events.ModelVersion;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.announcements.VersionFollower;
import io.rolestream.models.announcements.VersionWatch;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.rules.ruleset.RuleSet;
import java.io.IOException;
import java.time.Duration;
import java.util.function.Supplier;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Supplies the rule set that votes: the one that the champion of a model carries, or the configured one if there is no
 * champion or it carries none.
 *
 * <p>One thread follows the announcements and downloads. Stream threads ask once for each resume and never wait, so a
 * change takes effect between two resumes, and each vote names its rule set's version. Until the champion is known, and
 * while topic, registry or store do not answer, the current rule set continues to vote: after a restart, the configured
 * rules may vote on the first resumes. Each instance switches independently. A refused version is not tried again
 * unless it is announced with other files; a store that does not answer is.
 */
public final class RuleSupply implements Supplier<RuleSet>, VersionFollower.User, AutoCloseable {
    private static final Logger LOG = LoggerFactory.getLogger(RuleSupply.class);

    private static final Duration RETRY_AFTER = Duration.ofSeconds(5);
    private static final Duration STOP_TIMEOUT = Duration.ofSeconds(10);

    private final VersionWatch watch;
    private final VersionFollower follower;
    private final ModelLoader loader;
    private final RuleSet configured;
    private final String model;
    private final MeterRegistry meters;
    private final InfoGauge shown;
    private final Thread thread = new Thread(this::run, "stream-rules");
    private volatile RuleSet voting;
    private volatile boolean settled;
    private volatile boolean closed;

    private RuleSupply(Cluster cluster, RuleSet configured, String model, ModelLoader loader, MeterRegistry meters) {
        this.watch = new VersionWatch(cluster, loader.publicKey(), () -> closed);
        this.loader = loader;
        this.configured = configured;
        this.voting = configured;
        this.model = model;
        this.meters = meters;
        this.shown = new InfoGauge(Metric.RULES_INFO, meters);
        shown.show(configured.version());
        this.follower = new VersionFollower(this, RETRY_AFTER, Metric.RULE_REFUSALS, meters);
        Metric.RULE_SWAPS.counter(meters);
    }

    /**
     * A supply that loads from the store that the settings name. Connects to nothing yet.
     *
     * @param configured votes where no champion carries a rule set; all rule sets are of its taxonomy
     * @param model the name of the model whose champion is followed
     * @throws io.rolestream.common.config.ConfigurationException if the store or the key cannot be as they say
     */
    public static RuleSupply of(
            Cluster cluster, ModelSettings models, RuleSet configured, String model, MeterRegistry meters) {
        ModelLoader loader = ModelLoader.of(models, configured.taxonomy());
        return new RuleSupply(cluster, configured, model, loader, meters);
    }

    /** Begins to follow. */
    public void start() {
        thread.start();
    }

    /** The rule set to vote with now. */
    @Override
    public RuleSet get() {
        return voting;
    }

    /** Whether it is known which rule set is to vote first, or the champion's cannot be fetched. */
    public boolean isSettled() {
        return settled;
    }

    private void run() {
        try (loader) {
            watch.run(log -> {
                if (log.caughtUp()) {
                    follower.look(log.table().champion(model).orElse(null));
                }
            });
        } catch (InterruptedException e) {
            LOG.debug("stopping", e);
        } finally {
            settled = true; // whatever ended this thread, waiting for a rule set must end too
        }
    }

    @Override
    public boolean load(ModelVersion champion) throws ModelRefusedException, IOException, InterruptedException {
        String version = model + "/" + champion.getVersion();
        try {
            RuleSet carried = loader.loadRules(champion, configured);
            if (carried == null) {
                vote(configured, "champion " + version + " carries none");
            } else {
                vote(carried, "those of champion " + version);
            }
            return true;
        } catch (IOException e) {
            if (closed) {
                throw new InterruptedException("told to stop"); // a store does not say so
            }
            throw e;
        }
    }

    @Override
    public void useNone() {
        vote(configured, "there is no champion of " + model);
    }

    @Override
    public void refused(ModelVersion champion, ModelRefusedException why) {
        LOG.error("rules {} keep voting, since those of the champion are refused", voting.version());
        settled = true;
    }

    @Override
    public void unavailable(ModelVersion champion, IOException why) {
        settled = true;
    }

    private void vote(RuleSet rules, String why) {
        if (!rules.version().equals(voting.version())) {
            LOG.info("rules {} vote from now on instead of {}: {}", rules.version(), voting.version(), why);
            voting = rules;
            shown.show(rules.version());
            Metric.RULE_SWAPS.counter(meters).increment();
        }
        settled = true;
    }

    /** Stops following; the current rule set stays. */
    @Override
    public void close() {
        closed = true;
        if (!thread.isAlive()) {
            loader.close(); // it never started, or has ended; closing twice does no harm
            return;
        }
        thread.interrupt();
        try {
            thread.join(STOP_TIMEOUT.toMillis());
        } catch (InterruptedException e) {
            Thread.currentThread().interrupt();
        }
    }
}
