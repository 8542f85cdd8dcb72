package io.rolestream.trainer.study;

import io.rolestream.common.files.Replacement;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.evaluation.comparison.GivenAnswers;
import io.rolestream.evaluation.scores.DecisionParameters;
import io.rolestream.evaluation.scores.Predictions;
import io.rolestream.evaluation.verdict.GateVerdict;
import io.rolestream.events.Resume;
import io.rolestream.models.artifact.SmokeTest;
import io.rolestream.rules.decision.JointDecision;
import io.rolestream.rules.decision.LogProbabilities;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.schemas.reading.Reading;
import io.rolestream.schemas.registry.InMemorySchemaRegistry;
import io.rolestream.schemas.resume.ReadableResume;
import io.rolestream.schemas.resume.ResumeReader;
import io.rolestream.trainer.labelling.TrainingText;
import io.rolestream.trainer.recipe.Candidate;
import io.rolestream.trainer.recipe.ModelTraining;
import io.rolestream.trainer.recipe.TextSource;
import io.rolestream.trainer.recipe.TrainingImpossibleException;
import io.rolestream.trainer.recipe.TrainingMonitor;
import io.rolestream.trainer.recipe.TrainingRequest;
import io.rolestream.trainer.recipe.TrainingSettings;
import io.rolestream.trainer.study.tuning.TrainTestSplit;
import java.io.IOException;
import java.nio.file.Files;
import java.nio.file.Path;
import java.util.Arrays;
import java.util.List;
import java.util.Map;
import java.util.Optional;
import java.util.SortedMap;
import java.util.TreeMap;
import java.util.function.BooleanSupplier;
import org.jspecify.annotations.Nullable;

/** The trainer's recipe on the study's training rows, and the answers of its model on the test rows. */
final class OurRecipe {
    private final List<String> texts;
    private final TrainTestSplit split;

    OurRecipe(List<String> texts, TrainTestSplit split) {
        this.texts = texts;
        this.split = split;
    }

    /**
     * @param rules whose votes are learnt
     * @param joint whether they decide together with the model, as on the stream
     * @return null if it was stopped
     */
    @Nullable
    LabellerResult run(
            String name, String what, RuleSet rules, boolean joint, TrainingSettings settings, BooleanSupplier stop)
            throws IOException, InterruptedException, TrainingImpossibleException {
        Path work = Files.createTempDirectory("rolestream-study");
        try {
            TrainingRequest request =
                    new TrainingRequest("study", "study-1", rules, trainingTexts(), Map.of(), null, settings);
            Optional<Candidate> candidate = ModelTraining.run(request, work, TrainingMonitor.NONE, stop);
            return candidate.isEmpty() ? null : judged(candidate.get(), name, what, joint, settings.threads());
        } finally {
            Replacement.delete(work);
        }
    }

    private LabellerResult judged(Candidate candidate, String name, String what, boolean joint, int threads)
            throws IOException, InterruptedException {
        InferenceOptions options = SmokeTest.options().withThreads(threads, 1);
        try (TextClassifier classifier = TextClassifier.open(candidate.checkpoint(), options)) {
            List<String> tested =
                    Arrays.stream(split.test()).mapToObj(texts::get).toList();
            DecisionParameters parameters = candidate.details().parameters().forDecisions();
            int[] roles = new int[tested.size()];
            float[] confidence = new float[tested.size()];
            int i = 0;
            for (Prediction prediction : classifier.classify(tested)) {
                float[] model = Predictions.floats(LogProbabilities.of(prediction.logits(), parameters.temperature()));
                float[] rules = candidate.rules().vote(tested.get(i)).scores();
                JointDecision decision = joint
                        ? JointDecision.of(model, rules, parameters.ruleCoefficient(), parameters.joint())
                        : JointDecision.of(model, rules, 0);
                roles[i] = decision.role();
                confidence[i++] = (float) decision.confidence();
            }
            GivenAnswers answers = new GivenAnswers(roles, confidence, new boolean[roles.length]);
            return LabellerResult.of(name, what, split.test(), answers).withNote(verdict(candidate.verdict()));
        }
    }

    private static String verdict(GateVerdict verdict) {
        return verdict.passed()
                ? "The promotion gate lets its model pass."
                : "The promotion gate rejects its model. " + String.join(" ", verdict.reasons());
    }

    private TextSource trainingTexts() {
        ResumeReader reader = new ResumeReader(new InMemorySchemaRegistry());
        SortedMap<String, TrainingText> byHash = new TreeMap<>();
        for (int row : split.train()) {
            Resume resume = Resume.newBuilder()
                    .setResumeId("row-" + row)
                    .setSkills(texts.get(row))
                    .build();
            if (reader.read(resume, 0) instanceof Reading.Readable<ReadableResume> readable) {
                String hash = readable.value().contentHash();
                byHash.put(hash, new TrainingText(hash, readable.value().judgedText(), null, false));
            }
        }
        return consumer -> byHash.values().forEach(consumer);
    }
}
