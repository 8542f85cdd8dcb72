package io.rolestream.cli.train;

import io.micrometer.core.instrument.MeterRegistry;
import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.cli.support.ExitCode;
import io.rolestream.cli.support.Logging;
import io.rolestream.cli.support.Progress;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.clients.RequiredTopics;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.metrics.ProcessMeters;
import io.rolestream.common.service.HealthConfig;
import io.rolestream.common.service.HealthServer;
import io.rolestream.common.service.ServiceRunner;
import io.rolestream.common.service.StopSignal;
import io.rolestream.local.services.NumberedInstance;
import io.rolestream.local.services.Services;
import io.rolestream.stream.StreamConfig;
import io.rolestream.trainer.TrainerConfig;
import io.rolestream.trainer.recipe.ModelTraining;
import io.rolestream.trainer.run.TrainingOutcome;
import io.rolestream.trainer.run.TrainingProcedure;
import io.rolestream.trainer.service.ShownTraining;
import io.rolestream.trainer.service.Trainer;
import java.io.PrintWriter;

/** The trainer of {@code rolestream train} on a cluster: as a service, or for one training. */
public record ClusterTraining(Settings settings, Cluster cluster, String model, PrintWriter out, PrintWriter err) {

    /** Trains once on all examples in the cluster's topics; returns the exit code. */
    public int once() throws Exception {
        Logging.lostBrokers();
        RequiredTopics.check(cluster);
        ShownTraining shown = new ShownTraining(ModelTraining::run, err);
        Trainer trainer = trainer(settings, shown::run, new SimpleMeterRegistry());
        try (StopSignal stop = StopSignal.install()) {
            TrainingOutcome outcome = trainer.once(stop::isRequested);
            outcome.lines(model).forEach(out::println);
            return switch (outcome.kind()) {
                case PUBLISHED, REJECTED -> ExitCode.DONE;
                case SURPASSED, IMPOSSIBLE, FAILED, STOPPED -> ExitCode.FAILED;
            };
        }
    }

    /** Runs a trainer until it is stopped; in a terminal, prints its trainings. Returns the exit code. */
    public int serve() throws Exception {
        Settings claimed = NumberedInstance.claim(settings, TrainerConfig.DATA_DIRECTORY);
        RequiredTopics.check(cluster);
        ProcessMeters meters = new ProcessMeters();
        TrainingProcedure procedure =
                Progress.isShown(null) ? new ShownTraining(ModelTraining::run, err) : ModelTraining::run;
        Trainer trainer = trainer(claimed, procedure, meters.registry());
        try (meters;
                AutoCloseable health = HealthServer.start(HealthConfig.settings(claimed), trainer, meters.registry())) {
            return ServiceRunner.run(trainer, () -> started(claimed));
        }
    }

    private Trainer trainer(Settings used, TrainingProcedure procedure, MeterRegistry meters) {
        return Services.trainer(used, cluster, model, used.optionalString(StreamConfig.INSTANCE_ID), procedure, meters);
    }

    private void started(Settings used) {
        err.printf(
                "training %s on events from %s; examples are kept in %s%n",
                model, used.string(ConnectionConfig.BOOTSTRAP_SERVERS), used.path(TrainerConfig.DATA_DIRECTORY));
    }
}
