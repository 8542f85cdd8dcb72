package io.rolestream.stream.worker;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.RequiredSchemas;
import io.rolestream.common.clients.RequiredTopics;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.loop.LoopService;
import io.rolestream.common.loop.LoopSettings;
import io.rolestream.common.loop.TransactionalLoop;
import io.rolestream.common.reading.GroupCheck;
import io.rolestream.common.tracing.Tracing;
import io.rolestream.events.Vote;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.topics.Subjects;
import io.rolestream.schemas.topics.Topics;
import java.util.List;
import java.util.Set;
import org.slf4j.Logger;
import org.slf4j.LoggerFactory;

/** A model worker in this process. To scale out, start one process per device, up to one per partition. */
public final class Worker extends LoopService {
    private static final Logger LOG = LoggerFactory.getLogger(Worker.class);

    private final Cluster cluster;
    private final WorkerIdentity identity;
    private final ModelSupply supply;
    private final Tracing tracing;
    private final VoteRecords records;
    private final VoteStep step;
    private final TransactionalLoop<ReadableResume, Vote> loop;

    /**
     * Connects to nothing yet.
     *
     * @param supply is closed with the worker
     * @throws ConfigurationException when a setting is not right
     */
    public Worker(Cluster cluster, WorkerSettings settings, ModelSupply supply, MeterRegistry meters) {
        super("worker", cluster, settings.limits().stop(), settings.limits().stuck());
        this.cluster = cluster;
        Topics topics = cluster.topics();
        this.identity = WorkerIdentity.of(settings, topics);
        this.supply = supply;
        this.tracing = Tracing.of(settings.tracing(), "rolestream-worker");
        this.records = new VoteRecords(topics, cluster.registry(), tracing);
        this.step = new VoteStep(
                cluster.resumeReader(settings.resumeChars()),
                records,
                supply,
                identity.labeller(),
                new WorkerMeters(meters, identity.labeller(), topics.resumes()),
                closer());
        this.loop = new TransactionalLoop<>(
                cluster.clients(),
                new LoopSettings(
                        "worker",
                        List.of(topics.resumes()),
                        identity.group(),
                        identity.instance(),
                        identity.transactionalId(),
                        settings.commitInterval()),
                step,
                meters);
    }

    @Override
    protected TransactionalLoop<?, ?> loop() {
        return loop;
    }

    @Override
    protected void prepare() throws InterruptedException {
        RequiredSchemas.await(cluster, Subjects.ofWorker(cluster.topics()));
        records.maxLetterBytes(RequiredTopics.check(cluster));
        GroupCheck.check(cluster, identity.group(), Set.of(cluster.topics().resumes()), false);
        supply.start();
        LOG.info(
                "worker {} of group {} votes as {}",
                identity.name(),
                identity.group().id(),
                identity.labeller());
    }

    @Override
    protected void closeRest() {
        tracing.close();
        supply.close();
    }

    /** The labeller's name on its votes. */
    public String labeller() {
        return identity.labeller();
    }

    @Override
    protected boolean hasModel() {
        return step.hasModel();
    }

    @Override
    protected String activity(boolean settled) {
        if (step.hasModel()) {
            return "voting as " + identity.labeller();
        }
        return settled ? "abstaining: no usable model" : "loading its first model";
    }
}
