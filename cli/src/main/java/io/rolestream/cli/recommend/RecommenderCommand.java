package io.rolestream.cli.recommend;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.support.CliCommand;
import io.rolestream.cli.support.Logging;
import io.rolestream.cli.support.ModelService;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.metrics.ProcessMeters;
import io.rolestream.local.services.Configuration;
import io.rolestream.local.services.NumberedInstance;
import io.rolestream.local.services.Services;
import io.rolestream.stream.recommending.RecommenderConfig;
import io.rolestream.stream.recommending.RecommenderService;
import java.io.PrintWriter;
import java.util.Map;
import java.util.concurrent.Callable;
import picocli.CommandLine.Command;
import picocli.CommandLine.Mixin;

/** {@code rolestream recommender}. */
@Command(
        name = "recommender",
        description = "Runs a recommender on a Kafka cluster until stopped.",
        footer = {
            "",
            "Labels the postings on jobs with roles, and keeps the best jobs of each resume",
            "(job-recommendations) and the best resumes of each job",
            "(resume-recommendations). A change on either side reaches the lists within",
            "recommend.refresh.interval.",
            "",
            "Start up to one per partition, each with its own name. All of them",
            "index everything, and divide the lists:",
            "",
            "  rolestream recommender -b kafka:9092 -s instance.id=recommender-1",
            "",
            "With a bi-encoder and a reward model that the trainers publish:",
            "",
            "  rolestream recommender -b kafka:9092 -s recommend.embedder=matcher \\",
            "    -s recommend.reranker=reward -s model.store=/models",
            "",
            "Exits with 4 if a model's native engine has failed and needs a restart."
        })
public final class RecommenderCommand extends CliCommand implements Callable<Integer> {
    @Mixin
    private ClusterOptions options = new ClusterOptions();

    @Override
    public Integer call() throws Exception {
        Settings settings = NumberedInstance.claim(options.loadReachable(Map.of()), RecommenderConfig.DIRECTORY);
        Logging.lostBrokers();
        ProcessMeters meters = new ProcessMeters();
        PrintWriter err = err();
        Cluster cluster = Cluster.of(settings);
        RecommenderService recommender = Services.recommender(settings, cluster, meters.registry());
        return ModelService.run(
                "recommender",
                recommender,
                settings,
                meters,
                err,
                () -> "recommending "
                        + Configuration.catalogue(settings).topics().jobs() + " at "
                        + settings.string(ConnectionConfig.BOOTSTRAP_SERVERS));
    }
}
