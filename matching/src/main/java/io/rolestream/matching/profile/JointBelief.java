package io.rolestream.matching.profile;

import io.rolestream.engine.task.Prediction;
import io.rolestream.events.RoleScore;
import io.rolestream.events.Vote;
import io.rolestream.models.artifact.VoteParameters;
import io.rolestream.models.loading.LoadedModel;
import io.rolestream.rules.decision.CurrentVotes;
import io.rolestream.rules.role.RoleMapping;
import io.rolestream.rules.ruleset.RuleSet;
import io.rolestream.rules.vote.RuleVote;
import java.util.ArrayList;
import java.util.List;
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
        return belief(rules, text, model.mapping(), model.logProbabilities(prediction.logits()), model.parameters());
    }

    /** @param logProbabilities {@code [roles]}; negative infinity for a role that the model has not learnt */
    static RoleBelief belief(
            RuleSet rules, String text, RoleMapping mapping, double[] logProbabilities, VoteParameters parameters) {
        List<RoleScore> scores = CurrentVotes.scores(mapping, logProbabilities);
        Vote ofModel = Vote.newBuilder()
                .setScores(scores)
                .setRole(scores.get(0).getRole())
                .setUnknownRoles(mapping.unknown())
                .setRuleCoefficient(parameters.forDecisions().ruleCoefficient())
                .setJointTemperature(parameters.joint().temperature())
                .setJointDoubt(parameters.joint().doubt())
                .build();
        return VoteBeliefs.jointly(rules.taxonomy(), ofRules(rules, text), ofModel);
    }

    private static Vote ofRules(RuleSet rules, String text) {
        RuleVote vote = rules.vote(text);
        List<RoleScore> scores = new ArrayList<>();
        for (int role = 0; role < rules.taxonomy().size(); role++) {
            if (vote.score(role) != 0) {
                scores.add(new RoleScore(rules.taxonomy().role(role).name(), vote.score(role)));
            }
        }
        return Vote.newBuilder()
                .setRole(vote.abstained() ? null : vote.role().name())
                .setConfidence(vote.confidence())
                .setScores(scores)
                .build();
    }
}
