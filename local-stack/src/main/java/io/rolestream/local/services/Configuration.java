package io.rolestream.local.services;

import io.rolestream.common.clients.Cluster;
import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.common.service.HealthConfig;
import io.rolestream.dashboard.config.DashboardConfig;
import io.rolestream.files.documents.DocumentConfig;
import io.rolestream.files.documents.ResumeReading;
import io.rolestream.models.ModelsConfig;
import io.rolestream.schemas.access.AccessCatalogue;
import io.rolestream.schemas.access.ClientNames;
import io.rolestream.schemas.resume.JudgedPart;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.schemas.topics.Subject;
import io.rolestream.schemas.topics.Subjects;
import io.rolestream.schemas.topics.TopicCatalogue;
import io.rolestream.schemas.topics.Topics;
import io.rolestream.serving.config.ServingConfig;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.describing.DescribingConfig;
import io.rolestream.stream.recommending.RecommenderConfig;
import io.rolestream.stream.worker.WorkerConfig;
import io.rolestream.trainer.TrainConfig;
import io.rolestream.trainer.TrainerConfig;
import io.rolestream.trainer.gate.GateConfig;
import java.util.List;
import org.apache.kafka.common.config.ConfigDef;

/** The definitions of all settings, and objects made from settings alone. */
public final class Configuration {
    private Configuration() {}

    /** The keys of all commands, so that one file serves all. */
    public static ConfigDef definitions() {
        ConfigDef keys = new ConfigDef();
        ConnectionConfig.define(keys);
        StreamConfig.define(keys);
        WorkerConfig.define(keys);
        DescribingConfig.define(keys);
        RecommenderConfig.define(keys);
        ModelsConfig.define(keys);
        TrainerConfig.define(keys);
        TrainConfig.define(keys);
        GateConfig.define(keys);
        DashboardConfig.define(keys);
        DocumentConfig.define(keys);
        ServingConfig.define(keys);
        return HealthConfig.define(keys);
    }

    public static ResumeReader resumeReader(Settings settings, Cluster cluster) {
        return cluster.resumeReader(settings.integer(ConnectionConfig.RESUME_MAX_CHARS));
    }

    /** How commands read resumes in files. */
    public static ResumeReading resumeReading(Settings settings) {
        return new ResumeReading(
                DocumentConfig.limits(settings),
                JudgedPart.parse(settings.string(ConnectionConfig.RESUMES_JUDGED)),
                settings.integer(ConnectionConfig.RESUME_MAX_CHARS));
    }

    public static TopicCatalogue catalogue(Settings settings) {
        TopicCatalogue catalogue = new TopicCatalogue(
                new Topics(settings.string(ConnectionConfig.TOPIC_PREFIX)),
                settings.integer(ConnectionConfig.TOPIC_PARTITIONS),
                settings.integer(ConnectionConfig.RESUME_MAX_BYTES));
        return ConnectionConfig.hasRegistry(settings) ? catalogue : catalogue.withSchemas();
    }

    /** The subjects of all schemas that are written. */
    public static List<Subject> subjects(Settings settings) {
        return Subjects.all(catalogue(settings), names(settings).stream());
    }

    /** The access rights of each client. */
    public static AccessCatalogue access(Settings settings) {
        return new AccessCatalogue(catalogue(settings), names(settings));
    }

    /** The consumer groups, as the settings name them. */
    public static ClientNames names(Settings settings) {
        return new ClientNames(
                settings.string(StreamConfig.APPLICATION_ID),
                settings.string(WorkerConfig.GROUP_ID),
                settings.string(TrainConfig.GROUP_ID) + "-" + settings.string(WorkerConfig.MODEL_NAME),
                settings.string(DescribingConfig.GROUP_ID),
                settings.string(RecommenderConfig.GROUP_ID));
    }
}
