package io.rolestream.stream.describing;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.RequiredSchemas;
import io.rolestream.common.clients.RequiredTopics;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.loop.LoopService;
import io.rolestream.common.loop.LoopSettings;
import io.rolestream.common.loop.TransactionalLoop;
import io.rolestream.common.reading.GroupCheck;
import io.rolestream.common.reading.OwnGroup;
import io.rolestream.common.tracing.Tracing;
import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.matching.writing.DescriptionWriter;
import io.rolestream.matching.writing.GeneratorVerdict;
import io.rolestream.schemas.topics.Subjects;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.stream.recommending.index.ModelSource;
import java.io.IOException;
import java.nio.file.Path;
import java.util.List;
import java.util.Set;
import java.util.UUID;
import org.jspecify.annotations.Nullable;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/**
 * Writes a job description for each resume, from {@code resumes} to {@code generated-descriptions}. To scale out, start
 * one process per device, up to one per partition.
 */
public final class GeneratorService extends LoopService {
    private static final Logger LOG = LoggerFactory.getLogger(GeneratorService.class);

    private final Cluster cluster;
    private final OwnGroup group;
    private final DescriptionSupply supply;
    private final Tracing tracing;
    private final DescribeStep step;
    private final TransactionalLoop<DescribeWork, Draft> loop;

    /**
     * Connects to nothing yet.
     *
     * @param supply is closed with the service
     */
    GeneratorService(Cluster cluster, DescribingSettings settings, DescriptionSupply supply, MeterRegistry meters) {
        super("generator", cluster, settings.limits().stop(), settings.limits().stuck());
        this.cluster = cluster;
        this.group = settings.member().group();
        this.supply = supply;
        this.tracing = Tracing.of(settings.tracing(), "rolestream-generator");
        Topics topics = cluster.topics();
        int longest = settings.writing().maxTokens();
        this.step = new DescribeStep(
                new MaskedResumes(
                        cluster.resumeReader(settings.resumeChars()), cluster.resumeDecoder(), settings.rules()),
                new DescriptionRecords(
                        topics.generatedDescriptions(),
                        cluster.registry(),
                        tracing,
                        settings.writing().text()),
                new StandingTexts(topics.generatedDescriptions(), cluster.clients(), cluster.registry()),
                supply,
                new ResumeShare(settings.share()),
                new TokenBudget(settings.tokensPerSecond(), longest, System::nanoTime),
                longest,
                new DescribingMeters(meters),
                closer());
        String instance = settings.member().name();
        this.loop = new TransactionalLoop<>(
                cluster.clients(),
                new LoopSettings(
                        "generator",
                        List.of(topics.resumes()),
                        group,
                        instance,
                        transactionalId(topics, instance),
                        settings.commitInterval()),
                step,
                meters);
    }

    /** A generator that has the model which the settings name. Connects to nothing yet. */
    public static GeneratorService of(Cluster cluster, DescribingSettings settings, MeterRegistry meters) {
        return new GeneratorService(cluster, settings, supply(cluster, settings, meters), meters);
    }

    private static DescriptionSupply supply(Cluster cluster, DescribingSettings settings, MeterRegistry meters) {
        return settings.source() instanceof ModelSource.Followed followed
                ? new FollowedGenerator(cluster, followed.name(), settings.pinned(), settings, meters)
                : new FixedGenerator(() -> open(((ModelSource.Directory) settings.source()).path(), settings));
    }

    private static DescribingModel open(Path directory, DescribingSettings settings) throws IOException {
        String warning = GeneratorVerdict.warning(directory, settings.rules().taxonomy());
        if (warning != null) {
            LOG.warn(warning);
        }
        DescriptionWriter writer = DescriptionWriter.open(
                CheckpointDirectory.open(directory),
                settings.writing(),
                settings.models().inference(),
                settings.rules().taxonomy(),
                settings.models().cache().calibrations());
        return new CheckpointGenerator(directory.toAbsolutePath().getFileName().toString(), writer.version(), writer);
    }

    private String transactionalId(Topics topics, @Nullable String instance) {
        return topics.own(group.id()) + "-"
                + (instance == null ? UUID.randomUUID().toString() : instance);
    }

    @Override
    protected TransactionalLoop<?, ?> loop() {
        return loop;
    }

    /** @throws ConfigurationException also when the model cannot be opened */
    @Override
    protected void prepare() throws InterruptedException {
        RequiredSchemas.await(cluster, Subjects.ofGenerator(cluster.topics()));
        RequiredTopics.check(cluster);
        GroupCheck.check(cluster, group, Set.of(cluster.topics().resumes()), false);
        supply.start();
        LOG.info("a generator of group {} describes resumes", group.id());
    }

    @Override
    protected boolean hasModel() {
        return step.version() != null;
    }

    @Override
    protected String activity(boolean settled) {
        String version = step.version();
        if (version != null) {
            return "describing resumes with " + version;
        }
        return settled ? "describing nothing: no usable model" : "loading its first model";
    }

    @Override
    protected void closeRest() {
        tracing.close();
        supply.close();
    }
}
