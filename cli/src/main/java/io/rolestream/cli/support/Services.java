package io.rolestream.cli.support;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.worker.ModelSupply;
import io.rolestream.stream.worker.VersionSupply;
import io.rolestream.stream.worker.Worker;
import io.rolestream.stream.worker.WorkerConfig;
import io.rolestream.trainer.TrainConfig;
import io.rolestream.trainer.run.ModelToTrain;
import io.rolestream.trainer.run.TrainingProcedure;
import io.rolestream.trainer.service.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes the services and models that the settings describe. Services connect to nothing before they are started. */
public final class Services {
    private Services() {}

    /** A worker that votes with the versions that the settings name. */
    public static Worker worker(Settings settings, Cluster cluster, MeterRegistry meters) {
        return new Worker(cluster, WorkerConfig.settings(settings), versions(settings, cluster, meters), meters);
    }

    /** Opens a checkpoint as a worker with these settings does. */
    public static LoadedModel model(Path directory, Settings settings)
            throws ModelRefusedException, IOException, InterruptedException {
        return ModelLoader.open(
                directory,
                StreamConfig.taxonomy(settings),
                ModelsConfig.settings(settings).inference());
    }

    /** The versions of the model that the settings name. */
    public static ModelSupply versions(Settings settings, Cluster cluster, MeterRegistry meters) {
        return VersionSupply.of(
                cluster,
                WorkerConfig.settings(settings),
                ModelsConfig.settings(settings),
                StreamConfig.taxonomy(settings),
                meters);
    }

    /** @param instance the trainer's name, unchanged by restarts; null for none */
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
