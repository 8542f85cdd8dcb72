package io.rolestream.local.services;

import io.micrometer.core.instrument.MeterRegistry;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConfigurationException;
import io.rolestream.common.config.Settings;
import io.rolestream.labellers.Labeller;
import io.rolestream.labellers.LabellerException;
import io.rolestream.labellers.LabellerOptions;
import io.rolestream.labellers.LabellerSpec;
import io.rolestream.labellers.Labellers;
import io.rolestream.models.ModelSettings;
import io.rolestream.models.ModelsConfig;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.describing.DescribingConfig;
import io.rolestream.stream.describing.GeneratorService;
import io.rolestream.stream.recommending.RecommenderConfig;
import io.rolestream.stream.recommending.RecommenderService;
import io.rolestream.stream.worker.LabellerSupply;
import io.rolestream.stream.worker.ModelSupply;
import io.rolestream.stream.worker.VersionSupply;
import io.rolestream.stream.worker.Voter;
import io.rolestream.stream.worker.Worker;
import io.rolestream.stream.worker.WorkerConfig;
import io.rolestream.stream.worker.WorkerSettings;
import io.rolestream.trainer.TrainConfig;
import io.rolestream.trainer.matching.MatchTraining;
import io.rolestream.trainer.run.ModelToTrain;
import io.rolestream.trainer.run.TrainingProcedure;
import io.rolestream.trainer.service.Trainer;
import java.io.IOException;
import java.nio.file.Path;
import org.jspecify.annotations.Nullable;

/** Makes the services and models that the settings describe. Services connect to nothing before they are started. */
public final class Services {
    private Services() {}

    /** A worker that votes with the versions or the labeller that the settings name. */
    public static Worker worker(Settings settings, Cluster cluster, MeterRegistry meters) {
        return new Worker(cluster, WorkerConfig.settings(settings), voters(settings, cluster, meters), meters);
    }

    /** A generator with the model that the settings name. */
    public static GeneratorService generator(Settings settings, Cluster cluster, MeterRegistry meters) {
        return GeneratorService.of(cluster, DescribingConfig.settings(settings), meters);
    }

    /** A recommender with the rules and models that the settings name. */
    public static RecommenderService recommender(Settings settings, Cluster cluster, MeterRegistry meters) {
        return RecommenderService.of(cluster, RecommenderConfig.settings(settings, cluster.topics()), meters);
    }

    /** Opens a checkpoint as a worker with these settings does. */
    public static LoadedModel model(Path directory, Settings settings)
            throws ModelRefusedException, IOException, InterruptedException {
        ModelSettings models = ModelsConfig.settings(settings);
        return ModelLoader.open(
                directory,
                StreamConfig.taxonomy(settings),
                models.inference(),
                models.cache().calibrations());
    }

    /** The versions of the model, or the labeller, that the settings name. */
    public static ModelSupply voters(Settings settings, Cluster cluster, MeterRegistry meters) {
        WorkerSettings worker = WorkerConfig.settings(settings);
        Taxonomy taxonomy = StreamConfig.taxonomy(settings);
        return worker.voter() instanceof Voter.Fixed fixed
                ? new LabellerSupply(cluster, worker, taxonomy, () -> voting(fixed.spec(), settings), meters)
                : VersionSupply.of(cluster, worker, ModelsConfig.settings(settings), taxonomy, meters);
    }

    private static Labeller voting(LabellerSpec spec, Settings settings) throws InterruptedException {
        try {
            return labeller(spec, settings);
        } catch (LabellerException e) {
            throw new ConfigurationException(WorkerConfig.LABELLER + ": " + e.getMessage(), e);
        }
    }

    /** Opens a labeller as a worker with these settings does. */
    public static Labeller labeller(LabellerSpec spec, Settings settings)
            throws LabellerException, InterruptedException {
        return Labellers.open(spec, labellerOptions(settings), StreamConfig.taxonomy(settings));
    }

    /** What labellers are opened with by these settings: calibrations are stored in the model cache. */
    public static LabellerOptions labellerOptions(Settings settings) {
        ModelSettings models = ModelsConfig.settings(settings);
        return LabellerOptions.of(models.inference())
                .withCalibrations(models.cache().calibrations())
                .withLenientRules(settings.flag(StreamConfig.RULES_LENIENT));
    }

    /** @param instance the trainer's name, unchanged by restarts; null for none */
    public static Trainer trainer(
            Settings settings,
            Cluster cluster,
            String model,
            @Nullable String instance,
            TrainingProcedure procedure,
            MeterRegistry meters) {
        RuleSet rules = StreamConfig.ruleSet(settings);
        return new Trainer(
                cluster,
                TrainConfig.settings(settings, rules),
                new ModelToTrain(model, rules),
                instance,
                procedure,
                MatchTraining::run,
                meters);
    }
}
