package io.rolestream.local.services;

import io.micrometer.core.instrument.simple.SimpleMeterRegistry;
import io.rolestream.common.config.Settings;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.stream.StreamConfig;
import io.rolestream.stream.StreamSettings;
import io.rolestream.stream.explain.LabelDetails;
import io.rolestream.stream.explain.TextExplainer;
import io.rolestream.stream.worker.ClassifierModel;
import io.rolestream.stream.worker.InferenceMeters;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.ExecutionException;
import org.jspecify.annotations.Nullable;

/** Explains the label of a text with the rules that the settings name and a model of this machine. */
public final class TextExplanation {
    private TextExplanation() {}

    /**
     * Labels the text as a stream with these rules and this model does.
     *
     * @param model a checkpoint directory; null for the rules alone
     * @param settings with those that the model carries ({@link CarriedSettings})
     * @throws ModelRefusedException if the model must not be used
     * @throws IOException if it cannot be read
     * @throws ExecutionException if it fails on this text
     */
    public static LabelDetails of(String text, @Nullable Path model, Settings settings)
            throws ModelRefusedException, IOException, InterruptedException, ExecutionException {
        StreamSettings stream = StreamConfig.settings(settings);
        DecisionPolicy policy = stream.reconciling().policy();
        if (model == null) {
            return new TextExplainer(stream.rules(), null, policy).explain(text);
        }
        LoadedModel loaded = Services.model(model, settings);
        String name = loaded.name();
        try (ClassifierModel voting =
                new ClassifierModel(loaded, name, new InferenceMeters(new SimpleMeterRegistry(), name))) {
            return new TextExplainer(stream.rules(), voting, policy).explain(text);
        }
    }
}
