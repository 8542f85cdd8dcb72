package io.rolestream.trainer.recipe;

import io.rolestream.engine.checkpoint.CheckpointDirectory;
import io.rolestream.engine.task.InferenceOptions;
import io.rolestream.engine.task.Prediction;
import io.rolestream.engine.task.TextClassifier;
import io.rolestream.evaluation.calibration.DecisionFit;
import io.rolestream.evaluation.calibration.TemperatureFit;
import io.rolestream.evaluation.report.EvaluationFiles;
import io.rolestream.evaluation.report.EvaluationMetrics;
import io.rolestream.evaluation.scores.Champion;
import io.rolestream.evaluation.scores.DecisionParameters;
import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.scores.EvaluationSet;
import io.rolestream.evaluation.scores.ScoredItem;
import io.rolestream.evaluation.scores.SetName;
import io.rolestream.evaluation.split.ExampleSplit;
import io.rolestream.evaluation.verdict.GateVerdict;
import io.rolestream.models.artifact.ModelRefusedException;
import io.rolestream.models.artifact.SmokeTest;
import io.rolestream.models.artifact.TrainingData;
import io.rolestream.models.artifact.TrainingSetup;
import io.rolestream.models.artifact.VersionDetails;
import io.rolestream.models.artifact.VersionRules;
import io.rolestream.models.artifact.VersionTaxonomy;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.RuleVote;
import io.rolestream.trainer.gate.Gate;
import io.rolestream.trainer.labelling.TrainingText;
import io.rolestream.trainer.recipe.TrainingMonitor.Stage;
import java.io.IOException;
import java.nio.file.Path;
import java.util.ArrayList;
import java.util.List;
import java.util.Locale;
import java.util.Set;
import java.util.stream.Collectors;
import org.jspecify.annotations.Nullable;

/** Evaluates and judges a trained checkpoint, and writes the results into its directory. */
final class CandidateEvaluation {
    /** The logit of a role that a champion has not learnt: its probability is 0. */
    private static final double UNKNOWN = -1e4;

    private final TrainingRequest request;
    private final Recipe recipe;
    private final Material material;
    private final RuleSet rules;
    private final InferenceOptions options;

    CandidateEvaluation(TrainingRequest request, Material material, RuleSet rules) {
        this.request = request;
        this.recipe = request.settings().recipe();
        this.material = material;
        this.rules = rules;
        this.options = SmokeTest.options().withThreads(request.settings().threads(), 1);
    }

    /**
     * @param examples number of training texts with weak labels
     * @param answers number of training texts with people's answers
     */
    Candidate judged(CheckpointDirectory checkpoint, long examples, long answers, TrainingMonitor monitor)
            throws IOException, InterruptedException {
        SmokeTest smokeTest;
        DecisionParameters parameters;
        Evaluation evaluation;
        boolean reproduced;
        try (TextClassifier classifier = TextClassifier.open(checkpoint, options)) {
            smokeTest = SmokeTest.of(classifier, SmokeTest.INPUTS);
            parameters = parameters(classifier, monitor);
            evaluation = evaluation(classifier, parameters);
            reproduced = reproduced(classifier, checkpoint, smokeTest);
        }
        monitor.stage(Stage.JUDGING, 0);
        GateVerdict verdict = new Gate(request.settings().gate()).judge(evaluation, reproduced);
        Path directory = checkpoint.path();
        VersionDetails details = details(examples, answers, parameters, evaluation);
        EvaluationFiles.write(directory, details.facts(), evaluation, verdict);
        VersionTaxonomy.write(directory, request.taxonomy());
        VersionRules.write(directory, request.rules(), rules);
        return new Candidate(checkpoint, details, smokeTest, rules, evaluation, verdict);
    }

    private DecisionParameters parameters(TextClassifier classifier, TrainingMonitor monitor)
            throws InterruptedException {
        List<TrainingText> answered = material.answered(ExampleSplit.VALIDATION);
        List<TrainingText> others = material.of(ExampleSplit.VALIDATION).stream()
                .filter(text -> text.answer() == null)
                .toList();
        DecisionFit fit = new DecisionFit(items(classifier, answered, false), items(classifier, others, false));
        boolean confidence = recipe.fitting().temperature();
        float temperature = confidence ? fit.temperature() : 1;
        float standard = (float) recipe.fitting().ruleCoefficient();
        float coefficient = recipe.fitting().coefficient() ? fit.coefficient(temperature, standard) : standard;
        if (!confidence) {
            return new DecisionParameters(temperature, coefficient);
        }
        DecisionParameters fitted = fit.calibrated(temperature, coefficient);
        monitor.note(
                switch (fitted.fittedTo()) {
                    case NOTHING -> "confidence not fitted: too few held-out texts";
                    case ANSWERS ->
                        String.format(Locale.ROOT, "confidence fitted to %,d held-out answers", answered.size());
                    case RULE_VOTES -> fittedToVotes("rules'", others.size(), answered.size());
                    case MODEL_VOTES -> fittedToVotes("model's", others.size(), answered.size());
                });
        return fitted;
    }

