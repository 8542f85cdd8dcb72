package io.rolestream.labellers;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.task.Prediction;
import io.rolestream.labellers.checkpoint.CheckpointFacts;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.models.loading.ModelLoader;
import io.rolestream.rules.role.Taxonomy;
import java.io.IOException;
import java.nio.file.Path;
import java.util.concurrent.CompletableFuture;

/** A classifier whose labels are the roles: a model version, or a checkpoint that Hugging Face's transformers saved. */
public final class ModelLabeller implements Labeller {
    private final LoadedModel model;
    private final LabellerFacts facts;

    /**
     * @param model closed with this
     * @param name on its votes
     * @param parameters the number of its weights
     */
    public ModelLabeller(LoadedModel model, String name, long parameters) {
        this.model = model;
        this.facts = new LabellerFacts(name, model.version(), parameters);
    }

    static ModelLabeller open(Path directory, LabellerOptions options, Taxonomy taxonomy)
            throws ModelRefusedException, IOException, InterruptedException {
        LoadedModel model = ModelLoader.open(directory, taxonomy, options.inference(), options.calibrations());
        try {
            return new ModelLabeller(model, "model", CheckpointFacts.parameters(CheckpointDirectory.open(directory)));
        } catch (IOException | RuntimeException e) {
            model.close();
            throw e;
        }
    }

    @Override
    public LabellerFacts facts() {
        return facts;
    }

    @Override
    public boolean isFull() {
        return WaitingTexts.isFull(model.classifier());
    }

    @Override
    public CompletableFuture<Answer> label(String text) throws InterruptedException {
        return model.classifier().submit(text).thenApply(this::answer);
    }

    private Answer answer(Prediction prediction) {
        double[] ofRoles = model.logProbabilities(prediction.logits());
        float[] logProbabilities = new float[ofRoles.length];
        for (int role = 0; role < ofRoles.length; role++) {
            logProbabilities[role] = (float) ofRoles[role];
        }
        return Answer.of(logProbabilities, prediction.cut());
    }

    @Override
    public void close() {
        model.close();
    }
}
