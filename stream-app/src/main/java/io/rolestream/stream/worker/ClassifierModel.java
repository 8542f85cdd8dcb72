package io.rolestream.stream.worker;

import io.rolestream.engine.batching.EngineBrokenException;
import io.rolestream.engine.batching.EngineClosedException;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.events.Vote;
import io.rolestream.labellers.WaitingTexts;
import io.rolestream.models.loading.LoadedModel;
import java.util.concurrent.CompletableFuture;
import java.util.concurrent.CompletionException;
import org.jspecify.annotations.Nullable;

/** A model version that votes. Thread-safe. */
public final class ClassifierModel implements VotingModel {
    private final LoadedModel model;
    private final String labeller;
    private final TextClassifier classifier;
    private final InferenceMeters meters;

    /**
     * @param model is closed with this
     * @param labeller the name on its votes
     * @param meters of the worker
     */
    public ClassifierModel(LoadedModel model, String labeller, InferenceMeters meters) {
        this.model = model;
        this.labeller = labeller;
        this.meters = meters;
        this.classifier = model.classifier();
        meters.opened(classifier);
    }

    @Override
    public String version() {
        return model.version();
    }

    @Override
    public boolean isFull() {
        return WaitingTexts.isFull(classifier);
    }

    @Override
    public CompletableFuture<Vote> vote(String text) throws InterruptedException {
        try {
            return classifier.submit(text).handle(this::toVote);
        } catch (EngineClosedException | EngineBrokenException e) {
            return CompletableFuture.failedFuture(gone(e));
        } catch (RuntimeException e) {
            return CompletableFuture.failedFuture(e); // it cannot be turned into tokens
        }
    }

    private Vote toVote(@Nullable Prediction prediction, @Nullable Throwable failure) {
        if (prediction == null) {
            throw failure instanceof EngineClosedException || failure instanceof EngineBrokenException
                    ? gone(failure)
                    : new CompletionException(failure);
        }
        return ModelVotes.of(labeller, model.version(), model.mapping(), prediction.logits(), model.parameters());
    }

    private static ModelGoneException gone(Throwable cause) {
        return new ModelGoneException(cause instanceof EngineBrokenException, cause);
    }

    @Override
    public void close() {
        model.close();
        meters.closed(classifier);
    }
}
