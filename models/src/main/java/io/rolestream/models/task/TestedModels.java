package io.rolestream.models.task;

import io.rolestream.engine.model.Precision;
import io.rolestream.engine.task.PairScorer;
import io.rolestream.engine.task.ScoredAnswers;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.engine.task.TextEmbedder;
import io.rolestream.engine.task.TextGenerator;
import java.util.ArrayList;
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

    record Describer(TextGenerator model) implements TestedModel {
        @Override
        public VersionTask task() {
            return VersionTask.GENERATOR;
        }

        @Override
        public Precision precision() {
            return model.precision();
        }

        @Override
        public List<Numbers> compute(List<Text> texts) throws InterruptedException {
            List<Numbers> results = new ArrayList<>();
            for (Text text : texts) {
                String answer = model.following(text.second() == null ? text.first() : text.second());
                ScoredAnswers scored = model.logLikelihoods(text.first(), List.of(answer));
                float mean = scored.logLikelihoods()[0] / Math.max(1, scored.tokens()[0]);
                results.add(new Numbers(new float[] {mean}, scored.cut()));
            }
            return results;
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
