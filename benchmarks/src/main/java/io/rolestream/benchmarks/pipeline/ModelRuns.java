package io.rolestream.benchmarks.pipeline;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.benchmarks.pipeline.Crew.Voters;
import io.rolestream.benchmarks.pipeline.ProcessorTime.Party;
import io.rolestream.benchmarks.pipeline.TestBed.Load;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.Prediction;
import io.rolestream.events.Vote;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.stream.worker.ClassifierModel;
import io.rolestream.stream.worker.InferenceMeters;
import io.rolestream.stream.worker.VotingModel;
import java.io.IOException;
import java.util.ArrayList;
import java.util.List;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.ExecutionException;

/**
 * Resumes per second with a real model, compared with the model alone on the same texts, called from one thread in this
 * process. Each run through Kafka is compared with the mean of the runs of the model alone before and after it. All
 * resumes are sent at once, so that the model never waits for one.
 */
final class ModelRuns implements AutoCloseable {
    private static final String LABELLER = "compact";
    private static final int WARM_UP = 5_000;

    private final Options options;
    private final TestBed bed;
    private final LoadedModel model;
    private final List<Row> rows = new ArrayList<>();

    /** The results of one scenario, a figure for each round. */
    private record Row(
            String name,
            List<Double> rates,
            List<Double> shares,
            List<Double> cpuShares,
            List<Double> workerShares,
            List<ProcessorTime> cpu) {
        Row(String name) {
            this(name, new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>(), new ArrayList<>());
        }
    }

    private record Alone(double perSecond, ProcessorTime cpu) {}

    ModelRuns(Options options, TestBed bed) throws IOException, InterruptedException {
        this.options = options;
        this.bed = bed;
        this.model = CompactClassifier.open(InferenceOptions.defaults());
    }

    void run() throws IOException, InterruptedException, ExecutionException {
        Kind kind = options.kinds.get(0);
        List<Scenario> scenarios = Scenario.of(
                List.of(Scenario.patient("pipeline", new Voters(LABELLER, 1, resumes -> new Lent(model)))), options);
        Row alone = new Row("model alone");
        scenarios.forEach(scenario -> rows.add(new Row(scenario.name())));
        int count = (int) (alone(kind, WARM_UP).perSecond() * options.seconds);
        Alone before = alone(kind, count);
        for (int round = 0; round < options.rounds; round++) {
            for (int i = 0; i < scenarios.size(); i++) {
                int turn = (i + round) % scenarios.size();
                var speed = bed.run(scenarios.get(turn), Load.unlimited(kind, count))
                        .speed();
                Alone after = alone(kind, count);
                alone.rates.add(after.perSecond());
                alone.cpu.add(after.cpu());
                double share = 2 * speed.perSecond() / (before.perSecond() + after.perSecond());
                double aloneCpu = (before.cpu().total() + after.cpu().total()) / 2;
                double own = speed.cpu().of(Party.MODEL) + speed.cpu().of(Party.WORKERS);
                Row row = rows.get(turn);
                row.rates.add(speed.perSecond());
                row.shares.add(share);
                row.cpuShares.add(aloneCpu / speed.cpu().total());
                row.workerShares.add(aloneCpu / own);
                row.cpu.add(speed.cpu());
                System.err.printf(
                        "round %d, %s: %,.0f/s, %.3f of the model alone; %s%n",
                        round,
                        scenarios.get(turn).name(),
                        speed.perSecond(),
                        share,
                        speed.cpu().micros());
                before = after;
            }
        }
        System.out.printf(
                "%nA real model (%s), resumes %s, %,d each, %d rounds%n",
                model.classifier().compute(), kind, count, options.rounds);
        print(alone);
    }

    private void print(Row alone) {
        System.out.println(
                "| | resumes/s | of the model alone | the same by processor time | with the worker's share only"
                        + " | CPU us/resume: model | worker | service | broker | others |\n"
                        + "|---|---|---|---|---|---|---|---|---|---|");
        System.out.printf(
                "| %s | %s | 1 | 1 | 1 | %s | | | | %s |%n",
                alone.name, LatencySummary.of(alone.rates, "%,.0f"), cpu(alone, Party.MODEL), cpu(alone, Party.OTHERS));
        for (Row row : rows) {
            System.out.printf(
                    "| %s | %s | %s | %s | %s | %s | %s | %s | %s | %s |%n",
                    row.name,
                    LatencySummary.of(row.rates, "%,.0f"),
                    LatencySummary.of(row.shares, "%.3f"),
                    LatencySummary.of(row.cpuShares, "%.3f"),
                    LatencySummary.of(row.workerShares, "%.3f"),
                    cpu(row, Party.MODEL),
                    cpu(row, Party.WORKERS),
                    cpu(row, Party.SERVICE),
                    cpu(row, Party.BROKER),
                    cpu(row, Party.OTHERS));
        }
    }

    private static String cpu(Row row, Party party) {
        return "%.0f"
                .formatted(LatencySummary.median(
                        row.cpu.stream().map(time -> time.of(party)).toList()));
    }

    /** Asks the model from one thread, which waits while its queue is full. */
    private Alone alone(Kind kind, int count) throws InterruptedException {
        List<String> texts = bed.texts(kind);
        List<CompletableFuture<Prediction>> results = new ArrayList<>(count);
        ProcessorTime before = ProcessorTime.now();
        long start = System.nanoTime();
        for (int i = 0; i < count; i++) {
            results.add(model.classifier().submit(texts.get(i % texts.size())));
        }
        results.forEach(CompletableFuture::join);
        double seconds = (System.nanoTime() - start) / 1e9;
        return new Alone(count / seconds, ProcessorTime.now().since(before, count));
    }

    @Override
    public void close() {
        model.close();
    }

    /** The model for one run; stays open for the next. */
    private static final class Lent implements VotingModel {
        private final ClassifierModel model;

        Lent(LoadedModel loaded) {
            model = new ClassifierModel(loaded, LABELLER, new InferenceMeters(new SimpleMeterRegistry(), LABELLER));
        }

        @Override
        public String version() {
            return model.version();
        }

        @Override
        public boolean isFull() {
            return model.isFull();
        }

        @Override
        public CompletableFuture<Vote> vote(String text) throws InterruptedException {
            return model.vote(text);
        }

        @Override
        public void close() {}
    }
}
