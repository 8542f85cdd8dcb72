package io.rolestream.trainer.service;

import static org.assertj.core.api.Assertions.assertThat;

import io.rolestream.common.config.ConnectionConfig;
import io.rolestream.common.config.Settings;
import io.rolestream.models.ModelsConfig;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.trainer.TrainConfig;
import io.rolestream.trainer.TrainerConfig;
import io.rolestream.trainer.gate.GateConfig;
import io.rolestream.trainer.recipe.TrainingMonitor;
import io.rolestream.trainer.recipe.TrainingRequest;
import io.rolestream.trainer.run.TrainingOutcome;
import io.rolestream.trainer.run.TrainingOutcome.Kind;
import java.io.PrintWriter;
import java.io.StringWriter;
import java.nio.file.Path;
import java.util.List;
import java.util.Map;
import org.apache.kafka.common.config.ConfigDef;
import org.junit.jupiter.api.Test;
import org.junit.jupiter.api.io.TempDir;

class ShownTrainingTest {
    private final StringWriter text = new StringWriter();
    private final QuickTraining quick = new QuickTraining();
    private final ShownTraining shown = new ShownTraining(quick, new PrintWriter(text));

    @Test
    void shouldPrintProgressEvaluationAndOutcome(@TempDir Path directory) throws Exception {
        assertThat(shown.run(request(), directory, TrainingMonitor.NONE, () -> false))
                .isPresent();
        shown.ended("roberta", new TrainingOutcome(Kind.PUBLISHED, "v1", List.of("It is the champion.")));

        assertThat(text.toString().lines())
                .startsWith("training roberta v1", " 0:00  fine-tuning on 0 texts")
                .anyMatch(line -> line.startsWith("Promotion gate "))
                .endsWith("roberta v1: published", "  It is the champion.");
    }

    @Test
    void shouldSayThatATrainingWasStopped(@TempDir Path directory) throws Exception {
        quick.holds = true;

        assertThat(shown.run(request(), directory, TrainingMonitor.NONE, () -> true))
                .isEmpty();
        shown.ended("roberta", new TrainingOutcome(Kind.STOPPED, "v1", List.of()));

        assertThat(text.toString().lines())
                .last()
                .isEqualTo("stopped; it continues after the next start, if this trainer leads then");
    }

    private static TrainingRequest request() {
        ConfigDef keys = new ConfigDef();
        ConnectionConfig.define(keys);
        ModelsConfig.define(keys);
        TrainerConfig.define(keys);
        TrainConfig.define(keys);
        GateConfig.define(keys);
        RuleSet rules = RuleSet.load(RuleSet.DEFAULT, Taxonomy.standard());
        return new TrainingRequest(
                "roberta",
                "v1",
                rules,
                texts -> {},
                Map.of(),
                null,
                TrainConfig.trainingSettings(Settings.of(keys, Map.of()), rules, 1));
    }
}
