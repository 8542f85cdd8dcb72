package io.rolestream.models.task;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.engine.task.TextEmbedder;
import java.util.List;

/** The engine's tasks as {@link TestedModel}. */
final class TestedModels {
    private TestedModels() {}

    record Classifier(TextClassifier model) implements TestedModel {
        @Override
        public VersionTask task() {
            return VersionTask.CLASSIFIER;
        }

        @Override
        public Precision precision() {
            return model.precision();
        }

        @Override
        public List<Numbers> compute(List<Text> texts) throws InterruptedException {
            return model.classify(texts.stream().map(Text::first).toList()).stream()
                    .map(prediction -> new Numbers(prediction.logits(), prediction.cut()))
                    .toList();
        }

        @Override
        public void close() {
            model.close();
        }
    }

    record Embedder(TextEmbedder model) implements TestedModel {
        @Override
        public VersionTask task() {
            return VersionTask.EMBEDDER;
        }

        @Override
        public Precision precision() {
            return model.precision();
        }

        @Override
        public List<Numbers> compute(List<Text> texts) throws InterruptedException {
            return model.embed(texts.stream().map(Text::first).toList()).stream()
                    .map(embedding -> new Numbers(embedding.vector(), embedding.cut()))
                    .toList();
        }

        @Override
        public void close() {
            model.close();
        }
    }

    record Reranker(PairScorer model) implements TestedModel {
        @Override
        public VersionTask task() {
            return VersionTask.RERANKER;
        }

        @Override
        public Precision precision() {
            return model.precision();
        }

        @Override
        public List<Numbers> compute(List<Text> texts) throws InterruptedException {
            return model.score(TestedModel.pairs(texts)).stream()
                    .map(prediction -> new Numbers(prediction.logits(), prediction.cut()))
                    .toList();
        }

        @Override
        public void close() {
            model.close();
        }
    }
}
