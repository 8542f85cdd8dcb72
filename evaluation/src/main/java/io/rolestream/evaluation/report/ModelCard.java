package io.rolestream.evaluation.report;

import io.rolestream.evaluation.scores.Evaluation;
import io.rolestream.evaluation.scores.SetEvaluation;
import io.rolestream.evaluation.verdict.CheckResult;
import io.rolestream.evaluation.verdict.GateVerdict;
import io.rolestream.evaluation.verdict.VerdictKind;
import java.util.ArrayList;
import java.util.List;
import java.util.Objects;

/** The model card of a version, {@value #FILE} in the Hugging Face hub's format. */
final class ModelCard {
    static final String FILE = "README.md";

    static final String CONFUSION = "confusion.svg";
    static final String ROLES = "roles.svg";
    static final String RELIABILITY = "reliability.svg";

    private final ModelFacts model;
    private final Evaluation evaluation;
    private final GateVerdict verdict;
    private final Markdown card = new Markdown();

    private ModelCard(ModelFacts model, Evaluation evaluation, GateVerdict verdict) {
        this.model = model;
        this.evaluation = evaluation;
        this.verdict = verdict;
    }

    /** @param learning the section on the training, which may be empty */
    static String text(ModelFacts model, Evaluation evaluation, GateVerdict verdict, String learning) {
        ModelCard card = new ModelCard(model, evaluation, verdict);
        card.introduction();
        card.training();
        card.card.section(learning);
        card.scores();
        card.weakSpots();
        card.gate();
        card.limits();
        return card.frontMatter() + card.card.document();
    }

    private String frontMatter() {
        String base = model.base().isBlank() ? "" : "base_model: " + yaml(model.base()) + "\n";
        return "---\n"
                + "pipeline_tag: text-classification\n"
                + "tags:\n- text-classification\n- resumes\n- weak-supervision\n- rolestream\n"
                + base
                + "metrics:\n- accuracy\n- f1\n"
                + "# license: for whoever publishes this model to choose; that of the base model applies too\n"
                + "---\n\n";
    }

    private static String yaml(String text) {
        return "\"" + text.replace("\\", "\\\\").replace("\"", "\\\"").replaceAll("\\p{Cntrl}", " ") + "\"";
    }

    private void introduction() {
        card.paragraph("# " + Markdown.text(model.name() + " " + model.version()));
        card.paragraph("Labels a resume with one of " + evaluation.taxonomy().size() + " job roles: "
                + Markdown.names(evaluation.taxonomy().names())
                + ". It is one labeller of Rolestream beside keyword rules and people.");
        card.paragraph("**Promotion gate " + verdict.gate() + ": " + verdictInWords() + "**");
    }

    private String verdictInWords() {
        return verdict.kind().words()
                + (verdict.kind() == VerdictKind.PASSED_WEAKLY
                        ? ": see [below](#promotion-gate) for what is not proven."
                        : ".");
    }

    private void training() {
        card.heading("Training");
        List<String> facts = new ArrayList<>();
        facts.add(count(model.trainedExamples(), "text", "texts")
                + " labelled by keyword rules"
                + (model.rulesetVersion().isBlank()
                        ? ""
                        : " (rule set `" + model.rulesetVersion().replace("`", "'") + "`)")
                + ". These labels contain the rules' errors.");
        facts.add(count(model.trainedCorrections(), "text", "texts") + " labelled by people.");
        if (!model.base().isBlank()) {
            facts.add("Fine-tuned from " + Markdown.text(model.base()) + ".");
        }
        String parent = model.parent();
        if (parent != null) {
            facts.add("Its parent is version " + Markdown.text(parent) + ".");
        }
        facts.add("The logits are divided by a temperature of "
                + evaluation.parameters().temperature() + ". In the joint decision, the rules' scores have a weight"
                + " of "
                + evaluation.parameters().ruleCoefficient() + ". Its sums are divided by "
                + evaluation.parameters().joint().temperature() + ", and its confidence leaves a doubt of "
                + evaluation.parameters().joint().doubt() + "." + fittedTo());
        facts.add("`manifest.json` has the settings of the training, its seed (" + model.seed()
                + ") and the offsets of the stream that it read.");
        card.list(facts);
    }

    private String fittedTo() {
        return switch (evaluation.parameters().fittedTo()) {
            case NOTHING -> " These were not fitted.";
            case ANSWERS -> " Confidence was fitted to people's answers on held-out texts.";
            case RULE_VOTES -> fittedToVotes("rules'");
            case MODEL_VOTES -> fittedToVotes("model's");
        };
    }

    private static String fittedToVotes(String whose) {
        return " Confidence was fitted to the " + whose + " votes on held-out texts, each taken for right as often as"
                + " its confidence says, because there were too few answers.";
    }

    private static String count(long number, String one, String many) {
        return number + " " + (number == 1 ? one : many);
    }

    private void scores() {
        card.heading("Scores");
        card.paragraph("In brackets: the 95 % interval of " + Evaluation.RESAMPLES
                + " bootstrap resamples of the items. Macro-F1"
                + " counts every role equally, weighted F1 every item. The calibration error is the mean"
                + " difference between confidence and accuracy. None of these items was trained on.");
        for (SetEvaluation set : evaluation.sets().values()) {
            CardScores.write(card, set);
        }
    }

    private void weakSpots() {
        SetEvaluation set = judged();
        card.heading("Weak spots");
        card.paragraph("The model alone, on the " + CardScores.title(set) + ".");
        CardWeakSpots.write(card, set);
        card.image("Predicted role for each true role", CONFUSION);
        card.image("F1 of each role" + (set.name().labelledByPeople() ? ", for the model and the rules" : ""), ROLES);
        card.image("Accuracy by confidence, with the number of items", RELIABILITY);
    }

    private SetEvaluation judged() {
        return Objects.requireNonNull(evaluation.set(verdict.judgedOn()));
    }

    private void gate() {
        card.heading("Promotion gate");
        card.paragraph("A model that fails one of these checks is not promoted automatically. Judged on the "
                + CardScores.title(judged()) + ".");
        List<String> lines = new ArrayList<>();
        for (CheckResult result : verdict.checks()) {
            lines.add("**" + result.check().key() + "**: " + outcome(result) + ". " + Markdown.text(result.sentence()));
        }
        card.list(lines);
    }

    private static String outcome(CheckResult result) {
        String word = switch (result.outcome()) {
            case PASS -> "passed";
            case FAIL -> "failed";
            case NOT_APPLICABLE -> "not applicable";
        };
        return result.weak() ? word + " (weakly)" : word;
    }

    private void limits() {
        card.heading("What it must not be used for");
        card.list(List.of(
                "Deciding about people: whom to invite, hire, reject, rank or pay. It sorts texts by job role, and"
                        + " does not measure anyone's abilities.",
                "Measuring people: its confidence refers to the role, and to nothing else.",
                "Roles, languages or kinds of text other than those it was evaluated on.",
                "Uses that require equal treatment of groups of people: this has not been examined."));
    }
}
