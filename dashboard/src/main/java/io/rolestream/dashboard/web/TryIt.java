package io.rolestream.dashboard.web;

import io.javalin.http.BadRequestResponse;
import io.javalin.http.ContentTooLargeResponse;
import io.javalin.http.HttpResponseException;
import io.rolestream.dashboard.live.Case;
import io.rolestream.dashboard.live.Case.Keyword;
import io.rolestream.dashboard.web.ChampionModel.Answer;
import io.rolestream.events.Vote;
import io.rolestream.matching.profile.RoleBelief;
import io.rolestream.matching.profile.VoteBeliefs;
import io.rolestream.rules.decision.Combination;
import io.rolestream.rules.decision.Decision;
import io.rolestream.rules.decision.DecisionPolicy;
import io.rolestream.rules.decision.JointDecision;
import io.rolestream.rules.role.Taxonomy;
import io.rolestream.stream.labelling.RuleVotes;
import java.time.Instant;
import java.util.ArrayList;
import java.util.HashMap;
import java.util.List;
import java.util.Locale;
import java.util.Map;
import java.util.Set;
import java.util.stream.Collectors;
import java.util.stream.Stream;
import org.jspecify.annotations.Nullable;

/**
 * The votes of rules and model on a text that a user entered, and the decision: with the stream's current rules, model
 * and policy. Nothing is sent to Kafka, and the text is not stored.
 *
 * @param model null if only the rules vote, or the model is not to be loaded here
 * @param modelAwaited whether a model votes in the stream
 */
record TryIt(
        Taxonomy taxonomy,
        RuleVotes rules,
        @Nullable ChampionModel model,
        boolean modelAwaited,
        DecisionPolicy policy) {
    static final int MAX_CHARS = 20_000;
    /** Of more roles, only the best are shown. */
    private static final int MOST_ROWS = 60;

    /** The rules' vote: a role, or the reason for abstaining. */
    record Rules(
            String version,
            @Nullable String role,
            double confidence,
            @Nullable String reason,
            List<Keyword> keywords) {}

    /** The model's vote; the state is `rules-alone`, `off`, `none`, `loading`, `ready` or `failed`. */
    record Model(
            String state,
            @Nullable String version,
            @Nullable String problem,
            @Nullable String role,
            double confidence) {}

    /** A role with the sum of its keywords' weights, and its probabilities by the model and jointly, if known. */
    record Row(
            String role,
            double rules,
            @Nullable Double model,
            @Nullable Double joint) {}

    record Outcome(String role, String decidedBy, double confidence, String policy) {}

    record Result(Rules rules, Model model, Outcome decision, List<Row> roles) {}

    /** @throws HttpResponseException if the text is blank or too long */
    Result judge(String text) throws InterruptedException {
        if (text.isBlank()) {
            throw new BadRequestResponse("Please enter a text.");
        }
        if (text.length() > MAX_CHARS) {
            throw new ContentTooLargeResponse(
                    "The text has %,d characters; the maximum is %,d.".formatted(text.length(), MAX_CHARS));
        }
        Vote ruleVote = rules.on(text, Instant.now());
        Answer answer = model == null ? null : model.ask(text);
        Vote modelVote = answer == null ? null : answer.vote();
        Decision decision = policy.decide(ruleVote, modelVote, null);
        return new Result(
                new Rules(
                        ruleVote.getLabellerVersion(),
                        ruleVote.getRole(),
                        ruleVote.getConfidence(),
                        ruleVote.getReason(),
                        Case.evidence(ruleVote)),
                model(answer),
                new Outcome(decision.role(), decision.decidedBy().toString(), decision.confidence(), policy.toString()),
                rows(ruleVote, modelVote));
    }

    /**
     * What rules and model say together of a text; unknown unless both have voted and are decided upon jointly, or if
     * the text cannot be judged. Starts to load the model.
     */
    RoleBelief belief(String text) throws InterruptedException {
        Answer answer = model == null || text.isBlank() || text.length() > MAX_CHARS ? null : model.ask(text);
        Vote modelVote = answer == null ? null : answer.vote();
        return modelVote == null || !isJoint()
                ? RoleBelief.unknown()
                : VoteBeliefs.jointly(taxonomy, rules.on(text, Instant.now()), modelVote);
    }

    private Model model(@Nullable Answer answer) {
        if (answer == null) {
            return new Model(modelAwaited ? "off" : "rules-alone", null, null, null, 0);
        }
        Vote vote = answer.vote();
        String state = answer.state().name().toLowerCase(Locale.ROOT);
        return new Model(
                state,
                answer.version(),
                answer.problem(),
                vote == null ? null : vote.getRole(),
                vote == null ? 0 : vote.getConfidence());
    }

    private List<Row> rows(Vote ruleVote, @Nullable Vote modelVote) {
        Map<String, Double> byRules = scores(ruleVote);
        Map<String, Double> byModel = modelVote == null ? Map.of() : scores(modelVote);
        Map<String, Double> jointly = modelVote == null ? Map.of() : jointly(ruleVote, modelVote);
        List<Row> rows = new ArrayList<>();
        for (String role : shown(byRules, byModel)) {
            Double logProbability = byModel.get(role);
            rows.add(new Row(
                    role,
                    byRules.getOrDefault(role, 0.0),
                    logProbability == null ? null : Math.exp(logProbability),
                    jointly.get(role)));
        }
        return rows;
    }

    /** All roles; of many, those with the best scores of the rules and of the model. */
    private List<String> shown(Map<String, Double> byRules, Map<String, Double> byModel) {
        if (taxonomy.size() <= MOST_ROWS) {
            return taxonomy.names();
        }
        Set<String> best = Stream.of(byRules, byModel)
                .flatMap(scores -> scores.entrySet().stream()
                        .sorted(Map.Entry.<String, Double>comparingByValue().reversed())
                        .limit(MOST_ROWS / 2))
                .map(Map.Entry::getKey)
                .collect(Collectors.toSet());
        return taxonomy.names().stream().filter(best::contains).toList();
    }

    private static Map<String, Double> scores(Vote vote) {
        Map<String, Double> scores = new HashMap<>();
        vote.getScores().forEach(score -> scores.put(score.getRole(), (double) score.getScore()));
        return scores;
    }

    private boolean isJoint() {
        return policy.combination() instanceof Combination.Joint;
    }

    private Map<String, Double> jointly(Vote ruleVote, Vote modelVote) {
        return !isJoint() || modelVote.getScores().isEmpty() || DecisionPolicy.isBeyond(modelVote, ruleVote)
                ? Map.of()
                : JointDecision.of(ruleVote, modelVote).probabilities();
    }
}
