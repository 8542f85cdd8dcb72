package io.rolestream.trainer.matching.run;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.models.ModelsConfig;
import io.rolestream.trainer.TrainerConfig;

/** Reads the settings of a single training on a cluster's feedback. */
public final class MatchRunConfig {
    private MatchRunConfig() {}

    public static MatchRun.Target target(Cluster cluster, Settings settings) {
        return new MatchRun.Target(
                cluster,
                ModelsConfig.settings(settings),
                settings.path(TrainerConfig.DATA_DIRECTORY),
                settings.integer(ConnectionConfig.RESUME_MAX_CHARS));
    }
}
