package io.rolestream.cli.explain;

import io.rolestream.cli.options.ClusterOptions;
import io.rolestream.cli.options.SettingsOptions;
import io.rolestream.cli.support.Progress;
import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.StopSignal;
import io.rolestream.local.services.CarriedSettings;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.explain.KeptLabels;
import io.rolestream.stream.explain.LabelSearch;
import io.rolestream.stream.explain.LookupReport;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import java.util.Set;
import java.util.function.Consumer;
import org.jspecify.annotations.Nullable;
import picocli.CommandLine.Mixin;
import picocli.CommandLine.Option;

/** The options of commands that search a cluster for labels. */
final class LookupOptions {
    @Option(
            names = "--progress",
            negatable = true,
            description = "Shows a progress bar on standard error; by default, only on a terminal.")
    private @Nullable Boolean progress;

    @Mixin
    private SettingsOptions.Rules rules = new SettingsOptions.Rules();

    @Mixin
    private ClusterOptions options = new ClusterOptions();

    /**
     * The settings without a cluster, with those that a model carries.
     *
     * @param model its directory; null for none
     * @param tell takes a line for each value that the model carries
     * @throws ModelRefusedException if the model's taxonomy is malformed
     */
    Settings load(@Nullable Path model, Consumer<String> tell) throws ModelRefusedException {
        return options.load(CarriedSettings.with(model, rules.values(), options::load, tell));
    }

    /** What the cluster has of each id, in their order; null if the command was told to stop. */
    @Nullable
    List<LookupReport> search(Set<String> ids) throws InterruptedException {
        Settings settings = options.loadReachable(rules.values());
        Cluster cluster = Cluster.of(settings);
        RuleSet known = StreamConfig.ruleSet(settings);
        try (StopSignal stop = StopSignal.install();
                SearchBar bar = new SearchBar(Progress.isShown(progress))) {
            Map<String, KeptLabels> found = new LabelSearch(cluster).find(ids, bar, stop::isRequested);
            return stop.isRequested()
                    ? null
                    : found.entrySet().stream()
                            .map(one -> new LookupReport(one.getKey(), one.getValue(), known, cluster.topics()))
                            .toList();
        }
    }
}