    private static String fittedToVotes(String whose, int texts, int answers) {
        return String.format(
                Locale.ROOT,
                "confidence fitted to the %s votes on %,d held-out texts and %,d answers; with %d answers, it would be"
                        + " fitted to them alone",
                whose,
                texts,
                answers,
                TemperatureFit.MIN_ITEMS);
    }

    private Evaluation evaluation(TextClassifier classifier, DecisionParameters parameters)
            throws InterruptedException {
        LoadedModel champion = request.champion();
        List<TrainingText> test = material.of(ExampleSplit.TEST);
        List<TrainingText> answered = material.answered(ExampleSplit.TEST);
        List<EvaluationSet> sets = new ArrayList<>();
        add(
                sets,
                classifier,
                SetName.SILVER,
                test.stream().map(TrainingText::withoutAnswer).toList());
        add(sets, classifier, SetName.GOLD, answered);
        add(
                sets,
                classifier,
                SetName.GOLD_RANDOM_SLICE,
                answered.stream().filter(TrainingText::drawnAtRandom).toList());
        return Evaluation.of(request.taxonomy(), parameters, champion == null ? null : of(champion), sets);
    }

    private void add(List<EvaluationSet> sets, TextClassifier classifier, SetName name, List<TrainingText> texts)
            throws InterruptedException {
        if (!texts.isEmpty()) {
            sets.add(new EvaluationSet(name, false, items(classifier, texts, true)));
        }
    }

    private Champion of(LoadedModel champion) {
        Set<Integer> unknown = champion.mapping().unknown().stream()
                .map(this::role)
                .filter(role -> role != request.taxonomy().fallbackIndex())
                .collect(Collectors.toSet());
        return new Champion(champion.version(), champion.parameters().forDecisions(), unknown);
    }

    /** The truth is the answer or, without one, the rules' vote. */
    private List<ScoredItem> items(TextClassifier classifier, List<TrainingText> texts, boolean withChampion)
            throws InterruptedException {
        List<String> plain = texts.stream().map(TrainingText::text).toList();
        List<Prediction> predictions = classifier.classify(plain);
        LoadedModel champion = withChampion ? request.champion() : null;
        List<Prediction> ofChampion =
                champion == null ? List.of() : champion.classifier().classify(plain);
        List<ScoredItem> items = new ArrayList<>();
        for (int i = 0; i < texts.size(); i++) {
            TrainingText text = texts.get(i);
            RuleVote vote = rules.vote(text.text());
            int ruleRole = role(vote.role().name());
            ScoredItem item = ScoredItem.of(
                            text.contentHash(),
                            text.answer() == null ? ruleRole : role(text.answer()),
                            ruleRole,
                            vote.scores(),
                            predictions.get(i).logits())
                    .withRuleConfidence(vote.confidence());
            items.add(champion == null ? item : item.withChampion(logits(champion, ofChampion.get(i))));
        }
        return items;
    }

    private int role(String name) {
        return request.taxonomy().indexOf(name);
    }

    /**
     * In the taxonomy's order; a version's labels may have another. If it has learnt other roles, the logits are those
     * that lead to the probabilities of the current ones.
     */
    private float[] logits(LoadedModel champion, Prediction prediction) {
        float[] logits = new float[request.taxonomy().size()];
        RoleMapping mapping = champion.mapping();
        if (mapping.isSameRoles()) {
            for (int label = 0; label < logits.length; label++) {
                logits[mapping.target(label)] = prediction.logits()[label];
            }
            return logits;
        }
        double[] logProbabilities = champion.logProbabilities(prediction.logits());
        for (int role = 0; role < logits.length; role++) {
            logits[role] = (float) Math.max(
                    UNKNOWN, logProbabilities[role] * champion.parameters().temperature());
        }
        return logits;
    }

    private boolean reproduced(TextClassifier classifier, CheckpointDirectory checkpoint, SmokeTest smokeTest)
            throws InterruptedException {
        try {
            smokeTest.check(classifier, checkpoint, options);
            return true;
        } catch (ModelRefusedException e) {
            return false;
        }
    }

    private VersionDetails details(long examples, long answers, DecisionParameters parameters, Evaluation evaluation) {
        LoadedModel champion = request.champion();
        return new VersionDetails(
                request.name(),
                request.version(),
                champion == null ? null : champion.version(),
                request.settings().base(),
                new TrainingData(rules.version(), examples, answers, request.offsets()),
                new TrainingSetup(recipe.json(), request.settings().seed(), codeVersion()),
                VoteParameters.of(parameters),
                EvaluationMetrics.of(evaluation));
    }

    private static String codeVersion() {
        @Nullable String version = ModelTraining.class.getPackage().getImplementationVersion();
        return version == null ? "unpackaged" : version;
    }
}
