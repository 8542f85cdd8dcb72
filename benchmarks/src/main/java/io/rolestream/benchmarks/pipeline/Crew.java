package io.rolestream.benchmarks.pipeline;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.benchmarks.pipeline.StubModel.Cost;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.schemas.registry.SchemaRegistry;
import io.rolestream.stream.worker.FixedModel;
import io.rolestream.stream.worker.VotingModel;
import io.rolestream.stream.worker.Worker;
import io.rolestream.stream.worker.WorkerConfig;
import java.time.Duration;
import java.util.Collection;
import java.util.List;
import java.util.concurrent.ExecutionException;
import java.util.stream.IntStream;
import org.apache.kafka.clients.admin.Admin;
import org.apache.kafka.clients.admin.ConsumerGroupDescription;
import org.apache.kafka.common.GroupState;

/** The workers of a run. */
final class Crew implements AutoCloseable {
    private static final Duration PATIENCE = Duration.ofMinutes(1);
    private static final long LOOK_MILLIS = 50;

    private final List<Worker> workers;

    /**
     * Workers of one group that vote beside the rules, each with its own model.
     *
     * @param workers how many
     */
    record Voters(String labeller, int workers, Models models) {
        private static final String STUB = "stub";

        /** Makes a model that votes on a run's resumes. */
        @FunctionalInterface
        interface Models {
            VotingModel model(Resumes resumes);
        }

        /** Workers whose models cost the same whatever they are asked. */
        static Voters stubs(int workers, Cost cost) {
            return new Voters(STUB, workers, resumes -> new StubModel(StubModel.votes(resumes.judged(), STUB), cost));
        }
    }

    Crew(Voters voters, Settings settings, SchemaRegistry registry, Resumes resumes) {
        workers = IntStream.range(0, voters.workers())
                .mapToObj(i -> new Worker(
                        Cluster.of(settings, registry),
                        WorkerConfig.settings(settings),
                        new FixedModel(voters.models().model(resumes)),
                        new SimpleMeterRegistry()))
                .toList();
    }

    /** Starts the workers and returns when each has its share of the partitions. */
    void start(Admin admin, Settings settings, int partitions) throws InterruptedException, ExecutionException {
        for (Worker worker : workers) {
            worker.start();
        }
        workers.forEach(worker -> worker.settled().join());
        String group = settings.string(WorkerConfig.GROUP_ID);
        long end = System.nanoTime() + PATIENCE.toNanos();
        while (!isShared(
                admin.describeConsumerGroups(List.of(group)).all().get().values(), partitions)) {
            if (System.nanoTime() > end) {
                throw new IllegalStateException("the workers have not shared the partitions within " + PATIENCE);
            }
            Thread.sleep(LOOK_MILLIS);
        }
    }

    private boolean isShared(Collection<ConsumerGroupDescription> groups, int partitions) {
        List<Integer> shares = groups.stream()
                .filter(group -> group.groupState() == GroupState.STABLE)
                .flatMap(group -> group.members().stream())
                .map(member -> member.assignment().topicPartitions().size())
                .toList();
        int least = partitions / workers.size();
        return shares.size() == workers.size()
                && shares.stream().allMatch(share -> share >= least)
                && shares.stream().mapToInt(Integer::intValue).sum() == partitions;
    }

    @Override
    public void close() {
        workers.forEach(Worker::close);
        for (Worker worker : workers) {
            Throwable cause = worker.stopped().join();
            if (cause != null) {
                throw new IllegalStateException("a worker failed", cause);
            }
        }
    }
}
