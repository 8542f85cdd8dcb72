package io.rolestream.matching.profile;

import io.rolestream.engine.task.Prediction;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.rules.decision.JointDecision;
import io.rolestream.rules.ruleset.RuleSet;
import java.util.Objects;
import java.util.concurrent.CompletableFuture;
import org.jspecify.annotations.Nullable;

/**
 * How probable roles are by a model and the rules together: the joint decision of the stream, and of {@code label
 * --model}, on the same text. Only what is masked is different: it becomes one space, so that a first name changes no
 * belief. Classifiers are trained on texts with names, but a missing name is what they see in all skill lists and in
 * most texts.
 */
public final class JointBelief {
    private final LoadedModel model;
    private final RuleSet rules;
    private final Masker masker;

    /** @param model with the roles of the rules' taxonomy; the caller closes it */
    public JointBelief(LoadedModel model, RuleSet rules) {
        this.model = model;
        this.rules = rules;
        this.masker = new Masker(rules);
    }

    /** Judges a resume in the background, by its skills or, without skills, by its text. */
    public CompletableFuture<RoleBelief> of(Candidate candidate) throws InterruptedException {
        return of("", candidate.skills(), candidate.text());
    }

    /** Judges a posting in the background, by its title and its skills or, without skills, its description. */
    public CompletableFuture<RoleBelief> of(Posting posting) throws InterruptedException {
        return of(posting.title(), posting.skills(), posting.description());
    }

    private CompletableFuture<RoleBelief> of(String title, @Nullable String skills, @Nullable String text)
            throws InterruptedException {
        String judged = Objects.requireNonNullElse(skills == null || skills.isBlank() ? text : skills, "");
        String masked = masker.cut(title.isBlank() ? judged : title + "\n" + judged);
        if (masked.isBlank()) {
            return CompletableFuture.completedFuture(RoleBelief.unknown());
        }
        return model.classifier().submit(masked).thenApply(prediction -> belief(masked, prediction));
    }

    private RoleBelief belief(String text, Prediction prediction) {
        VoteParameters parameters = model.parameters();
        double[] ofRoles = model.logProbabilities(prediction.logits());
        float[] logProbabilities = new float[ofRoles.length];
        for (int role = 0; role < ofRoles.length; role++) {
            logProbabilities[role] = (float) ofRoles[role];
        }
        double[] joint = JointDecision.of(
                        logProbabilities,
                        rules.vote(text).scores(),
                        parameters.forDecisions().ruleCoefficient(),
                        parameters.joint())
                .logProbabilities();
        float[] probabilities = new float[joint.length];
        for (int role = 0; role < joint.length; role++) {
            probabilities[role] = (float) Math.exp(joint[role]);
        }
        return new RoleBelief(probabilities);
    }
}
