package io.rolestream.cli.support;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.models.ModelsConfig;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamApp;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.worker.ModelSupply;
import io.rolestream.stream.worker.VersionSupply;
import io.rolestream.stream.worker.Worker;
import io.rolestream.stream.worker.WorkerConfig;
import io.rolestream.trainer.TrainConfig;
import io.rolestream.trainer.run.ModelToTrain;
import io.rolestream.trainer.run.TrainingProcedure;
import io.rolestream.trainer.service.Trainer;
import org.jspecify.annotations.Nullable;

/** Makes the services that the settings describe. None of them connects to anything yet. */
public final class Services {
    private Services() {}

    /**
     * @param address at which other instances ask this one for its labels, {@code host:port}; null where they cannot
     */
    public static StreamApp stream(Settings settings, Cluster cluster, MeterRegistry meters, @Nullable String address) {
        return new StreamApp(cluster, StreamConfig.settings(settings), meters, address);
    }

    /** A worker that votes with the versions that the settings name. */
    public static Worker worker(Settings settings, Cluster cluster, MeterRegistry meters) {
        return worker(settings, cluster, versions(settings, cluster, meters), meters);
    }

    /** A worker that votes with any models. */
    public static Worker worker(Settings settings, Cluster cluster, ModelSupply models, MeterRegistry meters) {
        return new Worker(cluster, WorkerConfig.settings(settings), models, meters);
    }

    /** The versions of a model that the settings name. */
    public static ModelSupply versions(Settings settings, Cluster cluster, MeterRegistry meters) {
        return VersionSupply.of(
                cluster,
                WorkerConfig.settings(settings),
                ModelsConfig.settings(settings),
                StreamConfig.taxonomy(settings),
                meters);
    }

    /**
     * A trainer of a model.
     *
     * @param instance its name, unchanged by restarts; null for none
     */
    public static Trainer trainer(
            Settings settings,
            Cluster cluster,
            String model,
            @Nullable String instance,
            TrainingProcedure procedure,
            MeterRegistry meters) {
        RuleSet rules = RuleSet.load(settings.string(StreamConfig.RULES), StreamConfig.taxonomy(settings));
        return new Trainer(
                cluster,
                TrainConfig.settings(settings, rules),
                new ModelToTrain(model, rules),
                instance,
                procedure,
                meters);
    }
}
